package dev.helmstuck.runbook;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One project whose jobs write a target's release. A target may have several.
 *
 * @param project the project's full path on the ops GitLab
 * @param jobs names of the jobs that write this release
 * @param sameCluster names of further jobs that write the same cluster (runbook: "two CI jobs against the same cluster")
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

    /** What it says of its jobs. */
    List<JobPattern> patterns() {
        return Stream.concat(Stream.of(new JobPattern(project, jobs, true, Optional.empty())),
                sameCluster.stream().map(names -> new JobPattern(project, names, false, Optional.empty()))).toList();
    }
}
