package dev.helmstuck.remediation;

import java.util.List;
import java.util.Optional;

import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.DeleteAnswer;
import dev.helmstuck.runbook.Diagnosis;
import dev.helmstuck.runbook.RerunPlan;
import dev.helmstuck.runbook.RestorePlan;
import dev.helmstuck.runbook.Rollout;

/**
 * What can happen to a remediation. The interfaces say which states take it; {@link Told} ends {@link State.Closing}, and {@link Noted}
 * moves nothing.
 */
public sealed interface Event {

    /** What {@link State.Diagnosing} takes. */
    sealed interface WhileDiagnosing extends Event {}

    /** What {@link State.AwaitingApproval} takes. */
    sealed interface WhileAwaiting extends Event {}

    /** What {@link State.Rechecking} takes. */
    sealed interface WhileRechecking extends Event {}

    /** What {@link State.Deleting} takes. */
    sealed interface WhileDeleting extends Event {}

    /** What {@link State.Validating} takes. */
    sealed interface WhileValidating extends Event {}

    /** What {@link State.Rerunning} takes. */
    sealed interface WhileRerunning extends Event {}

    /** What {@link State.Following} takes. */
    sealed interface WhileFollowing extends Event {}

    /** What {@link State.Restoring} takes. */
    sealed interface WhileRestoring extends Event {}

    /** This copy can be put back, if people allow it. */
    record RestorePlanned(RestorePlan plan) implements WhileDiagnosing {
        @Override
        public boolean looks() {
            return true;
        }
    }

    /** Nothing can be put back, or it is not clear what; why, and what to do. */
    record RestoreImpossible(String why) implements WhileDiagnosing {}

    /** The copy and the records are as they were, and these people's yes still stands. */
    record RestoreConfirmed(List<Approval> approvals) implements WhileRechecking {
        public RestoreConfirmed {
            approvals = List.copyOf(approvals);
        }
    }

    /** The copy or the records are not as they were. */
    record RestoreOverruled(String why) implements WhileRechecking {}

    /** The record is there, with this uid. */
    record PutBack(String uid) implements WhileRestoring {}

    /** The record was not written. */
    record NotPutBack(String why) implements WhileRestoring {}

    /**
     * Where Helm stands since the record is back.
     *
     * @param newest whether the record that was put back is the newest
     */
    record RestoreProven(Aftermath.Helm helm, boolean newest) implements WhileRestoring {}

    /** The checks have run for the first time. */
    record Diagnosed(Diagnosis diagnosis) implements WhileDiagnosing {
        @Override
        public Optional<Diagnosis> diagnosed() {
            return Optional.of(diagnosis);
        }
    }

    /** The approval request is posted and complete. */
    record Asked(Request request) implements WhileAwaiting {}

    /** Whose yes counts has changed, and more are needed. */
    record Heard(List<Approval> yes) implements WhileAwaiting {
        public Heard {
            yes = List.copyOf(yes);
        }

        @Override
        public boolean moves() {
            return false;
        }
    }

    /** Enough people said yes. */
    record Approved(List<Approval> approvals) implements WhileAwaiting {
        public Approved {
            approvals = List.copyOf(approvals);
        }
    }

    /** The whole look was taken again, and these people's yes still stands. */
    record Confirmed(Diagnosis diagnosis, List<Approval> approvals) implements WhileRechecking {
        public Confirmed {
            approvals = List.copyOf(approvals);
        }

        @Override
        public Optional<Diagnosis> diagnosed() {
            return Optional.of(diagnosis);
        }
    }

    /** People's yes is looked at again: not enough of it stands, or the process that relied on it is gone and nothing was done. */
    record Reopened(List<Approval> yes) implements WhileRechecking, WhileDeleting, WhileRerunning, WhileRestoring {
        public Reopened {
            yes = List.copyOf(yes);
        }
    }

    /** An approver said no. */
    record Denied(String name) implements WhileAwaiting, WhileRechecking {}

    /** The requester called it off. */
    record Cancelled(String name) implements WhileDiagnosing, WhileAwaiting, WhileRechecking {}

    /** The deadline has passed without enough yes. */
    record Expired() implements WhileAwaiting {}

    /** The copy of the record is in the cluster. People were looked at before it was begun, so that is when the state begins. */
    record BackedUp(String name) implements WhileDeleting {
        @Override
        public boolean moves() {
            return false;
        }
    }

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

    /** Helm is unlocked, and this job is to be rerun if people allow it. */
    record RerunOffered(Aftermath aftermath, RerunPlan plan) implements WhileValidating {}

    /** The job is still the one to rerun, and these people's yes still stands. */
    record RerunConfirmed(List<Approval> approvals, List<Rollout> before) implements WhileRechecking {
        public RerunConfirmed {
            approvals = List.copyOf(approvals);
            before = List.copyOf(before);
        }
    }

    /** The job is no longer the one to rerun; {@code instead} is the one to be started or watched, if there is one. */
    record RerunOverruled(String why, Optional<CiJob> instead) implements WhileRechecking {}

    /** GitLab has made a new job, by our asking or somebody else's. */
    record RerunBegun(CiJob job) implements WhileRerunning {}

    /** GitLab did not rerun it, or was not asked. */
    record RerunRefused(String why, Optional<CiJob> instead) implements WhileRerunning {}

    /** The new job has another status, or another job was made of it; {@code others}: this revision is there, and it has not begun. */
    record JobSeen(CiJob job, Optional<HistoryLine> others) implements WhileFollowing {
        /** One beside which nothing new is there. */
        public JobSeen(CiJob job) {
            this(job, Optional.empty());
        }

        @Override
        public boolean moves() {
            return false;
        }
    }

    /** How the new job goes on, or what it came to, cannot be seen. */
    record JobUnseen(String why) implements WhileFollowing {
        @Override
        public boolean moves() {
            return false;
        }
    }

    /** The new job has ended, and the release is locked again. */
    record LockedAgain(CiJob job) implements WhileFollowing {}

    /** The new job did not succeed, and Helm is not locked. */
    record RerunFailed(CiJob job, String why) implements WhileFollowing {}

    /** The new job succeeded, and this is what it came to. */
    record Proven(CiJob job, Proof proof) implements WhileFollowing {}

    /** It cannot go on. {@code unsure} says that the delete, or the rerun, may have happened. */
    record GaveUp(String why, boolean unsure)
            implements
                WhileDiagnosing,
                WhileAwaiting,
                WhileRechecking,
                WhileDeleting,
                WhileValidating,
                WhileRerunning,
                WhileFollowing,
                WhileRestoring {}

    /** The last message is in the thread. */
    record Told() implements Event {}

    /** Only something to be told: every state but {@link State.Closed} takes it and stays. */
    record Noted() implements Event {
        @Override
        public boolean moves() {
            return false;
        }
    }

    /** The look that this event brings, if it brings one. */
    default Optional<Diagnosis> diagnosed() {
        return Optional.empty();
    }

    /** Whether it comes of a completed look. */
    default boolean looks() {
        return diagnosed().isPresent();
    }

    /** Whether the state that follows begins now. */
    default boolean moves() {
        return true;
    }

    /** A word for the event. */
    default String word() {
        return getClass().getSimpleName();
    }
}
