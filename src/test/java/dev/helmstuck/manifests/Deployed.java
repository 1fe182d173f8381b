package dev.helmstuck.manifests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.helmstuck.testing.cluster.RealCluster;

/**
 * The bot's Deployment as the API server returns it, and what a kubelet would make of it: arguments, environment and mounted files, with
 * the values of the ConfigMaps and Secrets that it names.
 */
record Deployed(int replicas, List<String> arguments, Map<String, String> environment, int port, String alive, String ready) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param root where the mounted files are written; paths in the environment lead there */
    static Deployed read(RealCluster cluster, Path root) {
        JsonNode spec = object(cluster, "deployment", "helm-stuck").path("spec");
        JsonNode container = spec.at("/template/spec/containers/0");
        Map<String, String> environment = environment(cluster, container);
        mount(cluster, spec.at("/template/spec/volumes"), container.path("volumeMounts"), root, environment);
        List<String> arguments = new ArrayList<>();
        container.path("args").forEach(one -> arguments.add(one.asText()));
        return new Deployed(spec.path("replicas").asInt(), arguments, environment, container.at("/ports/0/containerPort").asInt(),
                container.at("/livenessProbe/httpGet/path").asText(), container.at("/readinessProbe/httpGet/path").asText());
    }

    private static Map<String, String> environment(RealCluster cluster, JsonNode container) {
        Map<String, String> environment = new HashMap<>();
        container.path("envFrom").forEach(from -> {
            if (from.has("configMapRef"))
                environment.putAll(data(cluster, "configmap", from.at("/configMapRef/name").asText()));
            if (from.has("secretRef")) environment.putAll(data(cluster, "secret", from.at("/secretRef/name").asText()));
        });
        container.path("env").forEach(one -> environment.put(one.path("name").asText(), one.path("value").asText()));
        return environment;
    }

    private static void mount(RealCluster cluster, JsonNode volumes, JsonNode mounts, Path root, Map<String, String> environment) {
        for (JsonNode mount : mounts) {
            for (JsonNode volume : volumes) {
                if (!volume.path("name").equals(mount.path("name"))) continue;
                String path = mount.path("mountPath").asText();
                if (volume.has("configMap")) write(root, path, data(cluster, "configmap", volume.at("/configMap/name").asText()));
                else if (volume.has("secret")) write(root, path, data(cluster, "secret", volume.at("/secret/secretName").asText()));
                else
                    continue; // an empty folder
                environment.replaceAll((name, value) -> value.startsWith(path + "/") ? root + value : value);
            }
        }
    }

    private static void write(Path root, String path, Map<String, String> files) {
        try {
            Path folder = Files.createDirectories(Path.of(root + path));
            for (Map.Entry<String, String> file : files.entrySet())
                Files.writeString(folder.resolve(file.getKey()), file.getValue());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> data(RealCluster cluster, String kind, String name) {
        Map<String, String> data = new HashMap<>();
        object(cluster, kind, name).path("data").properties().forEach(entry -> data.put(entry.getKey(), kind.equals("secret")
                ? new String(Base64.getDecoder().decode(entry.getValue().asText()), StandardCharsets.UTF_8)
                : entry.getValue().asText()));
        return data;
    }

    private static JsonNode object(RealCluster cluster, String kind, String name) {
        try {
            return JSON.readTree(cluster.kubectl("get", kind, name, "-n", Account.NAMESPACE, "-o", "json").succeeded().stdout());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
