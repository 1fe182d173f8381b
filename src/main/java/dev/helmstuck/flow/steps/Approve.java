package dev.helmstuck.flow.steps;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.helmstuck.approval.Person;
import dev.helmstuck.approval.Policy;
import dev.helmstuck.approval.Tally;
import dev.helmstuck.flow.steps.Progress.Entry;
import dev.helmstuck.flow.steps.Progress.Moved;
import dev.helmstuck.ports.MessageRef;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.remediation.Approval;
import dev.helmstuck.remediation.Event;
import dev.helmstuck.remediation.Note;
import dev.helmstuck.remediation.Proposal;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.Request;
import dev.helmstuck.remediation.State;
import dev.helmstuck.report.thread.ThreadView;
import dev.helmstuck.runbook.DeletePlan;
import dev.helmstuck.runbook.Plan;
import dev.helmstuck.runbook.RerunPlan;
import dev.helmstuck.runbook.RestorePlan;
import jakarta.inject.Inject;

/** {@code AwaitingApproval}: begins when the request is posted, and judges the reactions to it. */
final class Approve {
    private final ReactionTally reactions;
    private final Clock clock;

    @Inject
    Approve(ReactionTally reactions, Clock clock) {
        this.reactions = reactions;
        this.clock = clock;
    }

    Progress work(Remediation remediation, State.AwaitingApproval state, boolean resumed, Policy policy, Steps.ThreadOf thread) {
        Proposal proposal = remediation.proposal().orElseThrow();
        return state.request().isPresent()
                ? judge(remediation, state, state.request().get(), policy)
                : asked(proposal, resumed, policy, thread.posted(ThreadView.request(proposal)));
    }

    /** The request's message is there and complete: from now on it can be answered. */
    private Progress asked(Proposal proposal, boolean resumed, Policy policy, MessageRef message) {
        // the time of the proposal, not of this try: a message found after a restart already names this deadline
        Instant deadline = proposal.made().plus(policy.deadline());
        Request request = new Request(message.channel(), message.ts(), clock.instant(), deadline);
        Moved asked = Progress.moved(new Event.Asked(request),
                Entry.ours("request", proposal.plan().describe(), "posted as " + message.ts() + ", answerable until " + deadline));
        // one that another process has posted may be answered already, and nothing will tell us of it
        return resumed ? asked : asked.andWaits();
    }

    private Progress judge(Remediation remediation, State.AwaitingApproval state, Request request, Policy policy) {
        Instant now = clock.instant();
        boolean over = !now.isBefore(request.deadline());
        Tally tally;
        try {
            tally = reactions.count(remediation.requester(), request, policy, now);
        } catch (UnavailableException unread) {
            // not being able to read does not stop the clock
            if (over) return expired(state.plan());
            throw unread;
        }
        Optional<Moved> moved = no(state.plan(), tally).or(() -> enough(tally, now))
                .or(() -> over ? Optional.of(expired(state.plan())) : heard(state, tally, now))
                .or(() -> halfTime(remediation, request, now));
        return RefusedReactions.told(remediation, request, tally, state.yes(), moved);
    }

    /** A no that counts, which wins over every yes. */
    static Optional<Moved> no(Plan plan, Tally tally) {
        return tally.canceller()
                .map(person -> Progress.moved(new Event.Cancelled(person.name()),
                        new Entry(person.id(), "cancel", plan.describe(), undone(plan))))
                .or(() -> tally.denier().map(person -> Progress.moved(new Event.Denied(person.name()),
                        new Entry(person.id(), "denial", plan.describe(), undone(plan)))));
    }

    /** What a plan that is not carried out leaves, for the audit trail. */
    static String undone(Plan plan) {
        return switch (plan) {
            case DeletePlan delete -> "nothing deleted";
            case RerunPlan rerun -> "nothing rerun";
            case RestorePlan restore -> "nothing put back";
        };
    }

    private static Optional<Moved> enough(Tally tally, Instant now) {
        return tally.complete()
                ? Optional.of(Progress.moved(new Event.Approved(tally.approvers().stream().map(person -> approval(person, now)).toList())))
                : Optional.empty();
    }

    static Approval approval(Person person, Instant seen) {
        return new Approval(person.id(), person.name(), person.identity(), seen);
    }

    private static Moved expired(Plan plan) {
        return Progress.moved(new Event.Expired(), Entry.ours("expiry", plan.describe(), undone(plan)));
    }

    /** Whose yes counts so far, if that has changed; each new one is written down. */
    private static Optional<Moved> heard(State.AwaitingApproval state, Tally tally, Instant now) {
        List<Approval> yes = new ArrayList<>();
        List<Entry> entries = new ArrayList<>();
        for (Person person : tally.approvers()) {
            Optional<Approval> earlier = state.yes().stream().filter(approval -> approval.user().equals(person.id())).findFirst();
            yes.add(earlier.orElseGet(() -> approval(person, now)));
            if (earlier.isEmpty()) {
                entries.add(
                        new Entry(person.id(), "yes", state.plan().describe(), tally.approvers().size() + " of " + tally.needed()));
            }
        }
        return yes.equals(state.yes()) ? Optional.empty() : Optional.of(new Moved(new Event.Heard(yes), List.of(), entries, true));
    }

    /** Half of the time is over and nobody was reminded. */
    private static Optional<Moved> halfTime(Remediation remediation, Request request, Instant now) {
        Note note = new Note.HalfTime(remediation.proposal().orElseThrow().number(), request.deadline());
        if (now.isBefore(request.halfTime()) || remediation.notes().contains(note)) return Optional.empty();
        return Optional.of(new Moved(new Event.Noted(), List.of(note), List.of(), true));
    }
}
