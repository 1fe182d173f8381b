package dev.helmstuck.manifests;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.helmstuck.testing.cluster.RealCluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;

/** One of the shipped accounts with a fresh token, asking a real API server whatever it likes. */
final class Account implements AutoCloseable {
    static final String NAMESPACE = "helm-stuck";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String name;
    private final Path kubeconfig;
    private final KubernetesClient client;

    /** What came back: of a refusal its words. */
    record AccountAnswer(int code, String body) {
        String message() {
            try {
                return JSON.readTree(body).path("message").asText("");
            } catch (JsonProcessingException noJson) {
                return body;
            }
        }

        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (JsonProcessingException noJson) {
                throw new AssertionError(body, noJson);
            }
        }
    }

    Account(RealCluster cluster, String name) {
        this.name = name;
        this.kubeconfig = cluster.kubeconfigFor(NAMESPACE, name, name);
        this.client = cluster.client(kubeconfig);
    }

    static Account reader(RealCluster cluster) {
        return new Account(cluster, "helm-stuck-reader");
    }

    static Account deleter(RealCluster cluster) {
        return new Account(cluster, "helm-stuck-deleter");
    }

    /** The API server's name for it. */
    String user() {
        return "system:serviceaccount:" + NAMESPACE + ":" + name;
    }

    String token() {
        return client.getConfiguration().getAutoOAuthToken();
    }

    Path kubeconfig() {
        return kubeconfig;
    }

    AccountAnswer get(String path) {
        return ask("GET", path, Optional.empty(), "application/json");
    }

    AccountAnswer post(String path, String body) {
        return ask("POST", path, Optional.of(body), "application/json");
    }

    AccountAnswer put(String path, String body) {
        return ask("PUT", path, Optional.of(body), "application/json");
    }

    AccountAnswer patch(String path, String body) {
        return ask("PATCH", path, Optional.of(body), "application/merge-patch+json");
    }

    AccountAnswer delete(String path, String body) {
        return ask("DELETE", path, Optional.of(body), "application/json");
    }

    AccountAnswer ask(String method, String path, Optional<String> body, String type) {
        return ask(method, path, body, type, "application/json");
    }

    /** @param body with none it is a GET, whatever the method */
    AccountAnswer ask(String method, String path, Optional<String> body, String type, String accept) {
        HttpResponse<byte[]> answer = send(method, path, body, type, accept);
        byte[] bytes = answer.body();
        return new AccountAnswer(answer.code(), bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8));
    }

    private HttpResponse<byte[]> send(String method, String path, Optional<String> body, String type, String accept) {
        String root = client.getMasterUrl().toString().replaceAll("/$", "");
        HttpRequest.Builder request = client.getHttpClient().newHttpRequestBuilder().uri(root + path).setHeader("Accept", accept);
        body.ifPresent(text -> request.method(method, type, text));
        return client.getHttpClient().sendAsync(request.build(), byte[].class).join();
    }

    @Override
    public void close() {
        client.close();
    }

    @Override
    public String toString() {
        return name;
    }
}
