package dev.helmstuck.runbook;

import java.util.List;
import java.util.Optional;

/**
 * The workloads that carry the release's marks ({@code meta.helm.sh/release-name} and {@code -namespace}), at one instant.
 * Counters that are absent in the API's JSON are 0; everything else that is absent is empty.
 *
 * @param unmarked how many Deployments of the namespace do not carry the marks
 */
public record Workloads(List<Deployment> deployments, List<StatefulSet> statefulSets, List<DaemonSet> daemonSets, List<Job> jobs,
        List<Autoscaler> autoscalers, int unmarked) {

    public Workloads {
        deployments = List.copyOf(deployments);
        statefulSets = List.copyOf(statefulSets);
        daemonSets = List.copyOf(daemonSets);
        jobs = List.copyOf(jobs);
        autoscalers = List.copyOf(autoscalers);
    }

    /** A condition of a status; {@code status} is True, False or Unknown. */
    public record Condition(String type, String status, String reason, String message) {}

    /** {@code wanted} is {@code spec.replicas}; {@code replicas} and the rest come from the status. */
    public record Deployment(String name, long generation, long observedGeneration, int wanted, int replicas, int updated, int available,
            boolean paused, boolean deleting, List<Condition> conditions) {
        public Deployment {
            conditions = List.copyOf(conditions);
        }

        /** The condition of this type, if the status has it. */
        public Optional<Condition> condition(String type) {
            return conditions.stream().filter(condition -> condition.type().equals(type)).findFirst();
        }
    }

    /** {@code partition} is 0 unless the update strategy sets one; {@code onDelete} leaves updates to people. */
    public record StatefulSet(String name, long generation, long observedGeneration, int wanted, int replicas, int ready, int updated,
            String currentRevision, String updateRevision, int partition, boolean onDelete) {}

    /** The numbers of a DaemonSet's status. */
    public record DaemonSet(String name, long generation, long observedGeneration, int wanted, int updated, int available, int ready,
            boolean onDelete) {}

    /** A Job of the release, a hook's too. {@code over}: it has the condition Complete or Failed with status True. */
    public record Job(String name, boolean hook, int active, boolean over, boolean suspended) {}

    /** A HorizontalPodAutoscaler. {@code targetKind} and {@code targetName} say what it scales. */
    public record Autoscaler(String name, String targetKind, String targetName, List<Condition> conditions) {
        public Autoscaler {
            conditions = List.copyOf(conditions);
        }
    }
}
