package dev.helmstuck.runbook.checks;

import static dev.helmstuck.runbook.checks.Looks.daemonSet;
import static dev.helmstuck.runbook.checks.Looks.deployment;
import static dev.helmstuck.runbook.checks.Looks.hpa;
import static dev.helmstuck.runbook.checks.Looks.job;
import static dev.helmstuck.runbook.checks.Looks.look;
import static dev.helmstuck.runbook.checks.Looks.pod;
import static dev.helmstuck.runbook.checks.Looks.statefulSet;
import static dev.helmstuck.runbook.checks.Looks.with;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.helmstuck.release.ManifestText;
import dev.helmstuck.release.Payload;
import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.runbook.Fact;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.Footprint;
import dev.helmstuck.runbook.Nodes;
import dev.helmstuck.runbook.Nodes.ClusterNode;
import dev.helmstuck.runbook.Releases;
import dev.helmstuck.runbook.Result;
import dev.helmstuck.runbook.Samples;
import dev.helmstuck.runbook.Workloads;
import dev.helmstuck.testing.Some;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Situations that people met in the field. */
class WorkloadsInTheFieldTest {
    private static final Nodes ONE_DOWN = new Nodes.Seen(List.of(new ClusterNode("node-1", true, false, List.of()),
            new ClusterNode("node-2", false, false, List.of())));
    private static final Workloads WEB = look(deployment("web").build());

    @ParameterizedTest
    @ValueSource(strings = {"Pending", "Running", "Unknown"})
    void a_hook_that_is_a_pod_and_has_not_ended_stops(String phase) {
        Finding finding = steady(with(WEB, pod("check", "").hook().phase(phase, "").build()));
        assertThat(finding.result()).isEqualTo(Result.STOP);
        assertThat(finding.seen()).contains("hook Pod check has not ended, it is " + phase);
        assertThat(finding.next()).startsWith("Something of Helm's is still at work");
    }

    @Test
    void a_failed_hook_is_a_remark_with_its_name_and_reason() {
        Workloads failed = look(List.of(deployment("web").build()), job("migrations").failed("BackoffLimitExceeded", "at 6").build());
        assertThat(steady(failed).result()).isEqualTo(Result.WARN);
        assertThat(steady(failed).seen()).contains("hook Job migrations failed: BackoffLimitExceeded: at 6");
        assertThat(steady(with(WEB, pod("check", "").hook().phase("Failed", "Evicted").build())).seen())
                .contains("hook Pod check failed: Evicted");
    }

    @Test
    void a_stateful_set_that_an_autoscaler_scales_may_be_off_as_a_deployment_may() {
        Workloads few = scaled(statefulSet("gitaly").numbers(20, 20, 20, 20).build());
        Workloads more = scaled(statefulSet("gitaly").numbers(22, 20, 20, 20).generations(8, 8).build());
        assertThat(check(few, more, Footprint.unknown(Some.target()), ONE_DOWN).result()).isEqualTo(Result.PASS);
    }

    @Test
    void pods_that_only_a_person_updates_are_counted() {
        assertThat(steady(look(statefulSet("gitaly").numbers(3, 3, 3, 1).revisions("a", "b").strategy(0, true).build())).seen())
                .contains(
                        "StatefulSet gitaly: 2 pods wait for a hand: the strategy is OnDelete, the old revision runs until somebody deletes them");
        assertThat(steady(look(daemonSet("agent").numbers(5, 4, 5, 5).onDelete(true).build())).seen())
                .anyMatch(line -> line.startsWith("DaemonSet agent: 1 pod waits for a hand"));
        assertThat(steady(look(statefulSet("gitaly").numbers(3, 3, 3, 1).revisions("a", "b").strategy(2, false).build())).seen())
                .contains("StatefulSet gitaly: 2 pods are kept at the old revision, below its partition 2");
    }

    @Test
    void a_daemon_set_that_lacks_only_the_pod_of_a_dead_node_is_a_remark_that_names_the_node() {
        Workloads agent = with(look(daemonSet("agent").numbers(2, 2, 1, 1).build()), pod("agent-a", "DaemonSet agent").build(),
                pod("agent-b", "DaemonSet agent").on("node-2").unready().build());
        Finding finding = steady(agent);
        assertThat(finding.result()).isEqualTo(Result.WARN);
        assertThat(finding.seen()).contains("DaemonSet agent: 2 updated and 1 available of 2 wanted; missing only on nodes that are out of "
                + "service: node-2 (not ready)");
        Nodes withheld = new Nodes.Withheld("forbidden");
        assertThat(check(agent, agent, Footprint.unknown(Some.target()), withheld).result()).isEqualTo(Result.STOP);
    }

    @Test
    void a_daemon_set_that_lacks_a_pod_on_a_good_node_too_stops() {
        assertThat(steady(with(look(daemonSet("agent").numbers(3, 3, 1, 1).build()), pod("agent-a", "DaemonSet agent").unready().build(),
                pod("agent-b", "DaemonSet agent").on("node-2").unready().build())).result()).isEqualTo(Result.STOP);
        assertThat(steady(with(look(daemonSet("agent").numbers(3, 3, 1, 1).build()), pod("agent-a", "DaemonSet agent").build(),
                pod("agent-b", "DaemonSet agent").on("node-2").unready().build())).result()).as("one is nowhere").isEqualTo(Result.STOP);
    }

    @Test
    void old_pods_that_still_terminate_are_a_remark_and_those_that_were_scaled_away_are_not() {
        Workloads old = with(WEB, pod("web-1", "Deployment web").build(), pod("web-0", "Deployment web").revision("old").going().build());
        assertThat(steady(old).result()).isEqualTo(Result.WARN);
        assertThat(steady(old).seen()).contains("Deployment web: 1 old pod is still terminating");
        assertThat(steady(old).table().orElseThrow().columns()).contains("terminating");
        assertThat(steady(with(WEB, pod("web-1", "Deployment web").build(), pod("web-0", "Deployment web").going().build())).result())
                .isEqualTo(Result.PASS);
        assertThat(steady(look(deployment("web").terminating(2).build())).seen())
                .contains("Deployment web: 2 old pods are still terminating");
    }

    @Test
    void a_release_whose_manifest_names_no_workload_is_a_remark_and_one_whose_workloads_are_gone_is_unknown() {
        Footprint cronJob = footprint("apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: nightly}\n");
        assertThat(check(look(), look(), cronJob, ONE_DOWN).result()).isEqualTo(Result.WARN);
        Footprint web = footprint("apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: other}\n");
        Finding gone = check(look(), look(), web, ONE_DOWN);
        assertThat(gone.result()).isEqualTo(Result.UNKNOWN);
        assertThat(gone.seen()).contains("none of what the manifest names is in the cluster: Deployment other/web");
    }

    @Test
    void every_namespace_in_which_either_revision_has_workloads_is_looked_at_and_no_other() {
        assertThat(footprint("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web, namespace: other}
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: settings, namespace: kube-system}
                """).namespaces()).isEqualTo(Set.of("gitlab-cny", "other"));
    }

    @Test
    void the_table_has_what_the_runbook_looks_at_and_the_troubled_ones_first() {
        Finding finding = steady(
                look(deployment("fine").build(), deployment("web").numbers(3, 4, 1, 3).progressing("True", "ReplicaSetUpdated")
                        .build()));
        assertThat(finding.table().orElseThrow().rows()).containsExactly(
                List.of("deploy/web", "3", "1", "3", "7", "True", "True, ReplicaSetUpdated"),
                List.of("deploy/fine", "3", "3", "3", "7", "True", "True"));
    }

    private static Workloads scaled(Workloads.StatefulSet set) {
        return new Workloads(List.of(), List.of(set), List.of(), List.of(), List.of(hpa("keda-hpa", "StatefulSet", set.name())), List.of(),
                0);
    }

    private static Footprint footprint(String manifest) {
        Releases both = Some.releases(ReleaseStatus.PENDING_UPGRADE, ReleaseStatus.DEPLOYED);
        Payload top = new Payload.Decoded(
                Some.record(Some.STUCK, ReleaseStatus.PENDING_UPGRADE).with(new ManifestText.RenderedYaml(manifest)));
        Payload below = new Payload.Decoded(
                Some.record(Some.STUCK - 1, ReleaseStatus.DEPLOYED).with(new ManifestText.RenderedYaml(manifest)));
        return Footprint.of(Some.target(),
                new Releases(both.revisions(), Optional.of(top), Optional.of(below), both.configMaps(), List.of()));
    }

    private static Finding steady(Workloads look) {
        return check(look, look, Footprint.unknown(Some.target()), ONE_DOWN);
    }

    private static Finding check(Workloads first, Workloads second, Footprint footprint, Nodes nodes) {
        return WorkloadsSettled.check(Some.target(), footprint, new Fact.Known<>(new Samples(first, second, Duration.ofSeconds(15))),
                new Fact.Known<>(nodes));
    }
}
