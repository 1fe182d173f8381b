package dev.helmstuck.simulator.kubernetes;

import dev.helmstuck.testing.cluster.NeedsRealCluster;
import dev.helmstuck.testing.cluster.RealCluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.AfterEach;

@NeedsRealCluster
class RealApiContractTest extends ClusterContractTest {
    private String namespace;
    private KubernetesClient client;

    @Override
    String namespace() {
        namespace = RealCluster.shared().namespace();
        return namespace;
    }

    @Override
    KubernetesClient client() {
        RealCluster.shared().serviceAccount(namespace, "bot", """
                [{"apiGroups": ["", "apps", "batch", "autoscaling"], "resources": ["*"], "verbs": ["get", "list", "create", "delete"]}]""");
        client = RealCluster.shared().client(RealCluster.shared().kubeconfigFor(namespace, "bot", "real"));
        return client;
    }

    @AfterEach
    void end() {
        client.close();
    }
}
