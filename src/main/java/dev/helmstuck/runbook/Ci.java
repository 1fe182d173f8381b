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
 * @param helmTimeout Helm's {@code --timeout} in those jobs: the limit of each of its waits, not of its run
 * @param atomic whether Helm rolls back by itself, which waits anew
 * @param helmLifetime how long a Helm of those jobs lives at most, if somebody sees to that; else it is reckoned, see {@link HelmLifetime}
 * @param runnerPods where all of those jobs run, if a runner with the Kubernetes executor runs them
 */
public record Ci(String project, Pattern jobs, Optional<Pattern> sameCluster, List<String> resourceGroups, Duration helmTimeout,
        boolean atomic, Optional<Duration> helmLifetime, Optional<RunnerPlace> runnerPods) {

    public Ci {
        resourceGroups = List.copyOf(resourceGroups);
    }

    /** Of whose Helm nothing more is known than how it is called. */
    public Ci(String project, Pattern jobs, Optional<Pattern> sameCluster, List<String> resourceGroups, Duration helmTimeout,
            boolean atomic) {
        this(project, jobs, sameCluster, resourceGroups, helmTimeout, atomic, Optional.empty(), Optional.empty());
    }

    /** What it says of its jobs. */
    List<JobPattern> patterns() {
        return Stream.concat(Stream.of(new JobPattern(project, jobs, true, Optional.empty())),
                sameCluster.stream().map(names -> new JobPattern(project, names, false, Optional.empty()))).toList();
    }
}
