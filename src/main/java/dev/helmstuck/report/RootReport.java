package dev.helmstuck.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.helmstuck.remediation.Ending;
import dev.helmstuck.remediation.Outcome;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.State;
import dev.helmstuck.report.Line.Span;
import dev.helmstuck.report.Report.Task;
import dev.helmstuck.report.Report.TaskState;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.Result;
import dev.helmstuck.runbook.Step;
import dev.helmstuck.runbook.Target;

/** The one root message of a remediation: where it stands, as a checklist, edited as it moves. */
public final class RootReport {

    private RootReport() {}

    /**
     * The root message for this state.
     *
     * @param findings those known so far; while checks run these are fewer than all
     */
    public static Report of(Remediation remediation, Target target, List<Finding> findings) {
        State state = remediation.state();
        List<Task> tasks = new ArrayList<>();
        for (Step step : Step.values()) {
            tasks.add(check(step, findings.stream().filter(finding -> finding.step() == step).findFirst(), state));
        }
        tasks.add(approval(state));
        tasks.add(delete(state));
        tasks.add(validation(state));
        Line who = Line.of(new Span.Text("Asked by "), new Span.Mention(remediation.requester().user(), remediation.requester().name()),
                new Span.Text(". Environment "), new Span.Code(target.environment()), new Span.Text(", cluster "),
                new Span.Code(target.cluster()), new Span.Text(", namespace "), new Span.Code(target.namespace()),
                new Span.Text(", release "), new Span.Code(target.release()), new Span.Text("."));
        List<Line> lines = new ArrayList<>(List.of(who));
        lines.add(Line.of(now(state)));
        return new Report(tone(state), remediation.target() + ": " + headline(state), tasks, List.of(new Section("", lines)));
    }

    /** What a state or outcome is called in a title. */
    static String headline(State state) {
        return switch (state) {
            case State.Diagnosing d -> "looking";
            case State.AwaitingApproval(var plan, var request, var voided) ->
                "revision " + plan.revision() + " is stuck, a second engineer is needed";
            case State.Deleting(var plan, var request, var approvals, var backup) -> "deleting the record of revision " + plan.revision();
            case State.Validating(var plan, var approvals, var backup) -> "the record is deleted, checking Helm";
            case State.Closing(Ending ending) -> headline(ending.outcome());
            case State.Closed(Ending ending) -> headline(ending.outcome());
        };
    }

    static String headline(Outcome outcome) {
        return switch (outcome) {
            case RESOLVED -> "resolved, Helm is unlocked";
            case NOT_STUCK -> "not stuck, nothing deleted";
            case BLOCKED -> "blocked, nothing deleted";
            case REFUSED -> "refused, nothing deleted";
            case EXPIRED -> "expired, nothing deleted";
            case CANCELLED -> "cancelled, nothing deleted";
            case PLAN_CHANGED -> "the plan changed, nothing deleted";
            case ALREADY_GONE -> "already gone, nothing deleted by me";
            case NEEDS_ATTENTION -> "needs a person";
            case FAILED -> "failed, nothing deleted";
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
            case State.Deleting d -> Tone.WORKING;
            case State.Validating v -> Tone.WORKING;
            case State.Closing(Ending ending) -> tone(ending.outcome());
            case State.Closed(Ending ending) -> tone(ending.outcome());
        };
    }

    private static String now(State state) {
        return switch (state) {
            case State.Diagnosing d -> "The checks of the runbook are running; each result comes in the thread.";
            case State.AwaitingApproval a -> "The request is in the thread. Nothing is deleted before a second engineer says yes.";
            case State.Deleting d -> "Everything was looked at again. The record is copied first, then deleted.";
            case State.Validating v -> "The record is deleted and a copy of it is kept in the cluster.";
            case State.Closing(Ending ending) -> ending.why();
            case State.Closed(Ending ending) -> ending.why();
        };
    }

    private static Task check(Step step, Optional<Finding> finding, State state) {
        if (finding.isEmpty()) {
            boolean running = state instanceof State.Diagnosing;
            return new Task(step.name(), step.title(), running ? TaskState.IN_PROGRESS : TaskState.PENDING, running ? "" : "not needed");
        }
        Result result = finding.get().result();
        boolean answered = step == Step.RELEASE_IS_STUCK && outcome(state).filter(outcome -> outcome == Outcome.NOT_STUCK).isPresent();
        boolean harmless = !result.blocks() || answered;
        return new Task(step.name(), step.title(), harmless ? TaskState.COMPLETE : TaskState.ERROR,
                FindingReport.word(result) + ": " + finding.get().summary());
    }

    private static Task approval(State state) {
        String title = "A second engineer's yes";
        return switch (state) {
            case State.Diagnosing d -> new Task("APPROVAL", title, TaskState.PENDING, "");
            case State.AwaitingApproval a -> new Task("APPROVAL", title, TaskState.IN_PROGRESS, "waiting, see the thread");
            case State.Deleting(var plan, var request, var approvals, var backup) ->
                new Task("APPROVAL", title, TaskState.COMPLETE, LastReport.names(approvals));
            case State.Validating(var plan, var approvals, var backup) ->
                new Task("APPROVAL", title, TaskState.COMPLETE, LastReport.names(approvals));
            case State.Closing(Ending ending) -> approved(title, ending);
            case State.Closed(Ending ending) -> approved(title, ending);
        };
    }

    private static Task approved(String title, Ending ending) {
        if (!ending.approvals().isEmpty()) return new Task("APPROVAL", title, TaskState.COMPLETE, LastReport.names(ending.approvals()));
        boolean asked = ending.plan().isPresent();
        return new Task("APPROVAL", title, asked ? TaskState.ERROR : TaskState.PENDING, asked ? ending.why() : "not asked");
    }

    private static Task delete(State state) {
        String title = "Delete the record";
        if (state instanceof State.Deleting) return new Task("DELETE", title, TaskState.IN_PROGRESS, "");
        if (state instanceof State.Validating) return new Task("DELETE", title, TaskState.COMPLETE, "done, a copy is kept");
        return outcome(state).map(outcome -> switch (outcome) {
            case RESOLVED -> new Task("DELETE", title, TaskState.COMPLETE, "done, a copy is kept");
            case NEEDS_ATTENTION -> new Task("DELETE", title, TaskState.ERROR, "see the last message");
            case FAILED -> new Task("DELETE", title, TaskState.ERROR, "not done");
            case NOT_STUCK, BLOCKED, REFUSED, EXPIRED, CANCELLED, PLAN_CHANGED, ALREADY_GONE ->
                new Task("DELETE", title, TaskState.PENDING, "not done");
        }).orElse(new Task("DELETE", title, TaskState.PENDING, ""));
    }

    private static Task validation(State state) {
        String title = "Validate that Helm is healthy";
        if (state instanceof State.Validating) return new Task("VALIDATE", title, TaskState.IN_PROGRESS, "");
        return outcome(state).map(outcome -> switch (outcome) {
            case RESOLVED -> new Task("VALIDATE", title, TaskState.COMPLETE, "Helm is unlocked");
            case NEEDS_ATTENTION -> new Task("VALIDATE", title, TaskState.ERROR, "not proven");
            case NOT_STUCK, BLOCKED, REFUSED, EXPIRED, CANCELLED, PLAN_CHANGED, ALREADY_GONE, FAILED ->
                new Task("VALIDATE", title, TaskState.PENDING, "not needed");
        }).orElse(new Task("VALIDATE", title, TaskState.PENDING, ""));
    }

    private static Optional<Outcome> outcome(State state) {
        return switch (state) {
            case State.Closing(Ending ending) -> Optional.of(ending.outcome());
            case State.Closed(Ending ending) -> Optional.of(ending.outcome());
            case State.Diagnosing d -> Optional.empty();
            case State.AwaitingApproval a -> Optional.empty();
            case State.Deleting d -> Optional.empty();
            case State.Validating v -> Optional.empty();
        };
    }
}
