package dev.helmstuck.remediation;

import java.util.List;
import java.util.Optional;

import dev.helmstuck.runbook.Hindsight;

/**
 * What the rerun came to, seen in the cluster after its job had succeeded.
 *
 * @param helm the newest revision
 * @param unsettled why the workloads are not settled; empty if they are
 * @param changed what rolled, a line each; known to be nothing if it is empty and {@code unread} is too
 * @param unread why it is not known what rolled
 * @param hindsight what became of the forecast of the same deploy; empty if there was none
 * @param doubt why it cannot be told whether the job made the new revision; empty if it did, or if there is none
 */
public record Proof(Aftermath.Helm helm, Optional<String> unsettled, List<String> changed, Optional<String> unread,
        Optional<Hindsight> hindsight, Optional<String> doubt) {
    public Proof {
        changed = List.copyOf(changed);
    }

    /** One of a deploy of which nothing was foretold. */
    public Proof(Aftermath.Helm helm, Optional<String> unsettled, List<String> changed, Optional<String> unread) {
        this(helm, unsettled, changed, unread, Optional.empty(), Optional.empty());
    }

    /** The same with what became of the forecast. */
    public Proof with(Optional<Hindsight> seen) {
        return new Proof(helm, unsettled, changed, unread, seen, doubt);
    }

    /** The same with what speaks against it. */
    public Proof doubted(Optional<String> why) {
        return new Proof(helm, unsettled, changed, unread, hindsight, why);
    }
}
