package dev.helmstuck.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.runbook.RunnerPlace;
import dev.helmstuck.runbook.RunnerPods;
import dev.helmstuck.testing.Canary;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is told of a runner's pods, on any cluster. */
abstract class JobPodsContract {
    Place place;
    KubernetesCluster cluster;
    RunnerPlace runners;

    abstract Place place();

    @BeforeEach
    void start() {
        place = place();
        cluster = place.cluster();
        runners = new RunnerPlace(place.context(), place.namespace());
    }

    @AfterEach
    void end() {
        cluster.close();
    }

    /** A pod that no node takes, so that it stays as it is. */
    static Pod pod(String namespace, String name, Map<String, String> annotations, String... finalizers) {
        return new PodBuilder().withNewMetadata().withName(name).withNamespace(namespace).withAnnotations(annotations)
                .withFinalizers(finalizers).endMetadata().withNewSpec().addToNodeSelector("no/node", "has-it").addNewContainer()
                .withName("build").withImage("example/helm:3").addNewEnv().withName("PASSWORD").withValue(Canary.VALUE).endEnv()
                .endContainer().endSpec().build();
    }

    final void put(String name, Map<String, String> annotations, String... finalizers) {
        place.admin().resource(pod(runners.namespace(), name, annotations, finalizers)).create();
    }

    static Map<String, String> job(String id) {
        return Map.of("job.runner.gitlab.com/id", id, "job.runner.gitlab.com/name", "gprd-cny:upgrade");
    }

    @Test
    void each_pod_says_which_job_it_runs() {
        put("runner-x-project-7-concurrent-0-aaa", job("15000001"));
        put("runner-x-project-7-concurrent-1-bbb", job("150000010"));
        put("web-1", Map.of());
        RunnerPods seen = cluster.runnerPods(runners);
        assertThat(seen.of(15000001)).extracting(RunnerPods.Pod::name).containsExactly("runner-x-project-7-concurrent-0-aaa");
        assertThat(seen.of(15000001).getFirst().goneBy()).isEmpty();
        assertThat(seen.of(15)).isEmpty();
        assertThat(seen.unmarked()).isEmpty();
        assertThat(seen.lostNodes()).isEmpty();
    }

    @Test
    void a_runners_pod_that_does_not_say_its_job_is_named() {
        put("runner-abc-project-7-concurrent-0-aaa", Map.of());
        assertThat(cluster.runnerPods(runners).unmarked()).containsExactly("runner-abc-project-7-concurrent-0-aaa");
    }

    @Test
    void a_namespace_without_pods_has_none() {
        assertThat(cluster.runnerPods(runners)).isEqualTo(new RunnerPods(List.of(), List.of(), List.of()));
    }

    @Test
    void a_namespace_that_does_not_exist_is_not_one_without_pods() {
        assertThatThrownBy(() -> cluster.runnerPods(new RunnerPlace(place.context(), "gitlab-runer")))
                .isInstanceOf(UnavailableException.class).hasMessageContaining("no namespace \"gitlab-runer\"")
                .hasMessageContaining("ci.runnerPods");
    }

    /** The deletionTimestamp lies in the future then: it is when the grace period ends. */
    static void isGoneSoon(RunnerPods.Pod pod) {
        Instant now = Instant.now();
        assertThat(pod.goneBy().orElseThrow()).isBetween(now.minus(Duration.ofMinutes(1)), now.plus(Duration.ofMinutes(1)));
    }
}
