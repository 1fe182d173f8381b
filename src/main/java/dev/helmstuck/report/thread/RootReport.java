package dev.helmstuck.report.thread;

import java.util.ArrayList;
import java.util.List;

import dev.helmstuck.remediation.Ending;
import dev.helmstuck.remediation.Outcome;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.State;
import dev.helmstuck.report.Line;
import dev.helmstuck.report.Line.Span;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.Section;
import dev.helmstuck.report.Tone;
import dev.helmstuck.runbook.DeletePlan;
import dev.helmstuck.runbook.Plan;
import dev.helmstuck.runbook.RerunPlan;
import dev.helmstuck.runbook.RestorePlan;
import dev.helmstuck.runbook.Target;

/** The one root message of a remediation: where it stands, as a checklist, edited as it moves. */
public final class RootReport {

    private RootReport() {}

    /** The root message for this state. That nothing is stuck is said here alone, with what to do next. */
    public static Report of(Remediation remediation, Surroundings around) {
        State state = remediation.state();
        List<Line> lines = new ArrayList<>(now(remediation, around));
        lines.add(asked(remediation, around.target()));
        VouchingLines.root(remediation).ifPresent(lines::add);
        IncidentLines.root(remediation).ifPresent(lines::add);
        return new Report(tone(state), Headline.of(remediation, around),
                // a restore takes two steps, which the headline says
                remediation.restore().isPresent() ? List.of() : Checklist.of(remediation),
                List.of(new Section("", lines)));
    }

    private static Line asked(Remediation remediation, Target target) {
        return Line.of(new Span.Text("Asked for by "),
                new Span.Mention(remediation.requester().user(), remediation.requester().name()), new Span.Text(". Environment "),
                new Span.Code(target.environment()), new Span.Text(", cluster "), new Span.Code(target.cluster()),
                new Span.Text(", namespace "), new Span.Code(target.namespace()), new Span.Text(", release "),
                new Span.Code(target.release()), new Span.Text("."));
    }

    /** A rerun that did not end in a proven deploy is nothing to be glad of. */
    static Tone tone(Ending ending) {
        return switch (ending.outcome()) {
            case RESOLVED, RESTORED -> Tone.GOOD;
            case UNLOCKED -> ending.rerun().isPresent() ? Tone.CAREFUL : Tone.GOOD;
            case NOT_STUCK, CANCELLED, EXPIRED, REFUSED, ALREADY_GONE -> Tone.NEUTRAL;
            case BLOCKED, PLAN_CHANGED, NEEDS_ATTENTION -> Tone.CAREFUL;
            case FAILED -> Tone.BAD;
        };
    }

    private static Tone tone(State state) {
        return switch (state) {
            case State.Diagnosing d -> Tone.WORKING;
            case State.AwaitingApproval a -> Tone.ASKING;
            case State.Rechecking r -> Tone.WORKING;
            case State.Deleting d -> Tone.WORKING;
            case State.Validating v -> Tone.WORKING;
            case State.Rerunning r -> Tone.WORKING;
            case State.Following f -> Tone.WORKING;
            case State.Restoring r -> Tone.WORKING;
            case State.Closing(Ending ending) -> tone(ending);
            case State.Closed(Ending ending) -> tone(ending);
        };
    }

    private static List<Line> now(Remediation remediation, Surroundings around) {
        return switch (remediation.state()) {
            case State.Diagnosing d -> List.of(Line.of(remediation.restore().isPresent()
                    ? "Nothing is put back before a second engineer says yes."
                    : "Nothing is deleted before a second engineer says yes."));
            case State.AwaitingApproval(var plan, var request, var yes) -> List.of(around.request()
                    .map(link -> Line.of(new Span.Text("Answer there: "), new Span.Anchor("the request", link),
                            new Span.Text(". " + before(plan))))
                    .orElse(Line.of("The request is in the thread. " + before(plan))));
            case State.Rechecking r -> List.of(Line.of("A yes can still be taken back."));
            case State.Deleting d -> List.of();
            case State.Validating v -> List.of();
            case State.Rerunning r -> List.of();
            case State.Restoring r -> List.of();
            case State.Following rerun ->
                List.of(Line.of(new Span.Text("The job: "), RerunReport.job(rerun.job()), new Span.Text(".")));
            case State.Closing(Ending ending) -> ended(remediation, around, ending);
            case State.Closed(Ending ending) -> ended(remediation, around, ending);
        };
    }

    private static String before(Plan plan) {
        return switch (plan) {
            case DeletePlan delete -> "Nothing is deleted before.";
            case RerunPlan rerun -> "Nothing is rerun before.";
            case RestorePlan restore -> "Nothing is put back before.";
        };
    }

    private static List<Line> ended(Remediation remediation, Surroundings around, Ending ending) {
        return ending.outcome() == Outcome.NOT_STUCK
                ? NextSteps.of(remediation, around.target(), ending).lines()
                : List.of(Line.of("The last message of the thread says the rest."));
    }
}
