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
import dev.helmstuck.runbook.DeletePlan;
import dev.helmstuck.runbook.Plan;
import dev.helmstuck.runbook.RerunPlan;
import dev.helmstuck.runbook.RestorePlan;

/** Ends what cannot go on for long. While people are waited for, the deadline ends it; the telling is never given up. */
final class Patience {
    /** How long a system may stay silent before a remediation ends without it. */
    static final Duration TIME = Duration.ofMinutes(10);

    /** A job takes its time, and GitLab may be away for a part of that. */
    private static final Duration WITHOUT_JOB = Duration.ofHours(7);

    private static final String RESTORED_NOTHING = " Nothing was put back.";

    private Patience() {}

    static Optional<Progress> over(Remediation remediation, UnavailableException silent, Instant now) {
        String silence = silent.source().equals(UnavailableException.CONFIGURATION)
                ? "In the targets file " + silent.why() + ", and that stayed so for " + TIME.toMinutes() + " minutes."
                : silent.source() + " did not answer for " + TIME.toMinutes() + " minutes: " + silent.why();
        return over(remediation, silence, now);
    }

    static Optional<Progress> over(Remediation remediation, Throwable bug, Instant now) {
        return over(remediation, "An unexpected error in the bot (" + bug.getClass().getSimpleName() + "), see its log.", now);
    }

    private static Optional<Progress> over(Remediation remediation, String why, Instant now) {
        if (now.isBefore(remediation.since().plus(remediation.state() instanceof State.Following ? WITHOUT_JOB : TIME)))
            return Optional.empty();
        return switch (remediation.state()) {
            case State.Diagnosing diagnosing -> gaveUp(remediation, why + nothing(remediation), false);
            case State.AwaitingApproval awaiting -> awaiting.request().isEmpty() || longOver(awaiting.request().get(), now)
                    ? gaveUp(remediation, why + untouched(remediation, awaiting.plan()), false)
                    : Optional.empty();
            case State.Rechecking rechecking -> gaveUp(remediation, why + untouched(remediation, rechecking.plan()), false);
            case State.Rerunning rerunning -> gaveUp(remediation, "Whether the job is rerun is not known. " + why, true);
            case State.Following following -> gaveUp(remediation, "How the rerun ended is not known. " + why, false);
            case State.Deleting deleting -> deleting.backup().isPresent()
                    ? gaveUp(remediation, why + " The delete may have happened.", true)
                    : gaveUp(remediation, why + nothing(remediation), false);
            case State.Validating validating ->
                gaveUp(remediation, "The record is deleted, but Helm could not be checked. " + why, true);
            case State.Restoring restoring -> gaveUp(remediation, restoring.uid().isPresent()
                    ? "The record is back, but Helm could not be looked at. " + why
                    : why + " The record may be back.", true);
            case State.Closing closing -> Optional.empty();
            case State.Closed closed -> Optional.empty();
        };
    }

    /** The deadline ends it, unless something keeps us from even looking at it. */
    private static boolean longOver(Request request, Instant now) {
        return !now.isBefore(request.deadline().plus(TIME));
    }

    /** Before the rerun that met another lock something was. */
    private static String nothing(Remediation remediation) {
        if (remediation.restore().isPresent()) return RESTORED_NOTHING;
        return remediation.unlockedBefore() ? " Nothing more was deleted." : " Nothing was deleted.";
    }

    private static String untouched(Remediation remediation, Plan plan) {
        return switch (plan) {
            case DeletePlan delete -> nothing(remediation);
            case RerunPlan rerun -> "";
            case RestorePlan restore -> RESTORED_NOTHING;
        };
    }

    private static Optional<Progress> gaveUp(Remediation remediation, String why, boolean unsure) {
        return Optional.of(Progress.moved(new Event.GaveUp(why, unsure),
                Progress.Entry.ours("gave up", remediation.state().word(), why)));
    }
}
