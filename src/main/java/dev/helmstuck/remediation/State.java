package dev.helmstuck.remediation;

import java.util.List;
import java.util.Optional;

import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.DeletePlan;
import dev.helmstuck.runbook.Plan;
import dev.helmstuck.runbook.RerunPlan;
import dev.helmstuck.runbook.RestorePlan;
import dev.helmstuck.runbook.Rollout;

/**
 * Where a remediation stands. Saved before the side effect that it announces. Every move and what causes it:
 *
 * <pre>
 * (command)         -> Diagnosing
 * Diagnosing        -> AwaitingApproval    the record is stuck and every check allows the delete
 *                   -> Closing             not stuck; a check stops it; called off; given up
 * AwaitingApproval  -> AwaitingApproval    its request is posted; somebody said yes, and more are needed
 *                   -> Rechecking          enough people said yes
 *                   -> Closing             an approver said no; called off; the deadline passed; given up
 * Rechecking        -> Deleting            everything is as it was, and the yes still stands
 *                   -> AwaitingApproval    the same request: a yes was taken back or lost its right, or the process died
 *                   -> AwaitingApproval    a new request: the plan changed, so people are asked again
 *                   -> Closing             the look no longer allows a delete; an approver said no; called off; given up
 * Deleting          -> Deleting            the copy is written
 *                   -> AwaitingApproval    the same request: the yes no longer stands, or its process died; the record is untouched
 *                   -> Validating          the record is deleted
 *                   -> Closing             another object is there, gone before, denied, no copy, no answer; given up
 * Validating        -> AwaitingApproval    Helm is unlocked, and there is a job to rerun: people are asked about that
 *                   -> Closing             where Helm stands is known, and nothing is to be rerun; given up
 *
 * where the plan is a rerun:
 * Rechecking        -> Rerunning           the job is still the one to rerun, and the yes still stands
 *                   -> AwaitingApproval    the same request: a yes was taken back or lost its right, or the process died
 *                   -> Closing             another deploy came in between; an approver said no; called off; given up
 * Rerunning         -> Following           GitLab has made the new job, by our asking or somebody else's
 *                   -> AwaitingApproval    the same request: the yes no longer stands, or its process died; no new job is made
 *                   -> Closing             another job came in between at the last moment; GitLab refused it; no answer
 * Following         -> Following           the job goes on, or is made anew; how it goes on cannot be seen
 *                   -> Diagnosing          the release is locked again
 *                   -> Closing             the deploy is proven; the job failed; given up
 *
 * where a record is to be put back:
 * Diagnosing        -> AwaitingApproval    there is one copy that can be put back
 *                   -> Closing             there is none, or none is meant alone; called off; given up
 * Rechecking        -> Restoring           copy and records are as they were, and the yes still stands
 *                   -> AwaitingApproval    the same request: a yes was taken back or lost its right, or the process died
 *                   -> Closing             the copy or the records changed; an approver said no; called off; given up
 * Restoring         -> Restoring           the record is there
 *                   -> AwaitingApproval    the same request: the yes no longer stands, or its process died; no record is there
 *                   -> Closing             where Helm stands now is known; the record cannot be written; no answer
 *
 * Closing           -> Closed              the thread says so
 * </pre>
 *
 * In every state but {@code Closed} something may be noted that the thread tells about, and nothing moves.
 */
public sealed interface State {

    /** The checks run. After a restart they run again. */
    record Diagnosing() implements State {}

    /** A plan waits for people. {@code request} is empty until its message is complete; {@code yes} are those that count so far. */
    record AwaitingApproval(Plan plan, Optional<Request> request, List<Approval> yes) implements State {
        public AwaitingApproval {
            yes = List.copyOf(yes);
        }
    }

    /** People said yes to a plan, and it may be carried out as long as that stands. */
    sealed interface Allowed extends State {

        Plan plan();

        /** What they answered. */
        Request request();

        List<Approval> approvals();
    }

    /** Enough people said yes, and everything is looked at again. */
    record Rechecking(Plan plan, Request request, List<Approval> approvals) implements Allowed {
        public Rechecking {
            approvals = List.copyOf(approvals);
        }
    }

    /** The intent to delete this plan's object is saved. {@code backup} is empty until the copy is there. */
    record Deleting(DeletePlan plan, Request request, List<Approval> approvals, Optional<String> backup) implements Allowed {
        public Deleting {
            approvals = List.copyOf(approvals);
        }
    }

    /** The Secret is gone; Helm's health is to be proven. */
    record Validating(DeletePlan plan, List<Approval> approvals, String backup) implements State {
        public Validating {
            approvals = List.copyOf(approvals);
        }
    }

    /** The intent to rerun this plan's job is saved. {@code before} is what the deploy finds. */
    record Rerunning(RerunPlan plan, Request request, List<Approval> approvals, List<Rollout> before) implements Allowed {
        public Rerunning {
            approvals = List.copyOf(approvals);
            before = List.copyOf(before);
        }
    }

    /**
     * The job runs again; {@code job} is the new one, as last seen, and {@code trouble} is why nothing later is seen now. {@code others} is the
     * newest revision above the plan's that was seen while the job had not begun.
     */
    record Following(RerunPlan plan, List<Approval> approvals, List<Rollout> before, CiJob job, Optional<String> trouble,
            Optional<HistoryLine> others)
            implements
                State {
        public Following {
            approvals = List.copyOf(approvals);
            before = List.copyOf(before);
        }

        /** One that is seen. */
        public Following(RerunPlan plan, List<Approval> approvals, List<Rollout> before, CiJob job) {
            this(plan, approvals, before, job, Optional.empty(), Optional.empty());
        }

        /** The same with the job as it is now. */
        Following of(CiJob now) {
            return new Following(plan, approvals, before, now, Optional.empty(), others);
        }

        /** The same with a revision that cannot be the job's. */
        Following over(HistoryLine newest) {
            return new Following(plan, approvals, before, job, trouble, Optional.of(newest));
        }

        Following unseen(String why) {
            return new Following(plan, approvals, before, job, Optional.of(why), others);
        }
    }

    /** The intent to put this plan's record back is saved. {@code uid} is empty until it is there. */
    record Restoring(RestorePlan plan, Request request, List<Approval> approvals, Optional<String> uid) implements Allowed {
        public Restoring {
            approvals = List.copyOf(approvals);
        }
    }

    /** It ended; the last message is still to be posted. */
    record Closing(Ending ending) implements State {}

    /** It ended and the thread says so. */
    record Closed(Ending ending) implements State {}

    /** A word for the state. */
    default String word() {
        return getClass().getSimpleName();
    }

    /** How it ended, if it did: then nothing will happen any more but the telling. */
    default Optional<Ending> end() {
        return switch (this) {
            case Closing(Ending ending) -> Optional.of(ending);
            case Closed(Ending ending) -> Optional.of(ending);
            case Diagnosing d -> Optional.empty();
            case AwaitingApproval a -> Optional.empty();
            case Rechecking r -> Optional.empty();
            case Deleting d -> Optional.empty();
            case Validating v -> Optional.empty();
            case Rerunning r -> Optional.empty();
            case Following f -> Optional.empty();
            case Restoring r -> Optional.empty();
        };
    }

    /** Whether it has ended. */
    default boolean ended() {
        return end().isPresent();
    }
}
