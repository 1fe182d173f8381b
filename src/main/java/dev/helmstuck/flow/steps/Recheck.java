package dev.helmstuck.flow.steps;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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
import jakarta.inject.Inject;

/** {@code Rechecking}: looks at everything again, and then at the people once more, before a yes has an effect. */
final class Recheck {
    private final Gather gather;
    private final ReactionTally reactions;
    private final Clock clock;

    @Inject
    Recheck(Gather gather, ReactionTally reactions, Clock clock) {
        this.gather = gather;
        this.reactions = reactions;
        this.clock = clock;
    }

    Progress work(Remediation remediation, State.Rechecking state, ConfiguredTarget entry) {
        Diagnosis diagnosis = gather.lookAgain(entry.target(), entry.policy().sampleGap(), state.plan());
        // the last look at the people comes after the slow look at the systems, right before the intent is saved
        Instant seen = state.approvals().getFirst().seen();
        Set<String> approvers = state.approvals().stream().map(Approval::user).collect(Collectors.toSet());
        Tally again = reactions.recount(remediation.requester(), state.request(), entry.policy(), seen, approvers);
        Moved moved = Approve.no(state.plan(), again)
                .orElseGet(() -> again.complete() ? confirmed(state.plan(), diagnosis, again, seen) : reopened(state, again));
        return RefusedReactions.told(remediation, state.request(), again, state.approvals(), Optional.of(moved));
    }

    private static Moved confirmed(DeletePlan plan, Diagnosis diagnosis, Tally tally, Instant seen) {
        List<Approval> approvals = tally.approvers().stream().map(person -> Approve.approval(person, seen)).toList();
        List<Entry> entries = new ArrayList<>();
        approvals.forEach(approval -> entries.add(new Entry(approval.user(), "approval", plan.describe(), "seen " + seen)));
        boolean same = diagnosis.plan().filter(again -> again.fingerprint().equals(plan.fingerprint())).isPresent();
        entries.add(Entry.ours("diagnosis", plan.describe(),
                diagnosis.verdict().name() + (same ? ", same plan: intent to delete" : ", another plan")));
        return new Moved(new Event.Confirmed(diagnosis, approvals), List.of(), entries, false);
    }

    /** Whose yes is not there any more took it back; who lost the right to say it, or cannot be read now, did not. */
    private Moved reopened(State.Rechecking state, Tally tally) {
        List<Approval> yes = new ArrayList<>();
        List<String> gone = new ArrayList<>();
        for (Approval approval : state.approvals()) {
            if (tally.approvers().stream().anyMatch(person -> person.id().equals(approval.user()))) {
                yes.add(approval);
            } else if (tally.refused().stream().noneMatch(refused -> refused.user().equals(approval.user()))) {
                gone.add(approval.user());
            }
        }
        Moved moved = Progress.moved(new Event.Reopened(yes)).andWaits();
        return gone.isEmpty()
                ? moved
                : moved.telling(new Note.YesTakenBack(state.request(), clock.instant()),
                        new Entry(String.join(",", gone), "yes taken back", state.request().ts(), "nothing deleted"));
    }
}
