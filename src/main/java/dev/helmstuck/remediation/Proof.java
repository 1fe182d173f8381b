package dev.helmstuck.remediation;

import java.util.List;
import java.util.Optional;

/**
 * What the rerun came to, seen in the cluster after its job had succeeded.
 *
 * @param helm the newest revision
 * @param unsettled why the workloads are not settled; empty if they are
 * @param changed what rolled, a line each; known to be nothing if it is empty and {@code unread} is too
 * @param unread why it is not known what rolled
 */
public record Proof(Aftermath.Helm helm, Optional<String> unsettled, List<String> changed, Optional<String> unread) {
    public Proof {
        changed = List.copyOf(changed);
    }
}
