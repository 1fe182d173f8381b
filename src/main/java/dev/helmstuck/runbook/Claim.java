package dev.helmstuck.runbook;

/** What was foretold of one object. */
public enum Claim {
    /** The dry run of the same deploy lists it, and the cluster has it so already. */
    THERE,
    /** The same deploy changes it, makes it or removes it. */
    CHANGES,
    /** The same deploy rolls it. */
    ROLLS,
    /** Going back leaves it behind. */
    ORPHANED
}
