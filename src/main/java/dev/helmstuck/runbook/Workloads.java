package dev.helmstuck.runbook;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The release's workloads in every namespace where it has some, at one instant: those with Helm's marks
 * ({@code meta.helm.sh/release-name} and {@code -namespace}), those that its manifest names, its hooks, and what scales them.
 * Counters that are absent in the API's JSON are 0; everything else that is absent is empty. A name is {@code NAMESPACE/NAME} where the
 * namespace is not the release's own.
 *
 * @param pods of these workloads and Jobs, of hooks, and the release's own; those that succeeded are left out
 * @param unmarked how many Deployments of the namespaces are not the release's
 * @param images those of each workload's template, by {@code Deployment web}
 */
public record Workloads(List<Deployment> deployments, List<StatefulSet> statefulSets, List<DaemonSet> daemonSets, List<Job> jobs,
        List<Autoscaler> autoscalers, List<ReleasePod> pods, int unmarked, Map<String, List<String>> images) {

    public Workloads {
        images = Map.copyOf(images);
        deployments = List.copyOf(deployments);
        statefulSets = List.copyOf(statefulSets);
        daemonSets = List.copyOf(daemonSets);
        jobs = List.copyOf(jobs);
        autoscalers = List.copyOf(autoscalers);
        pods = List.copyOf(pods);
    }

    /** The same where nobody asks for images. */
    public Workloads(List<Deployment> deployments, List<StatefulSet> statefulSets, List<DaemonSet> daemonSets, List<Job> jobs,
            List<Autoscaler> autoscalers, List<ReleasePod> pods, int unmarked) {
        this(deployments, statefulSets, daemonSets, jobs, autoscalers, pods, unmarked, Map.of());
    }

    /** What tells later whether a deploy changed them. */
    public List<Rollout> rollouts() {
        List<Rollout> all = new ArrayList<>();
        deployments.forEach(one -> all.add(rollout("Deployment", one.name(), one.generation())));
        statefulSets.forEach(one -> all.add(rollout("StatefulSet", one.name(), one.generation())));
        daemonSets.forEach(one -> all.add(rollout("DaemonSet", one.name(), one.generation())));
        return all;
    }

    private Rollout rollout(String kind, String name, long generation) {
        String workload = kind + " " + name;
        return new Rollout(workload, generation, images.getOrDefault(workload, List.of()),
                of(kind, name).stream().filter(pod -> !pod.going()).map(ReleasePod::name).sorted().toList());
    }

    /** A condition of a status; {@code status} is True, False or Unknown. */
    public record Condition(String type, String status, String reason, String message) {

        /** The reason, and the message if there is one. */
        public String words() {
            return reason + (message.isEmpty() ? "" : ": " + message);
        }
    }

    /**
     * {@code wanted} is {@code spec.replicas}; {@code replicas} and the rest come from the status.
     *
     * @param terminating pods of it that are being deleted; Kubernetes before 1.35 does not count them
     */
    public record Deployment(String name, long generation, long observedGeneration, int wanted, int replicas, int updated, int available,
            int terminating, boolean paused, boolean deleting, List<Condition> conditions) {
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
            String currentRevision, String updateRevision, int partition, boolean onDelete) {

        /** Pods that run another revision than the newest one. */
        public int old() {
            return Math.max(0, replicas - updated);
        }
    }

    /** The numbers of a DaemonSet's status. */
    public record DaemonSet(String name, long generation, long observedGeneration, int wanted, int updated, int available, int ready,
            boolean onDelete) {}

    /**
     * A Job of the release, a hook's too.
     *
     * @param over it has the condition Complete or Failed with status True
     * @param failed that condition, if it failed
     */
    public record Job(String name, boolean hook, int active, boolean over, boolean suspended, Optional<Condition> failed) {}

    /** A HorizontalPodAutoscaler. {@code targetKind} and {@code targetName} say what it scales. */
    public record Autoscaler(String name, String targetKind, String targetName, List<Condition> conditions) {
        public Autoscaler {
            conditions = List.copyOf(conditions);
        }
    }

    /** Whether an autoscaler changes the number of its pods. */
    public boolean scaled(String kind, String name) {
        return autoscalers.stream().anyMatch(scaler -> scaler.targetKind().equals(kind) && scaler.targetName().equals(name));
    }

    /** The pods of this workload. */
    public List<ReleasePod> of(String kind, String name) {
        return pods.stream().filter(pod -> pod.owner().equals(kind + " " + name)).toList();
    }
}
