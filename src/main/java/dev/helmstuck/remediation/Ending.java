package dev.helmstuck.remediation;

import java.util.List;
import java.util.Optional;

import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.DeletePlan;

/**
 * How and why it ended, with all that the last message needs.
 *
 * @param why one or two sentences for people
 * @param plan the last plan, if there was one
 * @param approvals who said yes, if the delete was begun
 * @param backup the copy of the record, if one was written
 * @param aftermath where Helm stands, if the delete was done
 * @param rerun the job that was rerun afterwards, if people allowed it
 * @param restore the record that was put back, or was to be, where that was asked for
 * @param instead the job that is to be started or watched in place of the rerun that people allowed, if there is one
 */
public record Ending(Outcome outcome, String why, Optional<DeletePlan> plan, List<Approval> approvals, Optional<String> backup,
        Optional<Aftermath> aftermath, Optional<AllowedRerun> rerun, Optional<Restoration> restore, Optional<CiJob> instead) {

    /** One of a delete. */
    public Ending(Outcome outcome, String why, Optional<DeletePlan> plan, List<Approval> approvals, Optional<String> backup,
            Optional<Aftermath> aftermath, Optional<AllowedRerun> rerun) {
        this(outcome, why, plan, approvals, backup, aftermath, rerun, Optional.empty(), Optional.empty());
    }

    public Ending {
        approvals = List.copyOf(approvals);
    }

    static Ending of(Outcome outcome, String why) {
        return new Ending(outcome, why, Optional.empty(), List.of(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    static Ending of(Outcome outcome, String why, DeletePlan plan) {
        return new Ending(outcome, why, Optional.of(plan), List.of(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    static Ending of(Outcome outcome, String why, AllowedRerun rerun) {
        return new Ending(outcome, why, Optional.empty(), List.of(), Optional.empty(), Optional.empty(), Optional.of(rerun));
    }

    static Ending of(Outcome outcome, String why, List<Approval> approvals, Restoration restore) {
        return new Ending(outcome, why, Optional.empty(), approvals, Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.of(restore), Optional.empty());
    }

    /** The same after this unlock, which the last message tells too. */
    Ending after(Unlock unlock) {
        return new Ending(outcome, why, Optional.of(unlock.plan()), unlock.approvals(), Optional.of(unlock.backup()),
                Optional.of(unlock.aftermath()), rerun, restore, instead);
    }

    /** The same with the job that is to be started or watched in place of a rerun. */
    Ending instead(Optional<CiJob> job) {
        return new Ending(outcome, why, plan, approvals, backup, aftermath, rerun, restore, job);
    }
}
