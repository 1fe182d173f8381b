package dev.helmstuck.approval;

/** What one reaction comes to. */
public sealed interface Vote {

    /** A yes that counts. */
    record Approves(Person person) implements Vote {}

    /** A no that counts: from an approver. */
    record Denies(Person person) implements Vote {}

    /** The requester's own no. */
    record Cancels(Person person) implements Vote {}

    /** A no that may be an approver's, for that could not be looked up: nothing goes on over it (never treat silence as success). */
    record Unjudged(Rejected why) implements Vote {}

    /** It does not count. {@code detail} adds what the reason alone does not say; may be empty. */
    record Rejected(String user, String name, Reason reason, String detail) implements Vote {}
}
