package dev.helmstuck.runbook;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The pods of CI jobs in one place that have not ended (neither Succeeded nor Failed), at one instant.
 *
 * @param pods those that say which job they run (GitLab Runner 15.9 and later annotates them)
 * @param unmarked names of pods that a runner made and that do not say it
 * @param lostNodes nodes of that cluster that are not ready: what ran there may run on, although its pod was taken off the books
 */
public record RunnerPods(List<Pod> pods, List<String> unmarked, List<String> lostNodes) {

    public RunnerPods {
        pods = List.copyOf(pods);
        unmarked = List.copyOf(unmarked);
        lostNodes = List.copyOf(lostNodes);
    }

    /**
     * A pod.
     *
     * @param job the id of the job, as its annotation has it
     * @param goneBy if it is being deleted: when its grace period is over
     */
    public record Pod(String name, String job, Optional<Instant> goneBy) {}

    /** The pods of this job. */
    public List<Pod> of(long job) {
        return pods.stream().filter(pod -> pod.job().equals(Long.toString(job))).toList();
    }
}
