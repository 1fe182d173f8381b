package dev.helmstuck.runbook.checks;

import static dev.helmstuck.runbook.checks.Looks.daemonSet;
import static dev.helmstuck.runbook.checks.Looks.deployment;
import static dev.helmstuck.runbook.checks.Looks.hpa;
import static dev.helmstuck.runbook.checks.Looks.job;
import static dev.helmstuck.runbook.checks.Looks.look;
import static dev.helmstuck.runbook.checks.Looks.statefulSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import dev.helmstuck.runbook.Fact;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.Footprint;
import dev.helmstuck.runbook.Nodes;
import dev.helmstuck.runbook.Result;
import dev.helmstuck.runbook.Samples;
import dev.helmstuck.runbook.Workloads;
import dev.helmstuck.runbook.Workloads.Condition;
import dev.helmstuck.testing.Some;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkloadsSettledTest {
    private static final Fact<Nodes> NODES = new Fact.Known<>(new Nodes.Seen(List.of()));

    @Test
    void a_cluster_that_could_not_be_read_twice_is_unknown() {
        Finding finding = WorkloadsSettled.check(Some.target(), Footprint.unknown(Some.target()),
                new Fact.Unavailable<>("the cluster", "forbidden: list deployments"), NODES);
        assertThat(finding.result()).isEqualTo(Result.UNKNOWN);
        assertThat(finding.seen()).containsExactly("the cluster: forbidden: list deployments");
    }

    @Test
    void nothing_with_the_marks_of_a_release_whose_records_cannot_be_read_is_unknown() {
        Finding finding = steady(new Workloads(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), 7));
        assertThat(finding.result()).isEqualTo(Result.UNKNOWN);
        assertThat(finding.seen()).first().asString().contains("meta.helm.sh/release-name=gitlab-cny").contains("7 other Deployments");
    }

    @Test
    void settled_workloads_of_every_kind_pass() {
        Finding finding = steady(new Workloads(List.of(deployment("web").build()), List.of(statefulSet("gitaly").build()),
                List.of(daemonSet("agent").build()), List.of(job("migrations").over().build()), List.of(hpa("web", "Deployment", "web")),
                List.of(), 2));
        assertThat(finding.result()).isEqualTo(Result.PASS);
        assertThat(finding.summary()).isEqualTo("Settled: 1 Deployment, 1 StatefulSet, 1 DaemonSet, 1 HPA.");
        assertThat(finding.seen()).singleElement().asString().contains("looked at twice, 15s apart")
                .contains("2 Deployments without this release's marks left out");
    }

    @Test
    void many_reasons_are_cut_with_the_number_of_the_rest() {
        Workloads look = look(IntStream.range(0, 40)
                .mapToObj(i -> deployment("web-" + i).numbers(3, 3, 3, 2).build()).toArray(Workloads.Deployment[]::new));
        Finding finding = steady(look);
        assertThat(finding.summary()).isEqualTo("Not settled: 40 reasons to stop among 40 Deployments.");
        assertThat(finding.seen()).hasSize(16).element(14).asString().startsWith("… and ");
    }

    @Nested
    class OneDeployment {

        @Test
        void a_half_done_rollout_stops_though_available_and_progressing_are_both_true() {
            Finding finding = steady(deployment("web").numbers(3, 4, 1, 3).progressing("True", "ReplicaSetUpdated"));
            assertThat(finding.result()).isEqualTo(Result.STOP);
            assertThat(finding.seen()).anyMatch(line -> line.contains("1 updated and 3 available of 3 wanted, 4 pods in all"));
        }

        @Test
        void one_unavailable_pod_stops_though_the_rollout_says_that_it_is_complete() {
            assertThat(steady(deployment("web").numbers(4, 4, 4, 3)).result()).isEqualTo(Result.STOP);
        }

        @ParameterizedTest
        @CsvSource({
                // wanted, replicas, updated, available, result
                "  3,  3,  3,  3, PASS",
                "  1,  1,  1,  1, PASS",
                "  0,  0,  0,  0, PASS",
                "  3,  3,  3,  2, STOP",
                "  3,  3,  2,  3, STOP",
                "  3,  4,  3,  3, STOP",
                "  3,  2,  2,  2, STOP",
                "  3,  4,  4,  4, STOP",
                "  0,  2,  2,  2, STOP",
                "  3,  0,  0,  0, STOP",
                "100,100,100, 99, STOP"})
        void without_an_autoscaler_every_number_must_be_what_is_wanted(int wanted, int replicas, int updated, int available,
                Result expected) {
            assertThat(steady(deployment("web").numbers(wanted, replicas, updated, available)).result()).isEqualTo(expected);
        }

        @ParameterizedTest
        @CsvSource({
                " 20, 20, 20, 18, PASS",
                " 20, 20, 20, 17, STOP",
                " 20, 20, 18, 20, PASS",
                " 20, 20, 17, 20, STOP",
                " 22, 20, 20, 20, PASS",
                " 23, 20, 20, 20, STOP",
                " 20, 22, 22, 22, PASS",
                " 20, 23, 23, 23, STOP",
                "  9,  9,  9,  8, STOP",
                " 10, 10, 10,  9, PASS",
                "  1,  1,  1,  0, STOP",
                "  0,  0,  0,  0, PASS"})
        void an_autoscaler_allows_ten_per_cent_of_the_replicas_rounded_down(int wanted, int replicas, int updated, int available,
                Result expected) {
            Workloads.Deployment web = deployment("web").numbers(wanted, replicas, updated, available).build();
            assertThat(steady(scaled(web)).result()).isEqualTo(expected);
        }

        @Test
        void an_autoscaler_of_something_else_allows_nothing() {
            Workloads.Deployment web = deployment("web").numbers(20, 20, 20, 19).build();
            assertThat(steady(look(List.of(web), List.of(hpa("other", "Deployment", "other")))).result()).isEqualTo(Result.STOP);
            assertThat(steady(look(List.of(web), List.of(hpa("web", "StatefulSet", "web")))).result()).isEqualTo(Result.STOP);
        }

        @ParameterizedTest
        @CsvSource({
                "True,    MinimumReplicasAvailable,   PASS",
                "False,   MinimumReplicasUnavailable, STOP",
                "Unknown, SomeReason,                 STOP"})
        void available_must_be_true(String status, String reason, Result expected) {
            assertThat(steady(deployment("web").available(status, reason)).result()).isEqualTo(expected);
        }

        @Test
        void an_available_that_is_not_true_is_quoted() {
            assertThat(steady(deployment("web").available("False", "MinimumReplicasUnavailable")).seen())
                    .anyMatch(line -> line.startsWith("Deployment web: Available is False, MinimumReplicasUnavailable"));
        }

        @Test
        void more_than_an_autoscaler_explains_says_so_and_only_then() {
            assertThat(steady(scaled(deployment("web").numbers(20, 20, 20, 5).build())).seen())
                    .anyMatch(line -> line.endsWith("20 pods in all (more than the 10 % that an HPA explains)"));
            assertThat(steady(look(deployment("web").numbers(20, 20, 20, 5).build())).seen())
                    .anyMatch(line -> line.endsWith("20 pods in all"));
        }

        @Test
        void a_rollout_under_way_stops_also_where_an_autoscaler_explains_the_numbers() {
            assertThat(steady(scaled(deployment("web").numbers(20, 20, 20, 19).progressing("True", "ReplicaSetUpdated").build())).result())
                    .isEqualTo(Result.STOP);
            assertThat(steady(scaled(deployment("web").numbers(20, 20, 20, 20).progressing("True", "ReplicaSetUpdated").build())).result())
                    .isEqualTo(Result.WARN);
        }

        @Test
        void available_that_is_not_reported_stops() {
            Finding finding = steady(deployment("web").without("Available"));
            assertThat(finding.result()).isEqualTo(Result.STOP);
            assertThat(finding.seen()).contains("Deployment web: Available is not reported");
        }

        @ParameterizedTest
        @CsvSource({
                "True,    NewReplicaSetAvailable,   PASS",
                "True,    ReplicaSetUpdated,        WARN",
                "True,    NewReplicaSetCreated,     WARN",
                "True,    FoundNewReplicaSet,       WARN",
                "False,   ProgressDeadlineExceeded, STOP",
                "Unknown, DeploymentPaused,         STOP",
                "Unknown, DeploymentResumed,        STOP",
                "False,   SomethingNew,             STOP"})
        void progressing_must_be_true_and_its_reason_tells_whether_it_is_done(String status, String reason, Result expected) {
            assertThat(steady(deployment("web").progressing(status, reason)).result()).isEqualTo(expected);
        }

        @Test
        void progressing_may_be_absent_where_there_is_no_progress_deadline() {
            assertThat(steady(deployment("web").without("Progressing")).result()).isEqualTo(Result.PASS);
        }

        @Test
        void an_exceeded_progress_deadline_is_quoted() {
            assertThat(steady(deployment("web").numbers(3, 4, 1, 3).progressing("False", "ProgressDeadlineExceeded")).seen())
                    .contains("Deployment web: Progressing is False, ProgressDeadlineExceeded: message");
        }

        @Test
        void a_replica_failure_stops() {
            assertThat(steady(deployment("web").with(new Condition("ReplicaFailure", "True", "FailedCreate", "quota exceeded"))).seen())
                    .contains("Deployment web: ReplicaFailure, FailedCreate: quota exceeded");
            assertThat(steady(deployment("web").with(new Condition("ReplicaFailure", "False", "", ""))).result()).isEqualTo(Result.PASS);
        }

        @Test
        void a_change_that_is_not_yet_observed_stops() {
            Finding finding = steady(deployment("web").generations(8, 7));
            assertThat(finding.result()).isEqualTo(Result.STOP);
            assertThat(finding.seen()).anyMatch(line -> line.contains("generation 8, observed 7"));
        }

        @Test
        void one_that_is_being_deleted_stops() {
            assertThat(steady(deployment("web").deleting()).result()).isEqualTo(Result.STOP);
        }

        @Test
        void a_paused_one_with_all_its_pods_only_warns() {
            Finding finding = steady(deployment("web").paused().progressing("Unknown", "DeploymentPaused"));
            assertThat(finding.result()).isEqualTo(Result.WARN);
            assertThat(finding.summary()).isEqualTo("Settled, with 1 remark: 1 Deployment.");
            assertThat(finding.seen()).contains("Deployment web is paused: its rollout waits for a person");
        }

        @Test
        void a_paused_one_in_mid_rollout_stops() {
            assertThat(steady(deployment("web").paused().progressing("Unknown", "DeploymentPaused").numbers(3, 4, 1, 3)).result())
                    .isEqualTo(Result.STOP);
        }

        @Test
        void a_paused_one_that_had_exceeded_its_deadline_before_stops() {
            // Kubernetes keeps that condition when a Deployment is paused afterwards
            assertThat(steady(deployment("web").paused().progressing("False", "ProgressDeadlineExceeded")).result()).isEqualTo(Result.STOP);
        }
    }

    @Nested
    class OtherKinds {

        @ParameterizedTest
        @CsvSource({
                // wanted, replicas, ready, updated, same revision, partition, onDelete, result
                "3, 3, 3, 3, true,  0, false, PASS",
                "0, 0, 0, 0, true,  0, false, PASS",
                "3, 3, 2, 3, true,  0, false, STOP",
                "3, 2, 2, 2, true,  0, false, STOP",
                "3, 4, 4, 4, true,  0, false, STOP",
                "3, 3, 3, 1, false, 0, false, STOP",
                "3, 3, 3, 3, false, 0, false, STOP",
                "3, 3, 3, 1, false, 2, false, WARN",
                "3, 3, 3, 0, false, 2, false, STOP",
                "3, 3, 3, 0, false, 3, false, WARN",
                "3, 3, 3, 0, false, 5, false, WARN",
                "3, 3, 3, 3, false, 2, false, PASS",
                "3, 3, 3, 0, false, 0, true,  WARN",
                "3, 3, 3, 3, false, 0, true,  PASS",
                "3, 3, 2, 0, false, 0, true,  STOP"})
        void stateful_sets(int wanted, int replicas, int ready, int updated, boolean same, int partition, boolean onDelete,
                Result expected) {
            assertThat(steady(statefulSet("gitaly").numbers(wanted, replicas, ready, updated).revisions("a", same ? "a" : "b")
                    .strategy(partition, onDelete).build()).result()).isEqualTo(expected);
        }

        @Test
        void a_stateful_set_whose_change_is_not_yet_observed_stops() {
            assertThat(steady(statefulSet("gitaly").generations(3, 2).build()).result()).isEqualTo(Result.STOP);
        }

        @ParameterizedTest
        @CsvSource({
                // wanted, updated, available, ready, onDelete, result
                "5, 5, 5, 5, false, PASS",
                "0, 0, 0, 0, false, PASS",
                "5, 4, 5, 5, false, STOP",
                "5, 4, 5, 5, true,  WARN",
                "5, 5, 4, 5, false, STOP",
                "5, 5, 5, 4, false, STOP",
                "5, 0, 4, 5, true,  STOP"})
        void daemon_sets(int wanted, int updated, int available, int ready, boolean onDelete, Result expected) {
            assertThat(steady(daemonSet("agent").numbers(wanted, updated, available, ready).onDelete(onDelete).build()).result())
                    .isEqualTo(expected);
        }

        @Test
        void a_daemon_set_whose_change_is_not_yet_observed_stops() {
            assertThat(steady(daemonSet("agent").generations(3, 2).build()).result()).isEqualTo(Result.STOP);
        }

        @ParameterizedTest
        @CsvSource({
                // active, hook, over, suspended, result, words
                "1, false, false, false, STOP, Job migrations is still active (1 running)",
                "1, true,  false, false, STOP, hook Job migrations is still active (1 running)",
                "0, false, false, false, STOP, Job migrations is still active (0 running)",
                "0, false, false, true,  WARN, Job migrations is suspended",
                "2, false, false, true,  STOP, Job migrations is still active (2 running)",
                "0, false, true,  false, PASS, looked at twice",
                "0, true,  true,  false, PASS, looked at twice"})
        void jobs(int active, boolean hook, boolean over, boolean suspended, Result expected, String words) {
            Finding finding = steady(
                    look(List.of(deployment("web").build()),
                            new Workloads.Job("migrations", hook, active, over, suspended, Optional.empty())));
            assertThat(finding.result()).isEqualTo(expected);
            assertThat(finding.seen()).anyMatch(line -> line.contains(words));
        }

        @ParameterizedTest
        @CsvSource({
                "AbleToScale,    True,  ReadyForNewScale,        PASS",
                "AbleToScale,    False, FailedGetScale,          WARN",
                "AbleToScale,    False, FailedUpdateScale,       WARN",
                "AbleToScale,    False, SomethingNew,            WARN",
                "ScalingActive,  False, FailedGetResourceMetric, WARN",
                "ScalingActive,  False, FailedGetExternalMetric, WARN",
                "ScalingActive,  False, FailedGetObjectMetric,   WARN",
                "ScalingActive,  False, FailedGetPodsMetric,     WARN",
                "ScalingActive,  False, FailedGetContainerResourceMetric, WARN",
                "ScalingActive,  False, FailedComputeMetricsReplicas, WARN",
                "ScalingActive,  False, SomethingNew,            WARN",
                "ScalingActive,  Unknown, SomethingNew,          WARN",
                "ScalingActive,  False, InvalidSelector,         WARN",
                "ScalingActive,  False, ScalingDisabled,         PASS",
                "ScalingLimited, True,  TooManyReplicas,         PASS",
                "ScalingLimited, True,  TooFewReplicas,          PASS",
                "ScalingLimited, False, DesiredWithinRange,      PASS"})
        void autoscalers_that_cannot_scale_warn(String type, String status, String reason, Result expected) {
            Workloads.Autoscaler scaler = hpa("web", "Deployment", "web", new Condition(type, status, reason, "message"));
            Finding finding = steady(look(List.of(deployment("web").build()), List.of(scaler)));
            assertThat(finding.result()).isEqualTo(expected);
            if (expected == Result.WARN) assertThat(finding.seen()).contains("HPA web cannot scale: " + reason + ": message");
        }
    }

    @Nested
    class BothLooks {
        private final Workloads.Deployment good = deployment("web").numbers(20, 20, 20, 20).build();
        private final Workloads.Deployment bad = deployment("web").numbers(20, 20, 20, 5).build();

        @Test
        void bad_then_good_stops() {
            Finding finding = check(look(bad), look(good));
            assertThat(finding.result()).isEqualTo(Result.STOP);
            assertThat(finding.seen()).first().asString().startsWith("was not settled at the first look: Deployment web: 20 updated and 5");
        }

        @Test
        void a_remark_at_both_looks_is_no_unrest() {
            Workloads.Deployment paused = deployment("web").numbers(20, 20, 20, 20).paused().progressing("Unknown", "DeploymentPaused")
                    .build();
            assertThat(check(look(paused), look(good)).result()).isEqualTo(Result.PASS);
        }

        @Test
        void bad_then_good_only_warns_where_an_autoscaler_is_at_work() {
            assertThat(check(scaled(bad), scaled(good)).result()).isEqualTo(Result.WARN);
        }

        @Test
        void good_then_bad_stops_with_an_autoscaler_or_without() {
            assertThat(check(look(good), look(bad)).result()).isEqualTo(Result.STOP);
            assertThat(check(scaled(good), scaled(bad)).result()).isEqualTo(Result.STOP);
        }

        @Test
        void a_change_between_the_looks_stops() {
            Finding finding = check(look(good), look(deployment("web").numbers(20, 20, 20, 20).generations(8, 8).build()));
            assertThat(finding.result()).isEqualTo(Result.STOP);
            assertThat(finding.seen()).contains("Deployment web was changed between the two looks (generation 7, then 8)");
        }

        @Test
        void a_change_by_an_autoscaler_between_the_looks_does_not_stop() {
            Workloads.Deployment more = deployment("web").numbers(24, 24, 24, 24).generations(8, 8).build();
            assertThat(check(scaled(good), scaled(more)).result()).isEqualTo(Result.PASS);
        }

        @Test
        void a_change_that_no_autoscaler_makes_stops_though_there_is_one() {
            Workloads.Deployment other = deployment("web").numbers(20, 20, 20, 20).generations(8, 8).build();
            assertThat(check(scaled(good), scaled(other)).result()).isEqualTo(Result.STOP);
        }

        @Test
        void a_changed_stateful_set_or_daemon_set_stops() {
            assertThat(check(look(statefulSet("gitaly").build()), look(statefulSet("gitaly").generations(8, 8).build())).result())
                    .isEqualTo(Result.STOP);
            assertThat(check(look(daemonSet("agent").build()), look(daemonSet("agent").generations(8, 8).build())).result())
                    .isEqualTo(Result.STOP);
        }

        @Test
        void one_that_vanished_stops() {
            Finding finding = check(look(good, deployment("kas").build()), look(good));
            assertThat(finding.result()).isEqualTo(Result.STOP);
            assertThat(finding.seen()).contains("Deployment kas vanished between the two looks");
        }

        @Test
        void one_that_appeared_stops() {
            Finding finding = check(look(good), look(good, deployment("kas").build()));
            assertThat(finding.result()).isEqualTo(Result.STOP);
            assertThat(finding.seen()).contains("Deployment kas appeared between the two looks");
        }

        @Test
        void when_everything_vanished_it_stops() {
            assertThat(check(look(good), look()).result()).isEqualTo(Result.STOP);
        }

        @Test
        void a_job_that_ended_in_between_is_no_reason() {
            Workloads running = look(List.of(good), job("migrations").build());
            assertThat(check(running, look(List.of(good), job("migrations").over().build())).result()).isEqualTo(Result.PASS);
            assertThat(check(running, look(good)).result()).isEqualTo(Result.PASS);
        }

        @Test
        void a_job_that_began_in_between_stops() {
            assertThat(check(look(good), look(List.of(good), job("migrations").build())).result()).isEqualTo(Result.STOP);
        }

        @ParameterizedTest
        @ValueSource(strings = {"Deployment", "StatefulSet", "DaemonSet"})
        void the_same_name_in_two_kinds_is_two_workloads(String kind) {
            Workloads three = new Workloads(List.of(deployment("x").numbers(3, 3, 3, kind.equals("Deployment") ? 0 : 3).build()),
                    List.of(statefulSet("x").numbers(3, 3, kind.equals("StatefulSet") ? 0 : 3, 3).build()),
                    List.of(daemonSet("x").numbers(3, 3, kind.equals("DaemonSet") ? 0 : 3, 3).build()), List.of(), List.of(), List.of(), 0);
            assertThat(steady(three).seen()).filteredOn(line -> line.startsWith(kind + " x")).isNotEmpty();
        }
    }

    private static Finding steady(Looks.DeploymentBuilder deployment) {
        return steady(look(deployment.build()));
    }

    private static Finding steady(Workloads.StatefulSet set) {
        return steady(look(set));
    }

    private static Finding steady(Workloads.DaemonSet set) {
        return steady(look(set));
    }

    private static Finding steady(Workloads look) {
        return check(look, look);
    }

    private static Workloads scaled(Workloads.Deployment deployment) {
        return look(List.of(deployment), List.of(hpa(deployment.name(), "Deployment", deployment.name())));
    }

    private static Finding check(Workloads first, Workloads second) {
        return WorkloadsSettled.check(Some.target(), Footprint.unknown(Some.target()),
                new Fact.Known<>(new Samples(first, second, Duration.ofSeconds(15))), NODES);
    }
}
