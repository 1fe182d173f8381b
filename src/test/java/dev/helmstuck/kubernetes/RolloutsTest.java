package dev.helmstuck.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.helmstuck.runbook.Workloads;
import dev.helmstuck.runbook.Workloads.Condition;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import org.junit.jupiter.api.Test;

/** The numbers of a status arrive as they are, and what Go leaves out of the JSON as what it means. */
class RolloutsTest {
    private static final Rollouts ROLLOUTS = new Rollouts(name -> name);

    private static <T> T read(String json, Class<T> model) throws JsonProcessingException {
        return ApiResponse.JSON.readValue(json, model);
    }

    @Test
    void a_half_done_rollout_shows_its_numbers() throws JsonProcessingException {
        Deployment half = read(
                """
                        {"metadata": {"name": "web", "generation": 4}, "spec": {"replicas": 3, "paused": true}, "status": {"observedGeneration": 3,
                         "replicas": 4, "updatedReplicas": 2, "availableReplicas": 3, "unavailableReplicas": 1, "terminatingReplicas": 1, "conditions": [
                         {"type": "Available", "status": "True", "reason": "MinimumReplicasAvailable", "message": "has minimum availability"},
                         {"type": "Progressing", "status": "True", "reason": "ReplicaSetUpdated"}]}}""",
                Deployment.class);
        assertThat(ROLLOUTS.deployment(half)).isEqualTo(new Workloads.Deployment("web", 4, 3, 3, 4, 2, 3, 1, true, false,
                List.of(new Condition("Available", "True", "MinimumReplicasAvailable", "has minimum availability"),
                        new Condition("Progressing", "True", "ReplicaSetUpdated", ""))));
    }

    @Test
    void absent_counters_are_zero_and_absent_replicas_one() throws JsonProcessingException {
        assertThat(ROLLOUTS.deployment(read("{\"metadata\": {\"name\": \"new\"}, \"spec\": {}}", Deployment.class)))
                .isEqualTo(new Workloads.Deployment("new", 0, 0, 1, 0, 0, 0, 0, false, false, List.of()));
        assertThat(ROLLOUTS
                .deployment(read("{\"metadata\": {\"name\": \"off\"}, \"spec\": {\"replicas\": 0}, \"status\": {}}", Deployment.class))
                .wanted()).isZero();
        assertThat(ROLLOUTS.statefulSet(read("{\"metadata\": {\"name\": \"s\"}}", StatefulSet.class)))
                .isEqualTo(new Workloads.StatefulSet("s", 0, 0, 1, 0, 0, 0, "", "", 0, false));
        assertThat(ROLLOUTS.daemonSet(read("{\"metadata\": {\"name\": \"d\"}}", DaemonSet.class)))
                .isEqualTo(new Workloads.DaemonSet("d", 0, 0, 0, 0, 0, 0, false));
        assertThat(ROLLOUTS.job(read("{\"metadata\": {\"name\": \"j\"}}", Job.class)))
                .isEqualTo(new Workloads.Job("j", false, 0, false, false, Optional.empty()));
        assertThat(ROLLOUTS.autoscaler(read("{\"metadata\": {\"name\": \"h\"}}", HorizontalPodAutoscaler.class)))
                .isEqualTo(new Workloads.Autoscaler("h", "", "", List.of()));
    }

    @Test
    void a_deployment_being_deleted_says_so() throws JsonProcessingException {
        assertThat(ROLLOUTS.deployment(read("{\"metadata\": {\"name\": \"x\", \"deletionTimestamp\": \"2026-11-21T05:48:53Z\"}}",
                Deployment.class)).deleting()).isTrue();
    }

    @Test
    void a_stateful_set_shows_its_revisions_and_a_daemon_set_its_four_numbers() throws JsonProcessingException {
        assertThat(ROLLOUTS.statefulSet(read("""
                {"metadata": {"name": "s", "generation": 2}, "spec": {"replicas": 5, "updateStrategy": {"type": "OnDelete"}},
                 "status": {"observedGeneration": 2, "replicas": 5, "readyReplicas": 4, "updatedReplicas": 3, "currentRevision": "a",
                 "updateRevision": "b"}}""", StatefulSet.class)))
                .isEqualTo(new Workloads.StatefulSet("s", 2, 2, 5, 5, 4, 3, "a", "b", 0, true));
        assertThat(ROLLOUTS.daemonSet(
                read("""
                        {"metadata": {"name": "d", "generation": 3}, "spec": {"updateStrategy": {"type": "RollingUpdate"}}, "status":
                         {"observedGeneration": 3, "desiredNumberScheduled": 9, "updatedNumberScheduled": 8, "numberAvailable": 7, "numberReady": 6}}""",
                        DaemonSet.class)))
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
                {"metadata": {"name": "h"}, "spec": {"scaleTargetRef": {"kind": "StatefulSet", "name": "s"}}}""",
                HorizontalPodAutoscaler.class));
        assertThat(scaler.name()).isEqualTo("other/h");
        assertThat(scaler.targetName()).isEqualTo("other/s");
        assertThat(elsewhere.statefulSet(read("{\"metadata\": {\"name\": \"s\"}}", StatefulSet.class)).name()).isEqualTo("other/s");
    }

    private static Workloads.Job job(String condition) throws JsonProcessingException {
        return ROLLOUTS.job(
                read("{\"metadata\": {\"name\": \"j\", \"annotations\": {\"helm.sh/hook\": \"pre-upgrade\"}}, \"status\": {\"active\": 2, "
                        + "\"conditions\": [" + condition + "]}}", Job.class));
    }
}
