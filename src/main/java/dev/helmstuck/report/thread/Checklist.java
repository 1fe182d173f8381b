package dev.helmstuck.report.thread;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.helmstuck.remediation.Approval;
import dev.helmstuck.remediation.Ending;
import dev.helmstuck.remediation.Outcome;
import dev.helmstuck.remediation.State;
import dev.helmstuck.report.FindingReport;
import dev.helmstuck.report.Report.Task;
import dev.helmstuck.report.Report.TaskState;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.Result;
import dev.helmstuck.runbook.Step;

/** The steps of a remediation from the first check to the proof, each with where it stands. */
final class Checklist {

    private Checklist() {}

    static List<Task> of(State state, List<Finding> findings) {
        List<Task> tasks = new ArrayList<>();
        for (Step step : Step.values()) {
            tasks.add(check(step, findings.stream().filter(finding -> finding.step() == step).findFirst(), state));
        }
        tasks.add(approval(state));
        tasks.add(delete(state));
        tasks.add(validation(state));
        return tasks;
    }

    private static Task check(Step step, Optional<Finding> finding, State state) {
        if (finding.isEmpty()) return new Task(step.name(), step.title(), unfound(state), missing(state));
        Result result = finding.get().result();
        boolean bad = result == Result.STOP || result == Result.UNKNOWN;
        return new Task(step.name(), step.title(), bad ? TaskState.ERROR : TaskState.COMPLETE,
                FindingReport.word(result) + finding.get().summary());
    }

    private static TaskState unfound(State state) {
        return state instanceof State.Diagnosing ? TaskState.IN_PROGRESS : TaskState.PENDING;
    }

    /** Why a check has no finding: the others made it pointless, or the whole was ended under it. */
    private static String missing(State state) {
        return outcome(state).map(outcome -> switch (outcome) {
            case NOT_STUCK, BLOCKED, PLAN_CHANGED -> "not needed";
            case RESOLVED, REFUSED, EXPIRED, CANCELLED, ALREADY_GONE, NEEDS_ATTENTION, FAILED -> "not finished";
        }).orElse("");
    }

    private static Task approval(State state) {
        return switch (state) {
            case State.Diagnosing d -> approval(TaskState.PENDING, "");
            case State.AwaitingApproval a -> approval(TaskState.IN_PROGRESS, "waiting, the request is in the thread");
            case State.Deleting(var plan, var request, var approvals, var backup) -> approved(approvals);
            case State.Validating(var plan, var approvals, var backup) -> approved(approvals);
            case State.Closing(Ending ending) -> approval(ending);
            case State.Closed(Ending ending) -> approval(ending);
        };
    }

    private static Task approved(List<Approval> approvals) {
        return approval(TaskState.COMPLETE, "yes from " + LastReport.names(approvals));
    }

    private static Task approval(Ending ending) {
        if (!ending.approvals().isEmpty()) return approved(ending.approvals());
        if (ending.plan().isEmpty()) return approval(TaskState.PENDING, "nobody was asked");
        return switch (ending.outcome()) {
            case REFUSED -> approval(TaskState.ERROR, "an approver said no");
            case EXPIRED -> approval(TaskState.ERROR, "not given in time");
            case PLAN_CHANGED -> approval(TaskState.ERROR, "given, but void: the second look shows something else");
            case CANCELLED -> approval(TaskState.ERROR, "called off");
            case RESOLVED, NOT_STUCK, BLOCKED, ALREADY_GONE, NEEDS_ATTENTION, FAILED -> approval(TaskState.ERROR, "not given");
        };
    }

    private static Task approval(TaskState state, String detail) {
        return new Task("APPROVAL", "A second engineer's yes", state, detail);
    }

    private static Task delete(State state) {
        if (state instanceof State.Deleting(var plan, var request, var approvals, var backup)) {
            return delete(TaskState.IN_PROGRESS, backup.isPresent() ? "a copy is kept" : "the copy first");
        }
        if (state instanceof State.Validating) return delete(TaskState.COMPLETE, "done, a copy is kept");
        return ending(state).map(ending -> switch (ending.outcome()) {
            case RESOLVED -> delete(TaskState.COMPLETE, "done, a copy is kept");
            case NEEDS_ATTENTION -> {
                if (Afterwards.stillThere(ending)) yield delete(TaskState.ERROR, "accepted, but the record is still there");
                yield ending.aftermath().isPresent()
                        ? delete(TaskState.COMPLETE, "done, a copy is kept")
                        : delete(TaskState.ERROR, "not proven");
            }
            case FAILED -> delete(TaskState.ERROR, "not done");
            case ALREADY_GONE -> delete(TaskState.PENDING, "not done, it was gone before");
            case NOT_STUCK, BLOCKED, REFUSED, EXPIRED, CANCELLED, PLAN_CHANGED -> delete(TaskState.PENDING, "not done");
        }).orElse(delete(TaskState.PENDING, ""));
    }

    private static Task delete(TaskState state, String detail) {
        return new Task("DELETE", "Delete the record", state, detail);
    }

    private static Task validation(State state) {
        if (state instanceof State.Validating) return validation(TaskState.IN_PROGRESS, "");
        return outcome(state).map(outcome -> switch (outcome) {
            case RESOLVED -> validation(TaskState.COMPLETE, "Helm is unlocked");
            case NEEDS_ATTENTION -> validation(TaskState.ERROR, "not proven");
            case ALREADY_GONE -> validation(TaskState.PENDING, "not done");
            case NOT_STUCK, BLOCKED, REFUSED, EXPIRED, CANCELLED, PLAN_CHANGED, FAILED -> validation(TaskState.PENDING, "not needed");
        }).orElse(validation(TaskState.PENDING, ""));
    }

    private static Task validation(TaskState state, String detail) {
        return new Task("VALIDATE", "Validate that Helm is healthy", state, detail);
    }

    private static Optional<Outcome> outcome(State state) {
        return ending(state).map(Ending::outcome);
    }

    private static Optional<Ending> ending(State state) {
        return switch (state) {
            case State.Closing(Ending ending) -> Optional.of(ending);
            case State.Closed(Ending ending) -> Optional.of(ending);
            case State.Diagnosing d -> Optional.empty();
            case State.AwaitingApproval a -> Optional.empty();
            case State.Deleting d -> Optional.empty();
            case State.Validating v -> Optional.empty();
        };
    }
}
