package dev.helmstuck.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import dev.helmstuck.config.ClusterSettings;
import dev.helmstuck.config.ProxyVariables;
import dev.helmstuck.kubernetes.KubernetesCluster;
import dev.helmstuck.runbook.RunnerPlace;
import dev.helmstuck.testing.cluster.Await;
import dev.helmstuck.testing.cluster.NeedsRealCluster;
import dev.helmstuck.testing.cluster.RealCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The shipped Role for the place where a runner has its pods: enough to see that one is gone, and nothing else. */
@NeedsRealCluster
class RunnersFenceTest {
    private static RealCluster cluster;
    private static String runners;
    private static String elsewhere;
    private static Account reader;
    private static Account deleter;

    @BeforeAll
    static void raise() {
        cluster = RealCluster.shared();
        runners = cluster.namespace();
        elsewhere = cluster.namespace();
        Fence.raise(cluster);
        cluster.kubectl("apply", "-n", runners, "-k", Fence.MANIFESTS.resolve("target/runners").toString()).succeeded();
        reader = Account.reader(cluster);
        deleter = Account.deleter(cluster);
        Await.until("the Roles are in force", Duration.ofSeconds(30),
                () -> reader.get(pods(runners)).code() == 200 && reader.get("/api/v1/nodes").code() == 200);
        cluster.kubectl("run", "runner-x", "--image=x", "-n", runners, "--annotations=job.runner.gitlab.com/id=15000001").succeeded();
    }

    @AfterAll
    static void close() {
        reader.close();
        deleter.close();
    }

    @Test
    void the_reader_sees_whose_pods_are_there() {
        try (KubernetesCluster bot = new KubernetesCluster(new ClusterSettings(List.of(reader.kubeconfig()), ProxyVariables.NONE),
                Clock.systemUTC(), duration -> {})) {
            var seen = bot.runnerPods(new RunnerPlace(reader.toString(), runners));
            assertThat(seen.of(15000001)).hasSize(1);
            assertThat(seen.of(15000002)).isEmpty();
        }
    }

    @Test
    void no_account_sees_or_does_more_there() {
        for (String path : List.of(pods(runners) + "/runner-x", pods(runners) + "/runner-x/log", pods(elsewhere), "/api/v1/pods",
                "/api/v1/namespaces/" + runners + "/secrets", "/api/v1/namespaces/" + runners + "/configmaps", "/api/v1/nodes/"
                        + RealCluster.NODE)) {
            assertThat(reader.get(path).code()).as(path).isEqualTo(403);
        }
        assertThat(reader.delete(pods(runners) + "/runner-x", "{}").code()).isEqualTo(403);
        assertThat(reader.post(pods(runners) + "/runner-x/exec?command=id", "{}").code()).isEqualTo(403);
        assertThat(deleter.get(pods(runners)).code()).isEqualTo(403);
        assertThat(deleter.delete(pods(runners) + "/runner-x", "{}").code()).isEqualTo(403);
    }

    @Test
    void the_role_grants_one_list() {
        assertThat(Rbac.rules(Fence.MANIFESTS.resolve("target/runners/rbac.yaml"))).extracting(JsonNode::toString)
                .containsExactly("{\"apiGroups\":[\"\"],\"resources\":[\"pods\"],\"verbs\":[\"list\"]}");
    }

    private static String pods(String namespace) {
        return "/api/v1/namespaces/" + namespace + "/pods";
    }
}
