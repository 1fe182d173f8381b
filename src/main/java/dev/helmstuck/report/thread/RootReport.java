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
import dev.helmstuck.runbook.Formats;
import dev.helmstuck.runbook.Target;

/** The one root message of a remediation: where it stands, as a checklist, edited as it moves. */
public final class RootReport {

    private RootReport() {}

    /** The root message for this state. That nothing is stuck is said here alone, with what to do next. */
    public static Report of(Remediation remediation, Target target) {
        State state = remediation.state();
        Line who = Line.of(new Span.Text("Asked by "), new Span.Mention(remediation.requester().user(), remediation.requester().name()),
                new Span.Text(". Environment "), new Span.Code(target.environment()), new Span.Text(", cluster "),
                new Span.Code(target.cluster()), new Span.Text(", namespace "), new Span.Code(target.namespace()),
                new Span.Text(", release "), new Span.Code(target.release()), new Span.Text("."));
        List<Section> sections = new ArrayList<>(List.of(Section.plain(who, Line.of(now(state)))));
        state.end().filter(ending -> ending.outcome() == Outcome.NOT_STUCK)
                .ifPresent(ending -> sections.add(new Section("", NextSteps.of(remediation, target, ending).lines())));
        return new Report(tone(state), headline(remediation, target), Checklist.of(state, remediation.findings()), sections);
    }

    private static Line headline(Remediation remediation, Target target) {
        String name = remediation.target();
        return switch (remediation.state()) {
            case State.Diagnosing d -> Line.of(name + ": the checks are running");
            case State.AwaitingApproval(var plan, var request, var yes) ->
                Line.of(name + ": revision " + plan.revision() + " is stuck, a second engineer is needed");
            case State.Rechecking(var plan, var request, var approvals) ->
                Line.of(name + ": revision " + plan.revision() + " is stuck, yes from " + LastReport.names(approvals)
                        + ", everything is looked at again");
            case State.Deleting(var plan, var request, var approvals, var backup) ->
                Line.of(name + ": deleting the record of revision " + plan.revision());
            case State.Validating(var plan, var approvals, var backup) -> Line.of(name + ": the record is deleted, checking Helm");
            case State.Closing(Ending ending) -> Headline.ended(remediation, target, ending);
            case State.Closed(Ending ending) -> Headline.ended(remediation, target, ending);
        };
    }

    static Tone tone(Outcome outcome) {
        return switch (outcome) {
            case RESOLVED -> Tone.GOOD;
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
            case State.Closing(Ending ending) -> tone(ending.outcome());
            case State.Closed(Ending ending) -> tone(ending.outcome());
        };
    }

    private static String now(State state) {
        return switch (state) {
            case State.Diagnosing d -> "Each result comes here. Nothing is deleted before a second engineer says yes.";
            case State.AwaitingApproval a -> "The request is in the thread. Nothing is deleted before a second engineer says yes.";
            case State.Rechecking r -> "Whoever said yes can still take it back. Nothing is deleted unless every check allows it again.";
            case State.Deleting d -> "Everything was looked at again. The record is copied first, then deleted.";
            case State.Validating v -> "A copy of the record is kept in the cluster. The result comes in the thread.";
            case State.Closing(Ending ending) -> ended(ending);
            case State.Closed(Ending ending) -> ended(ending);
        };
    }

    private static String ended(Ending ending) {
        return Formats.sentence(ending.why())
                + (ending.outcome() == Outcome.NOT_STUCK ? "" : " The last message of the thread says what to do next.");
    }
}
