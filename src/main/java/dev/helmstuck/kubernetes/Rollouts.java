package dev.helmstuck.kubernetes;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import dev.helmstuck.runbook.Workloads;
import dev.helmstuck.runbook.Workloads.Condition;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
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

    private final UnaryOperator<String> shown;

    /** @param shown how people read the name of an object of this namespace */
    Rollouts(UnaryOperator<String> shown) {
        this.shown = shown;
    }

    /** The images of a workload's template, those of its beginning first. */
    static List<String> images(PodTemplateSpec template) {
        return Optional.ofNullable(template).map(PodTemplateSpec::getSpec).map(spec -> Stream.concat(
                stream(spec.getInitContainers()), stream(spec.getContainers())).map(container -> text(container.getImage())).toList())
                .orElse(List.of());
    }

    Workloads.Deployment deployment(Deployment one) {
        DeploymentSpec spec = Optional.ofNullable(one.getSpec()).orElseGet(DeploymentSpec::new);
        DeploymentStatus status = Optional.ofNullable(one.getStatus()).orElseGet(DeploymentStatus::new);
        return new Workloads.Deployment(shown.apply(one.getMetadata().getName()), count(one.getMetadata().getGeneration()),
                count(status.getObservedGeneration()), wanted(spec.getReplicas()), count(status.getReplicas()),
                count(status.getUpdatedReplicas()), count(status.getAvailableReplicas()), count(status.getTerminatingReplicas()),
                Boolean.TRUE.equals(spec.getPaused()),
                one.getMetadata().getDeletionTimestamp() != null, stream(status.getConditions())
                        .map(is -> condition(is.getType(), is.getStatus(), is.getReason(), is.getMessage())).toList());
    }

    Workloads.StatefulSet statefulSet(StatefulSet one) {
        StatefulSetSpec spec = Optional.ofNullable(one.getSpec()).orElseGet(StatefulSetSpec::new);
        StatefulSetStatus status = Optional.ofNullable(one.getStatus()).orElseGet(StatefulSetStatus::new);
        var strategy = Optional.ofNullable(spec.getUpdateStrategy());
        return new Workloads.StatefulSet(shown.apply(one.getMetadata().getName()), count(one.getMetadata().getGeneration()),
                count(status.getObservedGeneration()), wanted(spec.getReplicas()), count(status.getReplicas()),
                count(status.getReadyReplicas()), count(status.getUpdatedReplicas()), text(status.getCurrentRevision()),
                text(status.getUpdateRevision()),
                strategy.map(how -> how.getRollingUpdate()).map(rolling -> rolling.getPartition()).orElse(0),
                strategy.filter(how -> ON_DELETE.equals(how.getType())).isPresent());
    }

    Workloads.DaemonSet daemonSet(DaemonSet one) {
        DaemonSetSpec spec = Optional.ofNullable(one.getSpec()).orElseGet(DaemonSetSpec::new);
        DaemonSetStatus status = Optional.ofNullable(one.getStatus()).orElseGet(DaemonSetStatus::new);
        return new Workloads.DaemonSet(shown.apply(one.getMetadata().getName()), count(one.getMetadata().getGeneration()),
                count(status.getObservedGeneration()), count(status.getDesiredNumberScheduled()),
                count(status.getUpdatedNumberScheduled()), count(status.getNumberAvailable()), count(status.getNumberReady()),
                Optional.ofNullable(spec.getUpdateStrategy()).filter(how -> ON_DELETE.equals(how.getType())).isPresent());
    }

    Workloads.Job job(Job one) {
        JobSpec spec = Optional.ofNullable(one.getSpec()).orElseGet(JobSpec::new);
        JobStatus status = Optional.ofNullable(one.getStatus()).orElseGet(JobStatus::new);
        Optional<Condition> complete = ended(status, "Complete");
        Optional<Condition> failed = ended(status, "Failed");
        return new Workloads.Job(shown.apply(one.getMetadata().getName()), HelmOwnership.isHook(one), count(status.getActive()),
                complete.isPresent() || failed.isPresent(), Boolean.TRUE.equals(spec.getSuspend()), failed);
    }

    private static Optional<Condition> ended(JobStatus status, String type) {
        return stream(status.getConditions()).filter(is -> Objects.equals(is.getType(), type) && Objects.equals(is.getStatus(), "True"))
                .map(is -> condition(is.getType(), is.getStatus(), is.getReason(), is.getMessage())).findFirst();
    }

    Workloads.Autoscaler autoscaler(HorizontalPodAutoscaler one) {
        var scaled = Optional.ofNullable(one.getSpec()).map(spec -> spec.getScaleTargetRef());
        var conditions = Optional.ofNullable(one.getStatus()).map(status -> status.getConditions()).orElse(List.of());
        return new Workloads.Autoscaler(shown.apply(one.getMetadata().getName()),
                scaled.map(CrossVersionObjectReference::getKind).orElse(""),
                scaled.map(CrossVersionObjectReference::getName).map(shown).orElse(""), stream(conditions)
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
