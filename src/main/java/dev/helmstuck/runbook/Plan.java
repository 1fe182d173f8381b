package dev.helmstuck.runbook;

/** Exactly what a yes would do. People are asked about one plan at a time, and a yes counts for the plan that they saw alone. */
public sealed interface Plan permits DeletePlan, RerunPlan, RestorePlan {

    /** Equal for two looks that show a person the same thing. */
    String fingerprint();

    /** The object with all that makes it this one, as the audit trail names it. */
    String describe();
}
