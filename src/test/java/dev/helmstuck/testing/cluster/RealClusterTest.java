package dev.helmstuck.testing.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@NeedsRealCluster
class RealClusterTest {
    private static RealCluster cluster;

    @BeforeAll
    static void start() {
        long begin = System.nanoTime();
        cluster = RealCluster.shared();
        System.out.println("cluster up after ms: " + (System.nanoTime() - begin) / 1_000_000);
    }

    @Test
    void everyNamespaceIsNewAndPodsBecomeReadyInIt() {
        String namespace = cluster.namespace();
        assertThat(cluster.namespace()).isNotEqualTo(namespace);
        cluster.kubectl("run", "one", "--image=x", "-n", namespace).succeeded();
        cluster.kubectl("wait", "--for=condition=Ready", "pod/one", "-n", namespace, "--timeout=30s").succeeded();
    }

    @Test
    void bothHelmsRunIsolatedFromTheDevelopersOwn() {
        assertThat(cluster.helm3("version", "--short").succeeded().stdout()).startsWith("v3.");
        assertThat(cluster.helm4("version", "--short").succeeded().stdout()).startsWith("v4.");
        assertThat(cluster.helm3("env").stdout().lines().filter(line -> line.contains("_HOME="))).hasSize(3)
                .allMatch(line -> line.contains("helm-stuck-cluster"));
    }

    @Test
    void aServiceAccountMayDoWhatItsRulesSayAndNothingElse() {
        String namespace = cluster.namespace();
        cluster.serviceAccount(namespace, "reader", """
                [{"apiGroups": [""], "resources": ["configmaps"], "verbs": ["list"]}]""");
        Path kubeconfig = cluster.kubeconfigFor(namespace, "reader", "by-another-name");
        try (KubernetesClient reader = cluster.client(kubeconfig)) {
            assertThat(reader.getConfiguration().getCurrentContext().getName()).isEqualTo("by-another-name");
            assertThat(reader.configMaps().inNamespace(namespace).list().getItems()).hasSize(1);
            assertThatThrownBy(() -> reader.secrets().inNamespace(namespace).list()).isInstanceOf(KubernetesClientException.class)
                    .hasMessageContaining(
                            "secrets is forbidden: User \"system:serviceaccount:%s:reader\" cannot list resource \"secrets\" in "
                                    + "API group \"\" in the namespace \"%s\"",
                            namespace, namespace);
        }
    }
}
