package dev.helmstuck.remediation;

/** How a remediation ended. */
public enum Outcome {
    /** The Secret is deleted, Helm is unlocked, and the deploy behind it is proven. */
    RESOLVED,
    /** The Secret is deleted and Helm is unlocked; no deploy since then is proven. */
    UNLOCKED,
    /** A deleted record was put back from its copy, which a look has proven. */
    RESTORED,
    /** The newest revision is not pending: nothing to do. */
    NOT_STUCK,
    /** A check stopped it, or could not look. Nothing was deleted. */
    BLOCKED,
    /** An approver said no. Nothing was deleted. */
    REFUSED,
    /** Nobody said yes in time. Nothing was deleted. */
    EXPIRED,
    /** The requester called it off. Nothing was deleted. */
    CANCELLED,
    /** What was approved is no longer what is there, and the new look does not allow a delete. Nothing was deleted. */
    PLAN_CHANGED,
    /** The Secret was gone before we deleted it. */
    ALREADY_GONE,
    /** The Secret is deleted, or may be, and Helm is not proven healthy. */
    NEEDS_ATTENTION,
    /** The delete could not be done. Nothing was deleted. */
    FAILED
}
