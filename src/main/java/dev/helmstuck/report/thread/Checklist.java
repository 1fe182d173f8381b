package dev.helmstuck.report.thread;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import dev.helmstuck.remediation.Aftermath;
import dev.helmstuck.remediation.Aftermath.Helm;
import dev.helmstuck.remediation.Approval;
import dev.helmstuck.remediation.Ending;
import dev.helmstuck.remediation.Outcome;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.State;
import dev.helmstuck.remediation.Unlock;
import dev.helmstuck.report.FindingReport;
import dev.helmstuck.report.Line;
import dev.helmstuck.report.Line.Span;
import dev.helmstuck.report.Report.Task;
import dev.helmstuck.report.Report.TaskState;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.RerunPlan;
import dev.helmstuck.runbook.Result;
import dev.helmstuck.runbook.Step;

/** The steps of a remediation from the first check to the proof, each with where it stands. */
final class Checklist {

    private static final String CONTINUE = "Continue with the deploy";

    private Checklist() {}

    static List<Task> of(Remediation remediation) {
        State state = remediation.state();
        List<Finding> findings = remediation.findings();
        List<Task> tasks = new ArrayList<>();
        for (Step step : Step.values()) {
            tasks.add(findings.stream().filter(finding -> finding.step() == step).findFirst().map(Checklist::found)
                    .orElseGet(() -> unfound(step, state)));
        }
        tasks.addAll(remediation.unlocked().map(Checklist::unlocked)
                .orElseGet(() -> List.of(approval(state), delete(state), validation(state))));
        tasks.add(rerun(state));
        return tasks;
    }

    /** While its rerun is under way. */
    private static List<Task> unlocked(Unlock unlock) {
        return List.of(approved(unlock.approvals()), deleted(), validation(TaskState.COMPLETE, ": unlocked"));
    }

    private static Task found(Finding finding) {
        boolean bad = finding.result() == Result.STOP || finding.result() == Result.UNKNOWN;
        return new Task(finding.step().name(), timeless(FindingReport.line(finding)), bad ? TaskState.ERROR : TaskState.COMPLETE);
    }

    /** An item is plain text, in which no time is the reader's own: two clocks for one instant would stand in one thread. */
    private static String timeless(String line) {
        return Line.spans(line).stream().map(span -> span instanceof Span.PointInTime ? "the time named in the evidence" : span.words())
                .collect(Collectors.joining());
    }

    /** A check has no finding yet, or the others made it pointless, or the whole was ended under it. */
    private static Task unfound(Step step, State state) {
        return outcome(state).map(outcome -> new Task(step.name(), step.title() + switch (outcome) {
            case NOT_STUCK, BLOCKED, PLAN_CHANGED -> ": not needed";
            case RESOLVED, UNLOCKED, RESTORED, REFUSED, EXPIRED, CANCELLED, ALREADY_GONE, NEEDS_ATTENTION, FAILED -> ": not finished";
        }, TaskState.PENDING)).orElseGet(() -> new Task(step.name(), step.title(),
                state instanceof State.Diagnosing ? TaskState.IN_PROGRESS : TaskState.PENDING));
    }

    private static Task approval(State state) {
        return switch (state) {
            case State.Diagnosing d -> approval(TaskState.PENDING, "A second engineer's yes");
            case State.AwaitingApproval a -> approval(TaskState.IN_PROGRESS, "A second engineer's yes: asked for in the thread");
            case State.Rechecking(var plan, var request, var approvals) ->
                approval(TaskState.IN_PROGRESS, "Yes from " + Headline.names(approvals) + ", every check runs again");
            case State.Deleting(var plan, var request, var approvals, var backup) -> approved(approvals);
            case State.Validating(var plan, var approvals, var backup) -> approved(approvals);
            case State.Rerunning(var plan, var request, var approvals, var before) -> approved(approvals);
            case State.Following rerun -> approved(rerun.approvals());
            case State.Restoring(var plan, var request, var approvals, var uid) -> approved(approvals);
            case State.Closing(Ending ending) -> approval(ending);
            case State.Closed(Ending ending) -> approval(ending);
        };
    }

    private static Task approved(List<Approval> approvals) {
        return approval(TaskState.COMPLETE, "Yes from " + Headline.names(approvals));
    }

    private static Task approval(Ending ending) {
        if (!ending.approvals().isEmpty()) return approved(ending.approvals());
        if (ending.plan().isEmpty()) return approval(TaskState.PENDING, "A second engineer's yes: nobody was asked");
        return approval(TaskState.ERROR, switch (ending.outcome()) {
            case REFUSED -> "An approver said no";
            case EXPIRED -> "A second engineer's yes: not given in time";
            case PLAN_CHANGED -> "The yes is void: the look after it shows something else";
            case CANCELLED -> "A second engineer's yes: called off";
            case RESOLVED, UNLOCKED, RESTORED, NOT_STUCK, BLOCKED, ALREADY_GONE, NEEDS_ATTENTION, FAILED ->
                "A second engineer's yes: not given";
        });
    }

    private static Task approval(TaskState state, String words) {
        return new Task("APPROVAL", "4b " + words, state);
    }

    private static Task delete(State state) {
        if (state instanceof State.Deleting(var plan, var request, var approvals, var backup)) {
            return delete(TaskState.IN_PROGRESS, backup.isPresent() ? "Deleting the record, a copy is kept" : "Copying the record");
        }
        if (state instanceof State.Validating) return deleted();
        return state.end().map(ending -> switch (ending.outcome()) {
            case RESOLVED, UNLOCKED -> deleted();
            case NEEDS_ATTENTION -> {
                if (Afterwards.stillThere(ending)) yield delete(TaskState.ERROR, "The delete was accepted, but the record is still there");
                yield ending.aftermath().isPresent() ? deleted() : delete(TaskState.ERROR, "Whether the record is deleted is not known");
            }
            case FAILED -> delete(TaskState.ERROR, "Nothing is deleted");
            case ALREADY_GONE -> delete(TaskState.PENDING, "Nothing is deleted by me, the record was gone before");
            case NOT_STUCK, RESTORED -> delete(TaskState.PENDING, "Nothing to delete");
            case BLOCKED, REFUSED, EXPIRED, CANCELLED, PLAN_CHANGED -> delete(TaskState.PENDING, "Nothing is deleted");
        }).orElse(delete(TaskState.PENDING, "Delete the record"));
    }

    private static Task deleted() {
        return delete(TaskState.COMPLETE, "The record is deleted, a copy is kept");
    }

    private static Task delete(TaskState state, String words) {
        return new Task("DELETE", "4c " + words, state);
    }

    private static Task validation(State state) {
        if (state instanceof State.Validating) return validation(TaskState.IN_PROGRESS, "");
        return outcome(state).map(outcome -> switch (outcome) {
            case RESOLVED, UNLOCKED -> validation(TaskState.COMPLETE, ": unlocked");
            case NEEDS_ATTENTION -> validation(TaskState.ERROR, ": not proven");
            case ALREADY_GONE -> validation(TaskState.PENDING, ": not done");
            case RESTORED, NOT_STUCK, BLOCKED, REFUSED, EXPIRED, CANCELLED, PLAN_CHANGED, FAILED ->
                validation(TaskState.PENDING, ": not needed");
        }).orElse(validation(TaskState.PENDING, ""));
    }

    private static Task validation(TaskState state, String how) {
        return new Task("VALIDATE", "5 Validate that Helm is healthy" + how, state);
    }

    private static Task rerun(State state) {
        return switch (state) {
            case State.AwaitingApproval(RerunPlan plan, var request, var yes) ->
                rerun(TaskState.IN_PROGRESS, "Rerun " + RerunReport.named(plan.job()) + ": a second engineer is asked in the thread");
            case State.Rechecking(RerunPlan plan, var request, var approvals) ->
                rerun(TaskState.IN_PROGRESS, "Rerun " + RerunReport.named(plan.job()) + ": yes from " + Headline.names(approvals));
            case State.Rerunning(var plan, var request, var approvals, var before) ->
                rerun(TaskState.IN_PROGRESS, "Rerun " + RerunReport.named(plan.job()) + ": yes from " + Headline.names(approvals));
            case State.Following again -> rerun(TaskState.IN_PROGRESS,
                    "Rerun " + RerunReport.named(again.plan().job()) + ": #" + again.job().id() + " is " + again.job().status());
            case State.Closing(Ending ending) -> rerun(ending);
            case State.Closed(Ending ending) -> rerun(ending);
            case State.Diagnosing d -> rerun(TaskState.PENDING, CONTINUE);
            case State.AwaitingApproval a -> rerun(TaskState.PENDING, CONTINUE);
            case State.Rechecking r -> rerun(TaskState.PENDING, CONTINUE);
            case State.Deleting d -> rerun(TaskState.PENDING, CONTINUE);
            case State.Validating v -> rerun(TaskState.PENDING, CONTINUE);
            case State.Restoring r -> rerun(TaskState.PENDING, CONTINUE);
        };
    }

    private static Task rerun(Ending ending) {
        return switch (ending.outcome()) {
            case RESOLVED -> rerun(TaskState.COMPLETE, "Rerun and proven");
            case UNLOCKED -> ending.rerun().isPresent()
                    ? rerun(TaskState.ERROR, "Rerun, not proven")
                    : rerun(TaskState.PENDING, ending.aftermath().filter(aftermath -> aftermath.helm() instanceof Helm.Unlocked)
                            .flatMap(Aftermath::rerun).map(job -> "Rerun " + RerunReport.named(job) + ": still to be done")
                            .orElse(CONTINUE));
            case NEEDS_ATTENTION -> rerun(TaskState.PENDING, CONTINUE + ": not before Helm is healthy");
            case RESTORED, NOT_STUCK, BLOCKED, REFUSED, EXPIRED, CANCELLED, PLAN_CHANGED, ALREADY_GONE, FAILED ->
                rerun(TaskState.PENDING, CONTINUE);
        };
    }

    private static Task rerun(TaskState state, String words) {
        return new Task("CONTINUE", "6 " + words, state);
    }

    private static Optional<Outcome> outcome(State state) {
        return state.end().map(Ending::outcome);
    }
}
