package dev.helmstuck.flow.steps;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

import dev.helmstuck.approval.Tally;
import dev.helmstuck.flow.Gather;
import dev.helmstuck.flow.steps.Progress.Entry;
import dev.helmstuck.flow.steps.Progress.Moved;
import dev.helmstuck.ports.ConfiguredTarget;
import dev.helmstuck.remediation.Approval;
import dev.helmstuck.remediation.Event;
import dev.helmstuck.remediation.Note;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.State;
import dev.helmstuck.runbook.DeletePlan;
import dev.helmstuck.runbook.Diagnosis;
import dev.helmstuck.runbook.Plan;
import dev.helmstuck.runbook.RerunPlan;
import dev.helmstuck.runbook.RestorePlan;
import dev.helmstuck.runbook.Rollout;
import jakarta.inject.Inject;

/** {@code Rechecking}: looks at everything again, and then at the people once more, before a yes has an effect. */
final class Recheck {
    private final Gather gather;
    private final RerunLook rerunLook;
    private final RestoreLook restoreLook;
    private final StandingYes yes;
    private final Clock clock;

    @Inject
    Recheck(Gather gather, RerunLook rerunLook, RestoreLook restoreLook, StandingYes yes, Clock clock) {
        this.gather = gather;
        this.rerunLook = rerunLook;
        this.restoreLook = restoreLook;
        this.yes = yes;
        this.clock = clock;
    }

    Progress work(Remediation remediation, State.Rechecking state, ConfiguredTarget entry) {
        return switch (state.plan()) {
            case DeletePlan plan -> beforeDelete(remediation, state, plan, entry);
            case RerunPlan plan -> beforeRerun(remediation, state, plan, entry);
            case RestorePlan plan -> beforeRestore(remediation, state, plan, entry);
        };
    }

    private Progress beforeDelete(Remediation remediation, State.Rechecking state, DeletePlan plan, ConfiguredTarget entry) {
        Diagnosis diagnosis = Diagnose.taken(gather.lookAgain(entry.target(), entry.policy().sampleGap(), plan,
                Diagnose.word(remediation, entry)), entry);
        return people(remediation, state, entry, (again, seen) -> confirmed(plan, diagnosis, again, seen));
    }

    private Progress beforeRerun(Remediation remediation, State.Rechecking state, RerunPlan plan, ConfiguredTarget entry) {
        RerunLook.LastLook look = rerunLook.look(remediation, plan, entry.target());
        return people(remediation, state, entry, (again, seen) -> switch (look) {
            case RerunLook.LastLook.Still(List<Rollout> before) -> {
                List<Approval> approvals = approvals(again, seen);
                yield new Moved(new Event.RerunConfirmed(approvals, before), List.of(),
                        entries(plan, approvals, "still the one: intent to rerun"), false);
            }
            case RerunLook.LastLook.Overruled(String why, var instead) ->
                Progress.moved(new Event.RerunOverruled(why, instead), Entry.ours("rerun", plan.describe(), "not rerun: " + why));
        });
    }

    private Progress beforeRestore(Remediation remediation, State.Rechecking state, RestorePlan plan, ConfiguredTarget entry) {
        Optional<String> changed = restoreLook.changed(entry.target(), plan);
        return people(remediation, state, entry, (again, seen) -> {
            if (changed.isPresent())
                return Progress.moved(new Event.RestoreOverruled(changed.get()),
                        Entry.ours("restore", plan.describe(), "not put back: " + changed.get()));
            List<Approval> approvals = approvals(again, seen);
            return new Moved(new Event.RestoreConfirmed(approvals), List.of(),
                    entries(plan, approvals, "copy and records as they were: intent to put it back"), false);
        });
    }

    /** The last look at the people comes after the slow look at the systems, right before the intent is saved. */
    private Progress people(Remediation remediation, State.Rechecking state, ConfiguredTarget entry,
            BiFunction<Tally, Instant, Moved> stands) {
        Instant seen = state.approvals().getFirst().seen();
        Tally again = yes.now(remediation, state, entry.policy());
        Moved moved = Approve.no(state.plan(), again)
                .orElseGet(() -> again.complete() ? stands.apply(again, seen) : reopened(state, again));
        return RefusedReactions.told(remediation, state.request(), again, state.approvals(), Optional.of(moved));
    }

    private static Moved confirmed(DeletePlan plan, Diagnosis diagnosis, Tally tally, Instant seen) {
        List<Approval> approvals = approvals(tally, seen);
        boolean same = diagnosis.plan().filter(again -> again.fingerprint().equals(plan.fingerprint())).isPresent();
        Moved moved = new Moved(new Event.Confirmed(diagnosis, approvals), List.of(), entries(plan, approvals,
                diagnosis.verdict().name() + (same ? ", same plan: intent to delete" : ", another plan")), false);
        return diagnosis.plan().flatMap(Diagnose::vouched).map(moved::and).orElse(moved);
    }

    private static List<Approval> approvals(Tally tally, Instant seen) {
        return tally.approvers().stream().map(person -> Approve.approval(person, seen)).toList();
    }

    private static List<Entry> entries(Plan plan, List<Approval> approvals, String look) {
        List<Entry> entries = new ArrayList<>();
        approvals.forEach(approval -> entries.add(new Entry(approval.user(), "approval", plan.describe(), "seen " + approval.seen())));
        entries.add(Entry.ours("diagnosis", plan.describe(), look));
        return entries;
    }

    /** Whose yes is not there any more took it back; who lost the right to say it, or cannot be read now, did not. */
    private Moved reopened(State.Rechecking state, Tally tally) {
        List<Approval> still = new ArrayList<>();
        List<String> gone = new ArrayList<>();
        for (Approval approval : state.approvals()) {
            if (tally.approvers().stream().anyMatch(person -> person.id().equals(approval.user()))) {
                still.add(approval);
            } else if (tally.refused().stream().noneMatch(refused -> refused.user().equals(approval.user()))) {
                gone.add(approval.user());
            }
        }
        Moved moved = Progress.moved(new Event.Reopened(still)).andWaits();
        return gone.isEmpty()
                ? moved
                : moved.telling(new Note.YesTakenBack(state.request(), clock.instant()),
                        new Entry(String.join(",", gone), "yes taken back", state.request().ts(), Approve.undone(state.plan())));
    }
}
