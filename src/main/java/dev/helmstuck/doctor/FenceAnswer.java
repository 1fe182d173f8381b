package dev.helmstuck.doctor;

/** What became of something that the admission policy must not let the bot's accounts do, tried as a dry run. */
public sealed interface FenceAnswer {
    /** Refused by admission, in these words. */
    record Holds(String said) implements FenceAnswer {}

    /** It would have been done. */
    record LetsPass() implements FenceAnswer {}

    /** RBAC refused it before the policy was asked. */
    record NotReached() implements FenceAnswer {}
}
