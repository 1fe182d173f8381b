package dev.helmstuck.simulator.kubernetes;

import java.nio.file.Path;
import java.time.Clock;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SimulatedApiContractTest extends ClusterContractTest {
    private final ClusterSimulator cluster = ClusterSimulator.start(Clock.systemUTC());
    @TempDir
    private Path folder;
    private KubernetesClient client;

    @Override
    String namespace() {
        cluster.put("{\"apiVersion\": \"v1\", \"kind\": \"Namespace\", \"metadata\": {\"name\": \"contract\"}}");
        return "contract";
    }

    @Override
    KubernetesClient client() {
        Config config = Config.fromKubeconfig(cluster.kubeconfig(folder, "simulated").toFile());
        config.setRequestRetryBackoffLimit(0);
        client = new KubernetesClientBuilder().withConfig(config).build();
        return client;
    }

    @AfterEach
    void end() {
        client.close();
        cluster.close();
    }
}
