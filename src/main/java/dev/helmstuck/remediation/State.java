package dev.helmstuck.remediation;

import java.util.List;
import java.util.Optional;

import dev.helmstuck.runbook.Plan;

/**
 * Where a remediation stands. Saved before the side effect that it announces.
 *
 * <pre>
 * Diagnosing -> AwaitingApproval -> Deleting -> Validating -> Closing -> Closed
 *      \______________\________________\____________________/
 * </pre>
 */
public sealed interface State {

    /** The checks run. After a restart they run again. */
    record Diagnosing() implements State {}

    /**
     * A plan waits for people. {@code request} is empty until its message is complete; {@code voided} says why an earlier plan's yes
     * did not count, empty for the first plan.
     */
    record AwaitingApproval(Plan plan, Optional<Request> request, String voided) implements State {}

    /** The intent to delete this plan's object is saved. {@code backup} is empty until the copy is there. */
    record Deleting(Plan plan, Request request, List<Approval> approvals, Optional<String> backup) implements State {
        public Deleting {
            approvals = List.copyOf(approvals);
        }
    }

    /** The Secret is gone; Helm's health is to be proven. */
    record Validating(Plan plan, List<Approval> approvals, String backup) implements State {
        public Validating {
            approvals = List.copyOf(approvals);
        }
    }

    /** It ended; the last message is still to be posted. */
    record Closing(Ending ending) implements State {}

    /** It ended and the thread says so. */
    record Closed(Ending ending) implements State {}

    /** A word for the state, as in the design. */
    default String word() {
        return getClass().getSimpleName();
    }

    /** Whether nothing will happen any more but the telling. */
    default boolean ended() {
        return switch (this) {
            case Diagnosing d -> false;
            case AwaitingApproval a -> false;
            case Deleting d -> false;
            case Validating v -> false;
            case Closing c -> true;
            case Closed c -> true;
        };
    }
}
