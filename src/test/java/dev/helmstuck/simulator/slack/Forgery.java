package dev.helmstuck.simulator.slack;

/** A request that does not come from Slack, or not now. */
public enum Forgery {
    /** Signed with another secret. */
    WRONG_SIGNATURE,
    /** Signed with {@code ---}, which Bolt takes where no secret is set. */
    BLANK_SECRET,
    /** No X-Slack-Signature. */
    MISSING_SIGNATURE,
    /** No X-Slack-Request-Timestamp. */
    MISSING_TIMESTAMP,
    /** X-Slack-Request-Timestamp is not a number, signed rightly. */
    ODD_TIMESTAMP,
    /** Rightly signed six minutes ago. */
    OLD,
    /** Rightly signed, six minutes in the future. */
    FUTURE
}
