package dev.helmstuck.runbook;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names of jobs that write a target's release or its cluster.
 *
 * @param project the full path of their project; a job of the same name in another project is another job
 * @param names what is found in the name of such a job
 * @param release whether it writes the target's own release; else only its cluster
 * @param target the other target that has this pattern, if it has the same cluster and is where the pattern comes from
 */
public record JobPattern(String project, Pattern names, boolean release, Optional<String> target) {

    /** Whether this job is meant. GitLab's paths are the same in any case. */
    public boolean matches(CiJob job) {
        return isOf(job.project()) && names.matcher(job.name()).find();
    }

    /** Whether it speaks of this project's jobs. */
    public boolean isOf(String path) {
        return project.equalsIgnoreCase(path);
    }

    /** What a job that it matches writes: "this release", "the same cluster", "the same cluster (target gitlab)". */
    public String writes() {
        return release ? "this release" : "the same cluster" + target.map(name -> " (target " + name + ")").orElse("");
    }
}
