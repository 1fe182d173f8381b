package dev.helmstuck.remediation;

import java.util.List;
import java.util.Optional;

import dev.helmstuck.runbook.RestorePlan;

/** The part of {@link Moves} where a record is put back. */
final class RestoreMoves {

    private RestoreMoves() {}

    /** Before anything was written. */
    static Ending undone(Outcome outcome, String why, RestorePlan plan) {
        return Ending.of(outcome, why, List.of(), new Restoration(plan, Optional.empty(), Optional.empty()));
    }

    static State restoring(State.Restoring state, Event.WhileRestoring event) {
        return switch (event) {
            case Event.PutBack(String uid) -> {
                if (state.uid().isPresent()) throw new IllegalMove(state, event);
                yield new State.Restoring(state.plan(), state.request(), state.approvals(), Optional.of(uid));
            }
            case Event.NotPutBack(String why) -> {
                if (state.uid().isPresent()) throw new IllegalMove(state, event);
                yield ended(state, Outcome.FAILED, "The record was not put back: " + why, Optional.empty());
            }
            case Event.RestoreProven(Aftermath.Helm helm, boolean newest) -> {
                if (state.uid().isEmpty()) throw new IllegalMove(state, event);
                yield newest
                        ? ended(state, Outcome.RESTORED,
                                "The record of revision " + state.plan().revision() + " is back and the newest one.",
                                Optional.of(helm))
                        : ended(state, Outcome.NEEDS_ATTENTION, "The record of revision " + state.plan().revision()
                                + " was put back, but another one is the newest now: " + helm.words() + ".", Optional.of(helm));
            }
            case Event.Reopened(List<Approval> yes) -> {
                if (state.uid().isPresent()) throw new IllegalMove(state, event);
                yield new State.AwaitingApproval(state.plan(), Optional.of(state.request()), yes);
            }
            case Event.GaveUp(String why, boolean unsure) ->
                ended(state, unsure ? Outcome.NEEDS_ATTENTION : Outcome.FAILED, why, Optional.empty());
        };
    }

    private static State ended(State.Restoring state, Outcome outcome, String why, Optional<Aftermath.Helm> helm) {
        return new State.Closing(Ending.of(outcome, why, state.approvals(), new Restoration(state.plan(), state.uid(), helm)));
    }
}
