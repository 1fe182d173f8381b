package dev.helmstuck.flow.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import dev.helmstuck.flow.steps.Progress;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.remediation.Event;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.Request;
import dev.helmstuck.remediation.State;

/** Ends what cannot go on for long. While people are waited for, the deadline ends it; the telling is never given up. */
final class Patience {
    /** How long a system may stay silent before a remediation ends without it. */
    static final Duration TIME = Duration.ofMinutes(10);

    private Patience() {}

    static Optional<Progress> over(Remediation remediation, UnavailableException silent, Instant now) {
        return over(remediation, silent.source() + " did not answer for " + TIME.toMinutes() + " minutes: " + silent.why(), now);
    }

    static Optional<Progress> over(Remediation remediation, RuntimeException bug, Instant now) {
        return over(remediation, "An unexpected error in the bot (" + bug.getClass().getSimpleName() + "), see its log.", now);
    }

    private static Optional<Progress> over(Remediation remediation, String why, Instant now) {
        if (now.isBefore(remediation.since().plus(TIME))) return Optional.empty();
        return switch (remediation.state()) {
            case State.Diagnosing diagnosing -> gaveUp(remediation, why + " Nothing was deleted.", false);
            case State.AwaitingApproval awaiting -> awaiting.request().isEmpty() || longOver(awaiting.request().get(), now)
                    ? gaveUp(remediation, why + " Nothing was deleted.", false)
                    : Optional.empty();
            case State.Rechecking rechecking -> gaveUp(remediation, why + " Nothing was deleted.", false);
            case State.Deleting deleting -> deleting.backup().isPresent()
                    ? gaveUp(remediation, why + " The delete may have happened.", true)
                    : gaveUp(remediation, why + " Nothing was deleted.", false);
            case State.Validating validating ->
                gaveUp(remediation, "The record is deleted, but Helm could not be checked. " + why, true);
            case State.Closing closing -> Optional.empty();
            case State.Closed closed -> Optional.empty();
        };
    }

    /** The deadline ends it, unless something keeps us from even looking at it. */
    private static boolean longOver(Request request, Instant now) {
        return !now.isBefore(request.deadline().plus(TIME));
    }

    private static Optional<Progress> gaveUp(Remediation remediation, String why, boolean unsure) {
        return Optional.of(Progress.moved(new Event.GaveUp(why, unsure),
                Progress.Entry.ours("gave up", remediation.state().word(), why)));
    }
}
