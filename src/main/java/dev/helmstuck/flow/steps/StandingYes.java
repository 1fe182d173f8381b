package dev.helmstuck.flow.steps;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import dev.helmstuck.approval.Policy;
import dev.helmstuck.approval.Tally;
import dev.helmstuck.flow.steps.Progress.Entry;
import dev.helmstuck.ports.Remediations;
import dev.helmstuck.remediation.Approval;
import dev.helmstuck.remediation.Event;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.State;
import jakarta.inject.Inject;

/** Whether people's yes stands to the last: by the reactions on the request and who is behind them, right before an act and each repetition. */
final class StandingYes {
    /** So long a look at the people holds; what comes between it and the act may take longer. */
    private static final Duration FRESH = Duration.ofSeconds(30);

    private final ReactionTally reactions;
    private final Remediations remediations;
    private final Clock clock;

    @Inject
    StandingYes(ReactionTally reactions, Remediations remediations, Clock clock) {
        this.reactions = reactions;
        this.remediations = remediations;
        this.clock = clock;
    }

    /**
     * The reactions as they are now. Only a yes that was seen in time counts, if it still is there; a no counts from anybody, at any time.
     *
     * @throws dev.helmstuck.ports.UnavailableException if they cannot be read completely
     */
    Tally now(Remediation remediation, State.Allowed state, Policy policy) {
        Set<String> approvers = state.approvals().stream().map(Approval::user).collect(Collectors.toSet());
        return reactions.recount(remediation.requester(), state.request(), policy.on(state.plan()), state.approvals().getFirst().seen(),
                approvers);
    }

    /**
     * What is done instead of the act, if anything is: another process goes on, or people are asked again.
     *
     * @param again whether it is not the first try, so that time passed since the people were looked at
     * @param action the act's word in the audit trail
     */
    Optional<Progress> stops(Remediation remediation, State.Allowed state, Policy policy, boolean again, String action) {
        boolean stale = again || clock.instant().isAfter(remediation.since().plus(FRESH));
        if (stale && !now(remediation, state, policy).complete()) return Optional.of(reopened(state, action));
        // all of it took time: another process may have taken over and asked people again
        return remediations.stands(remediation) ? Optional.empty() : Optional.of(new Progress.Waits());
    }

    /** Nothing came of it so far. */
    static Progress reopened(State.Allowed state, String action) {
        return Progress.moved(new Event.Reopened(state.approvals()),
                Entry.ours(action, state.plan().describe(), "untouched; people's yes is looked at again"));
    }
}
