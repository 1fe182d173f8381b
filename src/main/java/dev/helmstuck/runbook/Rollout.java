package dev.helmstuck.runbook;

import java.util.List;

/**
 * What tells whether a deploy changed a workload.
 *
 * @param workload as {@code Deployment web}
 * @param generation grows with each change of its spec
 * @param images of its containers
 * @param pods the names of its pods
 */
public record Rollout(String workload, long generation, List<String> images, List<String> pods) {
    public Rollout {
        images = List.copyOf(images);
        pods = List.copyOf(pods);
    }
}
