package dev.helmstuck.remediation;

import java.util.List;
import java.util.Optional;

import dev.helmstuck.runbook.DeleteAnswer;
import dev.helmstuck.runbook.Diagnosis;

/** What can happen to a remediation. The interfaces say which states take it; {@link Told} ends {@link State.Closing}. */
public sealed interface Event {

    /** What {@link State.Diagnosing} takes. */
    sealed interface WhileDiagnosing extends Event {}

    /** What {@link State.AwaitingApproval} takes. */
    sealed interface WhileAwaiting extends Event {}

    /** What {@link State.Deleting} takes. */
    sealed interface WhileDeleting extends Event {}

    /** What {@link State.Validating} takes. */
    sealed interface WhileValidating extends Event {}

    /** The checks have run, for the first time or again. */
    record Diagnosed(Diagnosis diagnosis) implements WhileDiagnosing {
        @Override
        public Optional<Diagnosis> diagnosed() {
            return Optional.of(diagnosis);
        }
    }

    /** The approval request is posted and complete. */
    record Asked(Request request) implements WhileAwaiting {}

    /** Enough people said yes and the whole look was taken again. */
    record Confirmed(Diagnosis diagnosis, List<Approval> approvals) implements WhileAwaiting {
        public Confirmed {
            approvals = List.copyOf(approvals);
        }

        @Override
        public Optional<Diagnosis> diagnosed() {
            return Optional.of(diagnosis);
        }
    }

    /** An approver said no. */
    record Denied(String name) implements WhileAwaiting {}

    /** The requester called it off. */
    record Cancelled(String name) implements WhileDiagnosing, WhileAwaiting {}

    /** The deadline has passed without enough yes. */
    record Expired() implements WhileAwaiting {}

    /** After a restart the object of a saved intent is found untouched: the intent's process is gone, so people's yes is looked at again. */
    record Resumed() implements WhileDeleting {}

    /** The copy of the record is in the cluster. */
    record BackedUp(String name) implements WhileDeleting {}

    /** The copy could not be made. */
    record BackupRefused(String why) implements WhileDeleting {}

    /**
     * The API server's answer to the delete, or what a look showed instead.
     *
     * @param ours whether an attempt of ours went out before, so that "gone" may be our own work
     */
    record DeleteAnswered(DeleteAnswer answer, boolean ours) implements WhileDeleting {}

    /** Where Helm stands after the delete. */
    record Validated(Aftermath aftermath) implements WhileValidating {}

    /** It cannot go on. {@code unsure} says that the delete may have happened. */
    record GaveUp(String why, boolean unsure) implements WhileDiagnosing, WhileAwaiting, WhileDeleting, WhileValidating {}

    /** The last message is in the thread. */
    record Told() implements Event {}

    /** The look that this event brings, if it brings one. */
    default Optional<Diagnosis> diagnosed() {
        return Optional.empty();
    }

    /** A word for the event. */
    default String word() {
        return getClass().getSimpleName();
    }
}
