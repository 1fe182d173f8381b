package dev.helmstuck.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

import com.fasterxml.jackson.databind.JsonNode;
import dev.helmstuck.simulator.World;
import dev.helmstuck.testing.cluster.Await;
import dev.helmstuck.testing.cluster.Helm;
import dev.helmstuck.testing.cluster.NeedsRealCluster;
import dev.helmstuck.testing.cluster.Ran;
import dev.helmstuck.testing.cluster.RealCluster;
import dev.helmstuck.testing.cluster.StuckRelease;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each way by which the bot comes to be one of its accounts, as the README says, up to a check that finds the delete possible. */
@NeedsRealCluster
class AccountsTest {
    private static final String TOKEN_FILE = "/var/run/secrets/kubernetes.io/serviceaccount/token";

    @TempDir
    Path dir;
    private RealCluster cluster;
    private StuckRelease stuck;

    @BeforeEach
    void fenceARelease() {
        cluster = RealCluster.shared();
        stuck = StuckRelease.lastWriteRefused(cluster, Helm.V3);
        Fence.around(cluster, stuck.namespace());
    }

    @Test
    void a_bot_in_another_cluster_has_a_token_of_each_account_until_it_is_revoked() throws IOException {
        cluster.kubectl("apply", "-f", path("target/cluster/tokens.yaml")).succeeded();
        Await.until("the tokens are made", Duration.ofSeconds(30), () -> cluster.kubectl("get", "secret", "-n", Account.NAMESPACE,
                "helm-stuck-reader", "helm-stuck-deleter", "-o", "jsonpath={.items[*].data.token}").stdout().contains(" "));
        Path made = dir.resolve("made");
        Ran kubectl = cluster.kubectl("version");
        ProcessBuilder script = new ProcessBuilder("sh", path("target/kubeconfig"), RealCluster.CONTEXT).redirectOutput(made.toFile())
                .redirectError(dir.resolve("errors").toFile());
        script.environment().put("KUBECONFIG", cluster.kubeconfig().toString());
        script.environment().merge("PATH", Path.of(kubectl.command().getFirst()).getParent().toString(),
                (path, first) -> first + ":" + path);
        assertThat(script.start().onExit().join().exitValue()).as(Files.readString(dir.resolve("errors"))).isZero();
        checks(made, RealCluster.CONTEXT, "    deleter: " + RealCluster.CONTEXT + "-deleter\n");

        cluster.kubectl("delete", "-f", path("target/cluster/tokens.yaml")).succeeded();
        Await.until("a revoked token is worth nothing", Duration.ofSeconds(30),
                () -> cluster.kubectl("--kubeconfig", made.toString(), "get",
                        "secrets", "-n", stuck.namespace()).stderr().contains("Unauthorized"));
    }

    /** The component in-cluster: the pod's own token is good for acting as the two accounts, and for nothing else. */
    @Test
    void the_pods_own_account_looks_and_repairs_only_by_acting_as_the_two_accounts() throws IOException {
        cluster.kubectl("apply", "-f", path("base/serviceaccount.yaml"), "-f", path("components/in-cluster/rbac.yaml"), "-n",
                Account.NAMESPACE)
                .succeeded();
        Path own = cluster.kubeconfigFor(Account.NAMESPACE, "helm-stuck", "own");
        Await.until(
                "the pod's account may act as the two", Duration.ofSeconds(30), () -> cluster
                        .kubectl("--kubeconfig", own.toString(), "--as",
                                "system:serviceaccount:helm-stuck:helm-stuck-reader", "get", "secrets", "-n", stuck.namespace())
                        .exit() == 0);
        for (String as : new String[]{"system:serviceaccount:kube-system:namespace-controller", "admin",
                "system:serviceaccount:helm-stuck:default"}) {
            Ran other = cluster.kubectl("--kubeconfig", own.toString(), "--as", as, "get", "secrets", "-n", stuck.namespace());
            assertThat(other.stderr()).contains("cannot impersonate");
        }
        Ran itself = cluster.kubectl("--kubeconfig", own.toString(), "get", "secrets", "-n", stuck.namespace());
        assertThat(itself.stderr()).contains("\"system:serviceaccount:helm-stuck:helm-stuck\" cannot list resource \"secrets\"");
        checks(inCluster(own), "gprd-gitlab-gke", "    deleter: gprd-gitlab-gke-deleter\n");
    }

    /** The shipped kubeconfig with what a pod would find under the same names. */
    private Path inCluster(Path own) throws IOException {
        JsonNode kubeconfig = Rbac.documents(own).getFirst();
        Path token = Files.writeString(dir.resolve("token"), kubeconfig.at("/users/0/user/token").asText());
        String shipped = Files.readString(Path.of(path("components/in-cluster/kubeconfig.yaml")));
        assertThat(shipped).contains("https://kubernetes.default.svc", TOKEN_FILE);
        return Files.writeString(dir.resolve("kubeconfig"), shipped.replace("https://kubernetes.default.svc", cluster.server())
                .replace("/var/run/secrets/kubernetes.io/serviceaccount/ca.crt",
                        kubeconfig.at("/clusters/0/cluster/certificate-authority").asText())
                .replace(TOKEN_FILE, token.toString()));
    }

    @Test
    void one_account_can_do_it_all_and_is_still_held_by_the_policy() throws IOException {
        cluster.kubectl("apply", "-n", stuck.namespace(), "-k", path("target/one-identity")).succeeded();
        try (Account deleter = Account.deleter(cluster)) {
            String records = "/api/v1/namespaces/" + stuck.namespace() + "/secrets";
            Await.until("the deleter may read as well", Duration.ofSeconds(30), () -> deleter.get(records).code() == 200);
            checks(deleter.kubeconfig(), deleter.toString(), "");
            assertThat(deleter.delete(records + "/" + stuck.secretName(1), "{}").message()).contains(Fence.POLICY);
        }
    }

    private void checks(Path kubeconfig, String context, String deleter) throws IOException {
        try (World world = new World(dir, kubeconfig, context, stuck.namespace(), stuck.release())) {
            Path targets = dir.resolve("helm-stuck.yaml");
            String cluster = "cluster: " + context + "\n";
            assertThat(Files.readString(targets)).contains(cluster);
            Files.writeString(targets, Files.readString(targets).replace(cluster, cluster + deleter));
            world.culprit(Instant.parse(stuck.secret(stuck.revision()).getMetadata().getCreationTimestamp()));
            Program.Ended check = Program.run(world, "check", World.TARGET);
            assertThat(check.exit()).as(check.output()).isEqualTo(10);
        }
    }

    private static String path(String folder) {
        return Fence.MANIFESTS.resolve(folder).toString();
    }
}
