package dev.helmstuck.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.runbook.Workloads;
import dev.helmstuck.runbook.Workloads.Condition;
import org.junit.jupiter.api.Test;

/** The numbers of a status arrive as they are, and what Go leaves out of the JSON as what it means. */
class RolloutsTest {
    private static final Rollouts ROLLOUTS = new Rollouts(name -> name);

    private static StrictNode read(String json) throws JsonProcessingException {
        return StrictNode.of(ApiRequest.list(Place.target("c", "n"), "n", Resource.DEPLOYMENTS), ApiResponse.JSON.readTree(json));
    }

    @Test
    void a_half_done_rollout_shows_its_numbers() throws JsonProcessingException {
        StrictNode half = read(
                """
                        {"metadata": {"name": "web", "generation": 4}, "spec": {"replicas": 3, "paused": true}, "status": {"observedGeneration": 3,
                         "replicas": 4, "updatedReplicas": 2, "availableReplicas": 3, "unavailableReplicas": 1, "terminatingReplicas": 1, "conditions": [
                         {"type": "Available", "status": "True", "reason": "MinimumReplicasAvailable", "message": "has minimum availability"},
                         {"type": "Progressing", "status": "True", "reason": "ReplicaSetUpdated"}]}}""");
        assertThat(ROLLOUTS.deployment(half)).isEqualTo(new Workloads.Deployment("web", 4, 3, 3, 4, 2, 3, 1, true, false,
                List.of(new Condition("Available", "True", "MinimumReplicasAvailable", "has minimum availability"),
                        new Condition("Progressing", "True", "ReplicaSetUpdated", ""))));
    }

    @Test
    void absent_counters_are_zero_and_absent_replicas_one() throws JsonProcessingException {
        assertThat(ROLLOUTS.deployment(read("{\"metadata\": {\"name\": \"new\"}, \"spec\": {}}")))
                .isEqualTo(new Workloads.Deployment("new", 0, 0, 1, 0, 0, 0, 0, false, false, List.of()));
        assertThat(ROLLOUTS
                .deployment(read("{\"metadata\": {\"name\": \"off\"}, \"spec\": {\"replicas\": 0}, \"status\": {}}"))
                .wanted()).isZero();
        assertThat(ROLLOUTS.statefulSet(read("{\"metadata\": {\"name\": \"s\"}}")))
                .isEqualTo(new Workloads.StatefulSet("s", 0, 0, 1, 0, 0, 0, "", "", 0, false));
        assertThat(ROLLOUTS.daemonSet(read("{\"metadata\": {\"name\": \"d\"}}")))
                .isEqualTo(new Workloads.DaemonSet("d", 0, 0, 0, 0, 0, 0, false));
        assertThat(ROLLOUTS.job(read("{\"metadata\": {\"name\": \"j\"}}")))
                .isEqualTo(new Workloads.Job("j", false, 0, false, false, Optional.empty()));
        assertThat(ROLLOUTS.autoscaler(read("{\"metadata\": {\"name\": \"h\"}}")))
                .isEqualTo(new Workloads.Autoscaler("h", "", "", List.of()));
    }

    @Test
    void a_deployment_being_deleted_says_so() throws JsonProcessingException {
        assertThat(
                ROLLOUTS.deployment(read("{\"metadata\": {\"name\": \"x\", \"deletionTimestamp\": \"2026-11-21T05:48:53Z\"}}")).deleting())
                .isTrue();
    }

    @Test
    void a_stateful_set_shows_its_revisions_and_a_daemon_set_its_four_numbers() throws JsonProcessingException {
        assertThat(ROLLOUTS.statefulSet(read("""
                {"metadata": {"name": "s", "generation": 2}, "spec": {"replicas": 5, "updateStrategy": {"type": "OnDelete"}},
                 "status": {"observedGeneration": 2, "replicas": 5, "readyReplicas": 4, "updatedReplicas": 3, "currentRevision": "a",
                 "updateRevision": "b"}}""")))
                .isEqualTo(new Workloads.StatefulSet("s", 2, 2, 5, 5, 4, 3, "a", "b", 0, true));
        assertThat(ROLLOUTS.daemonSet(
                read("""
                        {"metadata": {"name": "d", "generation": 3}, "spec": {"updateStrategy": {"type": "RollingUpdate"}}, "status":
                         {"observedGeneration": 3, "desiredNumberScheduled": 9, "updatedNumberScheduled": 8, "numberAvailable": 7, "numberReady": 6}}""")))
                .isEqualTo(new Workloads.DaemonSet("d", 3, 3, 9, 8, 7, 6, false));
    }

    @Test
    void a_job_is_over_only_by_complete_or_failed_being_true() throws JsonProcessingException {
        assertThat(job("{\"type\": \"Complete\", \"status\": \"True\"}").over()).isTrue();
        assertThat(job("{\"type\": \"Failed\", \"status\": \"True\"}").over()).isTrue();
        assertThat(job("{\"type\": \"Complete\", \"status\": \"False\"}").over()).isFalse();
        assertThat(job("{\"type\": \"FailureTarget\", \"status\": \"True\"}").over()).isFalse();
        assertThat(job("{\"type\": \"Suspended\", \"status\": \"True\"}").active()).isEqualTo(2);
    }

    @Test
    void a_failed_job_says_why_and_a_hook_that_it_is_one() throws JsonProcessingException {
        Workloads.Job failed = job(
                "{\"type\": \"Failed\", \"status\": \"True\", \"reason\": \"BackoffLimitExceeded\", \"message\": \"at 6\"}");
        assertThat(failed.failed()).contains(new Condition("Failed", "True", "BackoffLimitExceeded", "at 6"));
        assertThat(failed.hook()).isTrue();
    }

    @Test
    void names_of_another_namespace_carry_it() throws JsonProcessingException {
        Rollouts elsewhere = new Rollouts(name -> "other/" + name);
        Workloads.Autoscaler scaler = elsewhere.autoscaler(read("""
                {"metadata": {"name": "h"}, "spec": {"scaleTargetRef": {"kind": "StatefulSet", "name": "s"}}}"""));
        assertThat(scaler.name()).isEqualTo("other/h");
        assertThat(scaler.targetName()).isEqualTo("other/s");
        assertThat(elsewhere.statefulSet(read("{\"metadata\": {\"name\": \"s\"}}")).name()).isEqualTo("other/s");
    }

    @Test
    void what_has_another_type_than_the_apis_cannot_be_read() {
        Stream.of("{\"status\": {\"replicas\": \"3\"}}", "{\"status\": {\"replicas\": 3.5}}", "{\"status\": {\"replicas\": 99999999999}}",
                "{\"spec\": {\"paused\": \"no\"}}", "{\"spec\": []}", "{\"status\": {\"conditions\": [3]}}",
                "{\"status\": {\"conditions\": {}}}", "{\"metadata\": {\"name\": 3}}")
                .forEach(odd -> assertThatThrownBy(() -> ROLLOUTS.deployment(read(odd))).as(odd)
                        .isInstanceOf(UnavailableException.class).hasMessageContaining("gave a Deployment that cannot be read"));
    }

    private static Workloads.Job job(String condition) throws JsonProcessingException {
        return ROLLOUTS.job(
                read("{\"metadata\": {\"name\": \"j\", \"annotations\": {\"helm.sh/hook\": \"pre-upgrade\"}}, \"status\": {\"active\": 2, "
                        + "\"conditions\": [" + condition + "]}}"));
    }
}
