package dev.helmstuck.runbook;

import java.util.List;
import java.util.Optional;

/**
 * What GitLab says of a project's jobs that are not over.
 *
 * @param project the project's full path
 * @param active every job of the project in a status that is not known to be final, whatever its name
 * @param groups the configured resource groups with their holder and queue
 */
public record Deploys(String project, List<CiJob> active, List<ResourceGroup> groups) {

    public Deploys {
        active = List.copyOf(active);
        groups = List.copyOf(groups);
    }

    /** A GitLab resource group: the job that holds the lock, and those that wait for it. */
    public record ResourceGroup(String key, Optional<CiJob> holder, List<CiJob> queue) {
        public ResourceGroup {
            queue = List.copyOf(queue);
        }
    }
}
