package dev.helmstuck.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.helmstuck.config.Part;
import dev.helmstuck.config.Settings;
import dev.helmstuck.config.SlackSettings;
import dev.helmstuck.testing.cluster.Await;
import dev.helmstuck.testing.cluster.NeedsRealCluster;
import dev.helmstuck.testing.cluster.Ran;
import dev.helmstuck.testing.cluster.RealCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What runs the bot is applied to a real cluster as the README says, where Pod Security is enforced and controllers make the pod. */
@NeedsRealCluster
class ShippedManifestsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path dir;

    @Test
    void the_example_is_applied_and_its_pod_passes_the_restricted_pod_security() {
        RealCluster cluster = RealCluster.shared();
        volume(cluster);
        cluster.kubectl("apply", "-f", path("base/secret.example.yaml"), "--dry-run=client").succeeded();
        Ran applied = cluster.kubectl("apply", "-k", path("example"));
        assertThat(applied.succeeded().stderr()).doesNotContain("Warning");
        cluster.kubectl("apply", "-f", path("base/secret.example.yaml")).succeeded();
        Await.until("the bot's Deployment is available", Duration.ofSeconds(60),
                () -> cluster.kubectl("get", "deployment", "helm-stuck", "-n",
                        Account.NAMESPACE, "-o", "jsonpath={.status.availableReplicas}").stdout().equals("1"));
        assertThat(cluster.kubectl("get", "networkpolicy,service,pdb,pvc,serviceaccount,configmap", "-n", Account.NAMESPACE, "-o", "name")
                .succeeded().stdout()).contains("networkpolicy.networking.k8s.io/helm-stuck", "service/helm-stuck",
                        "poddisruptionbudget.policy/helm-stuck", "persistentvolumeclaim/helm-stuck", "serviceaccount/helm-stuck",
                        "configmap/helm-stuck-targets-", "configmap/helm-stuck-kubeconfig-");
        cluster.kubectl("delete", "deployment", "helm-stuck", "-n", Account.NAMESPACE).succeeded();
    }

    /** A pod that is less careful is turned away, so the one above did not pass for want of a guard. */
    @Test
    void a_pod_that_may_become_root_is_turned_away_from_the_bots_namespace() {
        Fence.raise(RealCluster.shared());
        Ran careless = RealCluster.shared().kubectl("run", "careless", "--image=i", "-n", Account.NAMESPACE);
        assertThat(careless.exit()).isEqualTo(1);
        assertThat(careless.stderr()).contains("violates PodSecurity \"restricted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"overlays/socket-sqlite", "overlays/http-postgresql", "example"})
    void every_way_to_run_is_accepted_by_the_api_server_without_a_warning(String overlay) {
        RealCluster cluster = RealCluster.shared();
        Fence.raise(cluster);
        Ran applied = cluster.kubectl("apply", "--dry-run=server", "-k", path(overlay));
        assertThat(applied.succeeded().stderr()).doesNotContain("Warning");
        assertThat(cluster.kubectl("apply", "--dry-run=server", "-f", path("target/cluster/tokens.yaml")).succeeded().stderr()).isEmpty();
    }

    @Test
    void the_monitoring_component_adds_what_lets_prometheus_in_and_the_dashboard() throws IOException {
        Path ours = Files.createDirectories(dir.toRealPath().resolve("ours"));
        Files.writeString(ours.resolve("kustomization.yaml"), "namespace: helm-stuck\nresources: [" + from(ours, "overlays/http-postgresql")
                + "]\ncomponents: [" + from(ours, "components/monitoring") + "]\n");
        assertThat(RealCluster.shared().kubectl("kustomize", ours.toString()).succeeded().stdout()).contains("kind: PodMonitor",
                "name: helm-stuck-metrics", "name: helm-stuck-dashboard", "grafana_dashboard: \"1\"", "port: http", "path: /metrics");
    }

    private static String from(Path folder, String manifests) throws IOException {
        return folder.relativize(Path.of(path(manifests)).toRealPath()).toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"overlays/socket-sqlite", "overlays/http-postgresql", "example"})
    void the_container_is_as_locked_as_a_container_can_be(String overlay) {
        JsonNode pod = deployment(overlay).at("/spec/template/spec");
        JsonNode container = pod.at("/containers/0");
        assertThat(pod.path("containers").size()).isEqualTo(1);
        assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean()).isTrue();
        assertThat(container.at("/securityContext/allowPrivilegeEscalation").asBoolean(true)).isFalse();
        assertThat(container.at("/securityContext/capabilities/drop").toString()).isEqualTo("[\"ALL\"]");
        assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/livez");
        assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/readyz");
        assertThat(container.at("/resources/requests/memory").asText()).isNotBlank();
        assertThat(container.at("/resources/requests/cpu").asText()).isNotBlank();
        assertThat(container.at("/resources/limits/memory").asText()).isNotBlank();
        // only where the bot's own cluster holds a target
        assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isEqualTo(overlay.equals("example"));
        assertThat(pod.path("enableServiceLinks").asBoolean(true)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"overlays/socket-sqlite", "overlays/http-postgresql", "example"})
    void the_environment_of_the_pod_is_one_that_the_bot_starts_with(String overlay) throws IOException {
        Map<String, String> environment = environment(overlay);
        assertThat(environment).containsEntry("HTTP_HOST", "0.0.0.0");
        boolean http = overlay.contains("http");
        if (http) environment.put("DATABASE_URL", "jdbc:postgresql://db/helm_stuck?user=u&password=p");
        environment.put("HELM_STUCK_CONFIG",
                Path.of(path(overlay.equals("example") ? "example" : "base"), "helm-stuck.yaml").toAbsolutePath().toString());
        environment.put("KUBECONFIG", Files.writeString(dir.resolve("config"), "{}").toString());
        Settings settings = Settings.read(environment, dir, EnumSet.allOf(Part.class));
        assertThat(settings.warnings()).isEmpty();
        assertThat(settings.slack()).isInstanceOf(http ? SlackSettings.Http.class : SlackSettings.Socket.class);
        assertThat(settings.targets().targets().get("gitlab-cny").target().deleter()).contains("gprd-gitlab-gke-deleter");
    }

    /** What the pod's environment would be, with values for what people fill in. */
    private static Map<String, String> environment(String overlay) {
        Map<String, String> environment = new HashMap<>();
        JsonNode container = deployment(overlay).at("/spec/template/spec/containers/0");
        container.path("env").forEach(one -> environment.put(one.path("name").asText(), one.path("value").asText()));
        objects(overlay).path("items").forEach(one -> {
            boolean named = container.at("/envFrom/0/configMapRef/name").asText().equals(one.at("/metadata/name").asText());
            if (named) one.path("data").properties().forEach(entry -> environment.put(entry.getKey(), entry.getValue().asText()));
        });
        JsonNode secret = Rbac.documents(Fence.MANIFESTS.resolve("base/secret.example.yaml")).getFirst();
        assertThat(container.at("/envFrom/1/secretRef/name").asText()).isEqualTo(secret.at("/metadata/name").asText());
        secret.path("stringData").properties()
                .forEach(entry -> environment.put(entry.getKey(), entry.getValue().asText().replace("…", "filled-in")));
        if (overlay.contains("http")) environment.put("SLACK_SIGNING_SECRET", "filled-in");
        return environment;
    }

    private static JsonNode deployment(String overlay) {
        for (JsonNode one : objects(overlay).path("items")) {
            if (one.path("kind").asText().equals("Deployment")) return one;
        }
        throw new AssertionError("no Deployment in " + overlay);
    }

    private static JsonNode objects(String overlay) {
        String json = RealCluster.shared().kubectl("apply", "--dry-run=client", "-o", "json", "-k", path(overlay)).succeeded().stdout();
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A volume for the claim, as a storage class would make it. */
    private static void volume(RealCluster cluster) {
        cluster.apply("""
                apiVersion: v1
                kind: PersistentVolume
                metadata: {name: helm-stuck-test}
                spec:
                  capacity: {storage: 1Gi}
                  accessModes: [ReadWriteOnce]
                  hostPath: {path: /nowhere}
                  claimRef: {namespace: helm-stuck, name: helm-stuck}
                """);
    }

    private static String path(String folder) {
        return Fence.MANIFESTS.resolve(folder).toString();
    }
}
