package dev.helmstuck.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;

import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.runbook.RunnerPlace;
import dev.helmstuck.testing.cluster.Await;
import dev.helmstuck.testing.cluster.NeedsRealCluster;
import dev.helmstuck.testing.cluster.RealCluster;
import org.junit.jupiter.api.Test;

/** The contract on a real API server, and what only that can show. */
@NeedsRealCluster
final class RealJobPodsTest extends JobPodsContract {
    private static final String NAME = "runner-x-project-7-concurrent-0-aaa";

    @Override
    Place place() {
        return new RealPlace();
    }

    @Test
    void a_pod_that_is_being_deleted_says_when_its_grace_period_ends() {
        put(NAME, job("15000001"), "test/stays");
        place.admin().pods().inNamespace(runners.namespace()).withName(NAME).withGracePeriod(30).delete();
        var pods = cluster.runnerPods(runners).of(15000001);
        assertThat(pods).singleElement().satisfies(JobPodsContract::isGoneSoon);
        finish();
    }

    @Test
    void a_pod_that_has_ended_is_none() {
        RealCluster real = RealCluster.shared();
        real.kubectl("run", "runner-x", "--image=x", "--restart=Never", "-n", runners.namespace(),
                "--annotations=job.runner.gitlab.com/id=15000001").succeeded();
        assertThat(cluster.runnerPods(runners).of(15000001)).hasSize(1);
        real.kubectl("patch", "pod", "runner-x", "-n", runners.namespace(), "--subresource=status", "--type=merge", "-p",
                "{\"status\": {\"phase\": \"Failed\"}}").succeeded();
        Await.until("the pod counts no more", Duration.ofSeconds(20), () -> cluster.runnerPods(runners).of(15000001).isEmpty());
    }

    @Test
    void what_may_not_be_looked_at_is_named_with_the_line_to_add() {
        RealCluster real = RealCluster.shared();
        real.serviceAccount(runners.namespace(), "nobody", "[]");
        try (KubernetesCluster nobody = Place.cluster(real.kubeconfigFor(runners.namespace(), "nobody", "nobody"))) {
            assertThatThrownBy(() -> nobody.runnerPods(new RunnerPlace("nobody", runners.namespace())))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("forbids to list pods in namespace \"" + runners.namespace() + "\"")
                    .hasMessageContaining("add to its Role: - {apiGroups: [\"\"], resources: [\"pods\"], verbs: [\"list\"]}");
        }
        real.serviceAccount(runners.namespace(), "pods-only",
                "[{\"apiGroups\": [\"\"], \"resources\": [\"pods\"], \"verbs\": [\"list\"]}]");
        try (KubernetesCluster half = Place.cluster(real.kubeconfigFor(runners.namespace(), "pods-only", "half"))) {
            Await.until("pods may be listed", Duration.ofSeconds(20), () -> {
                try {
                    half.runnerPods(new RunnerPlace("half", runners.namespace()));
                    return true;
                } catch (UnavailableException refused) {
                    return refused.why().contains("forbids to list nodes") && refused.why().contains("ClusterRole");
                }
            });
        }
    }

    private void finish() {
        RealCluster.shared().kubectl("patch", "pod", NAME, "-n", runners.namespace(), "--type=merge", "-p",
                "{\"metadata\": {\"finalizers\": null}}").succeeded();
    }
}
