package dev.helmstuck.runbook;

/** What a diagnosis comes to. */
public enum Verdict {
    /** The highest revision is known and is not pending: there is nothing to delete. */
    NOT_STUCK,
    /** Stuck, and every check would allow the delete. */
    STUCK,
    /** A check stops it, or could not look. */
    BLOCKED
}
