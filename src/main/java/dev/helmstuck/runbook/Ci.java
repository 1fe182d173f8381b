package dev.helmstuck.runbook;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One project whose jobs write a target's release. A target may have several.
 *
 * @param project the project's full path on the ops GitLab
 * @param jobs names of the jobs that write this release
 * @param sameCluster names of the jobs that write the same cluster (runbook: "two CI jobs against the same cluster")
 * @param resourceGroups the resource groups whose holder and queue are shown
 * @param helmTimeout Helm's own time limit in those jobs
 * @param atomic whether Helm rolls back by itself, which may take the same time again
 */
public record Ci(String project, Pattern jobs, Optional<Pattern> sameCluster, List<String> resourceGroups, Duration helmTimeout,
        boolean atomic) {

    public Ci {
        resourceGroups = List.copyOf(resourceGroups);
    }

    /** The longest that a Helm started by such a job can live: its time limit, twice with {@code atomic}. */
    public Duration longestHelm() {
        return atomic ? helmTimeout.multipliedBy(2) : helmTimeout;
    }

    /** Whether a job of this name writes this release. */
    public boolean writesRelease(String job) {
        return jobs.matcher(job).find();
    }

    /** Whether a job of this name writes the same cluster. */
    public boolean writesCluster(String job) {
        return sameCluster.map(names -> names.matcher(job).find()).orElse(false);
    }
}
