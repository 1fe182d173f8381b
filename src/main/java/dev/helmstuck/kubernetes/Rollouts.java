package dev.helmstuck.kubernetes;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import dev.helmstuck.runbook.Workloads;
import dev.helmstuck.runbook.Workloads.Condition;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSetStatus;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetSpec;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
import io.fabric8.kubernetes.api.model.autoscaling.v2.CrossVersionObjectReference;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;

/** The API's workloads as the runbook's values. A counter that is absent in the JSON is 0 (Go's omitempty); absent spec.replicas is 1. */
final class Rollouts {
    private static final String ON_DELETE = "OnDelete";

    private Rollouts() {}

    static Workloads.Deployment deployment(Deployment one) {
        DeploymentSpec spec = Optional.ofNullable(one.getSpec()).orElseGet(DeploymentSpec::new);
        DeploymentStatus status = Optional.ofNullable(one.getStatus()).orElseGet(DeploymentStatus::new);
        return new Workloads.Deployment(one.getMetadata().getName(), count(one.getMetadata().getGeneration()),
                count(status.getObservedGeneration()), wanted(spec.getReplicas()), count(status.getReplicas()),
                count(status.getUpdatedReplicas()), count(status.getAvailableReplicas()), Boolean.TRUE.equals(spec.getPaused()),
                one.getMetadata().getDeletionTimestamp() != null, stream(status.getConditions())
                        .map(is -> condition(is.getType(), is.getStatus(), is.getReason(), is.getMessage())).toList());
    }

    static Workloads.StatefulSet statefulSet(StatefulSet one) {
        StatefulSetSpec spec = Optional.ofNullable(one.getSpec()).orElseGet(StatefulSetSpec::new);
        StatefulSetStatus status = Optional.ofNullable(one.getStatus()).orElseGet(StatefulSetStatus::new);
        var strategy = Optional.ofNullable(spec.getUpdateStrategy());
        return new Workloads.StatefulSet(one.getMetadata().getName(), count(one.getMetadata().getGeneration()),
                count(status.getObservedGeneration()), wanted(spec.getReplicas()), count(status.getReplicas()),
                count(status.getReadyReplicas()), count(status.getUpdatedReplicas()), text(status.getCurrentRevision()),
                text(status.getUpdateRevision()),
                strategy.map(how -> how.getRollingUpdate()).map(rolling -> rolling.getPartition()).orElse(0),
                strategy.filter(how -> ON_DELETE.equals(how.getType())).isPresent());
    }

    static Workloads.DaemonSet daemonSet(DaemonSet one) {
        DaemonSetSpec spec = Optional.ofNullable(one.getSpec()).orElseGet(DaemonSetSpec::new);
        DaemonSetStatus status = Optional.ofNullable(one.getStatus()).orElseGet(DaemonSetStatus::new);
        return new Workloads.DaemonSet(one.getMetadata().getName(), count(one.getMetadata().getGeneration()),
                count(status.getObservedGeneration()), count(status.getDesiredNumberScheduled()),
                count(status.getUpdatedNumberScheduled()), count(status.getNumberAvailable()), count(status.getNumberReady()),
                Optional.ofNullable(spec.getUpdateStrategy()).filter(how -> ON_DELETE.equals(how.getType())).isPresent());
    }

    static Workloads.Job job(Job one, boolean hook) {
        JobSpec spec = Optional.ofNullable(one.getSpec()).orElseGet(JobSpec::new);
        JobStatus status = Optional.ofNullable(one.getStatus()).orElseGet(JobStatus::new);
        boolean over = stream(status.getConditions()).anyMatch(
                is -> (Objects.equals(is.getType(), "Complete") || Objects.equals(is.getType(), "Failed"))
                        && Objects.equals(is.getStatus(), "True"));
        return new Workloads.Job(one.getMetadata().getName(), hook, count(status.getActive()), over,
                Boolean.TRUE.equals(spec.getSuspend()));
    }

    static Workloads.Autoscaler autoscaler(HorizontalPodAutoscaler one) {
        var scaled = Optional.ofNullable(one.getSpec()).map(spec -> spec.getScaleTargetRef());
        var conditions = Optional.ofNullable(one.getStatus()).map(status -> status.getConditions()).orElse(List.of());
        return new Workloads.Autoscaler(one.getMetadata().getName(), scaled.map(CrossVersionObjectReference::getKind).orElse(""),
                scaled.map(CrossVersionObjectReference::getName).orElse(""), stream(conditions)
                        .map(is -> condition(is.getType(), is.getStatus(), is.getReason(), is.getMessage())).toList());
    }

    private static Condition condition(String type, String status, String reason, String message) {
        return new Condition(text(type), text(status), text(reason), ApiResponse.cut(text(message)));
    }

    private static <T> Stream<T> stream(List<T> list) {
        return Optional.ofNullable(list).orElse(List.of()).stream();
    }

    private static int wanted(Integer replicas) {
        return replicas == null ? 1 : replicas;
    }

    private static int count(Integer counter) {
        return counter == null ? 0 : counter;
    }

    private static long count(Long counter) {
        return counter == null ? 0 : counter;
    }

    private static String text(String text) {
        return text == null ? "" : text;
    }
}
