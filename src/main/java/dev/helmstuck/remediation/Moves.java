package dev.helmstuck.remediation;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.runbook.DeleteAnswer;
import dev.helmstuck.runbook.DeletePlan;
import dev.helmstuck.runbook.Diagnosis;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.Formats;
import dev.helmstuck.runbook.Plan;
import dev.helmstuck.runbook.ReleaseState;
import dev.helmstuck.runbook.RerunPlan;
import dev.helmstuck.runbook.RestorePlan;
import dev.helmstuck.runbook.Result;
import dev.helmstuck.runbook.Rollout;
import dev.helmstuck.runbook.Step;

/** The one step function: state and event give the next state, or {@link IllegalMove}. */
final class Moves {

    private Moves() {}

    static State next(State state, Event event) {
        if (event instanceof Event.Noted && !(state instanceof State.Closed)) return state;
        return switch (state) {
            case State.Diagnosing it when event instanceof Event.WhileDiagnosing legal -> diagnosing(legal);
            case State.AwaitingApproval it when event instanceof Event.WhileAwaiting legal -> awaiting(it, legal);
            case State.Rechecking it when event instanceof Event.WhileRechecking legal -> rechecking(it, legal);
            case State.Deleting it when event instanceof Event.WhileDeleting legal -> deleting(it, legal);
            case State.Validating it when event instanceof Event.WhileValidating legal -> validating(it, legal);
            case State.Rerunning it when event instanceof Event.WhileRerunning legal -> RerunMoves.rerunning(it, legal);
            case State.Following it when event instanceof Event.WhileFollowing legal -> RerunMoves.following(it, legal);
            case State.Restoring it when event instanceof Event.WhileRestoring legal -> RestoreMoves.restoring(it, legal);
            case State.Closing(Ending ending) when event instanceof Event.Told -> new State.Closed(ending);
            case State.Diagnosing it -> throw new IllegalMove(it, event);
            case State.AwaitingApproval it -> throw new IllegalMove(it, event);
            case State.Rechecking it -> throw new IllegalMove(it, event);
            case State.Deleting it -> throw new IllegalMove(it, event);
            case State.Validating it -> throw new IllegalMove(it, event);
            case State.Rerunning it -> throw new IllegalMove(it, event);
            case State.Following it -> throw new IllegalMove(it, event);
            case State.Restoring it -> throw new IllegalMove(it, event);
            case State.Closing it -> throw new IllegalMove(it, event);
            case State.Closed it -> throw new IllegalMove(it, event);
        };
    }

    private static State diagnosing(Event.WhileDiagnosing event) {
        return switch (event) {
            case Event.Diagnosed(Diagnosis diagnosis) -> switch (diagnosis.verdict()) {
                case NOT_STUCK -> new State.Closing(Ending.of(Outcome.NOT_STUCK, summary(diagnosis, Step.RELEASE_IS_STUCK)));
                case BLOCKED -> new State.Closing(Ending.of(Outcome.BLOCKED, blocked(diagnosis)));
                case STUCK -> new State.AwaitingApproval(diagnosis.plan().orElseThrow(), Optional.empty(), List.of());
            };
            case Event.Cancelled(String name) -> new State.Closing(Ending.of(Outcome.CANCELLED, name + " called it off."));
            case Event.RestorePlanned(RestorePlan plan) -> new State.AwaitingApproval(plan, Optional.empty(), List.of());
            case Event.RestoreImpossible(String why) -> new State.Closing(Ending.of(Outcome.BLOCKED, why));
            case Event.GaveUp(String why, boolean unsure) -> new State.Closing(Ending.of(Outcome.FAILED, why));
        };
    }

    private static State awaiting(State.AwaitingApproval state, Event.WhileAwaiting event) {
        Plan plan = state.plan();
        return switch (event) {
            case Event.Asked(Request request) -> {
                if (state.request().isPresent()) throw new IllegalMove(state, event);
                yield new State.AwaitingApproval(plan, Optional.of(request), List.of());
            }
            case Event.Heard(List<Approval> yes) -> new State.AwaitingApproval(plan, Optional.of(asked(state, event)), yes);
            case Event.Approved(List<Approval> approvals) -> {
                if (approvals.isEmpty()) throw new IllegalMove(state, event);
                yield new State.Rechecking(plan, asked(state, event), approvals);
            }
            case Event.Denied(String name) -> {
                Request unused = asked(state, event);
                yield ended(plan, Outcome.REFUSED, name + " said no");
            }
            case Event.Expired e -> {
                yield ended(plan, Outcome.EXPIRED, "Not enough people said yes by " + Formats.moment(asked(state, event).deadline()));
            }
            case Event.Cancelled(String name) -> ended(plan, Outcome.CANCELLED, name + " called it off");
            case Event.GaveUp(String why, boolean unsure) -> gaveUp(plan, why);
        };
    }

    /** People can answer only what they were asked. */
    private static Request asked(State.AwaitingApproval state, Event event) {
        return state.request().orElseThrow(() -> new IllegalMove(state, event));
    }

    /** Before anything was done by this plan. */
    private static State ended(Plan plan, Outcome outcome, String why) {
        return new State.Closing(switch (plan) {
            case DeletePlan delete -> Ending.of(outcome, why + ".", delete);
            case RerunPlan rerun -> Ending.of(Outcome.UNLOCKED, "The job was not rerun: " + why + ".");
            case RestorePlan restore -> RestoreMoves.undone(outcome, why + ".", restore);
        });
    }

    private static State gaveUp(Plan plan, String why) {
        return new State.Closing(switch (plan) {
            case DeletePlan delete -> Ending.of(Outcome.FAILED, why, delete);
            case RerunPlan rerun -> Ending.of(Outcome.UNLOCKED, "The job was not rerun. " + why);
            case RestorePlan restore -> RestoreMoves.undone(Outcome.FAILED, why, restore);
        });
    }

    private static State rechecking(State.Rechecking state, Event.WhileRechecking event) {
        Plan plan = state.plan();
        return switch (event) {
            case Event.Confirmed(Diagnosis diagnosis, List<Approval> approvals) -> {
                if (approvals.isEmpty() || !(plan instanceof DeletePlan delete)) throw new IllegalMove(state, event);
                yield confirmed(delete, state.request(), diagnosis, approvals);
            }
            case Event.RerunConfirmed(List<Approval> approvals, List<Rollout> before) -> {
                if (approvals.isEmpty() || !(plan instanceof RerunPlan rerun)) throw new IllegalMove(state, event);
                yield new State.Rerunning(rerun, state.request(), approvals, before);
            }
            case Event.RerunOverruled(String why, var instead) -> {
                if (!(plan instanceof RerunPlan)) throw new IllegalMove(state, event);
                yield new State.Closing(Ending.of(Outcome.UNLOCKED, "The job was not rerun. " + why).instead(instead));
            }
            case Event.RestoreConfirmed(List<Approval> approvals) -> {
                if (approvals.isEmpty() || !(plan instanceof RestorePlan restore)) throw new IllegalMove(state, event);
                yield new State.Restoring(restore, state.request(), approvals, Optional.empty());
            }
            case Event.RestoreOverruled(String why) -> {
                if (!(plan instanceof RestorePlan restore)) throw new IllegalMove(state, event);
                yield new State.Closing(RestoreMoves.undone(Outcome.PLAN_CHANGED, why, restore));
            }
            case Event.Reopened(List<Approval> yes) -> new State.AwaitingApproval(plan, Optional.of(state.request()), yes);
            case Event.Denied(String name) -> ended(plan, Outcome.REFUSED, name + " said no");
            case Event.Cancelled(String name) -> ended(plan, Outcome.CANCELLED, name + " called it off");
            case Event.GaveUp(String why, boolean unsure) -> gaveUp(plan, why);
        };
    }

    /** The second look: the same plan goes on, another one needs another yes, none ends it. */
    private static State confirmed(DeletePlan plan, Request request, Diagnosis diagnosis, List<Approval> approvals) {
        Optional<DeletePlan> now = diagnosis.plan();
        if (now.isEmpty()) {
            return new State.Closing(
                    Ending.of(Outcome.PLAN_CHANGED, "The look after the yes no longer allows it. " + switch (diagnosis.release()) {
                        case ReleaseState.NotStuck notStuck -> summary(diagnosis, Step.RELEASE_IS_STUCK);
                        case ReleaseState.Stuck stuck -> blocked(diagnosis);
                        case ReleaseState.Unclear unclear -> blocked(diagnosis);
                    }, plan));
        }
        if (now.get().fingerprint().equals(plan.fingerprint())) {
            return new State.Deleting(plan, request, approvals, Optional.empty());
        }
        return new State.AwaitingApproval(now.get(), Optional.empty(), List.of());
    }

    /** Why a yes to the one plan is none to the other, with what the checks found for each. */
    static String difference(Plan earlier, Plan later, List<Finding> seen, List<Finding> again) {
        // after what was carried out nothing is replaced
        if (!(earlier instanceof DeletePlan before) || !(later instanceof DeletePlan now)) return "";
        if (!before.uid().equals(now.uid())) return "another Secret is stuck now: " + now.secret() + " with uid " + now.uid();
        if (!before.resourceVersion().equals(now.resourceVersion())) return "the Secret was changed after the request was posted";
        if (before.leftRevision() != now.leftRevision() || before.leftStatus() != now.leftStatus())
            return "the revision below it is another one now";
        if (before.vouching().isPresent() && now.vouching().isEmpty())
            return "that what wrote the record has ended is proven by now, so nobody has to vouch for it";
        if (before.vouching().isEmpty() && now.vouching().isPresent())
            return "that what wrote the record has ended is no longer proven, and " + now.vouching().get().name() + " vouches for it";
        return differing(seen, again);
    }

    private static String differing(List<Finding> seen, List<Finding> again) {
        String changes = again.stream().flatMap(now -> seen.stream()
                .filter(before -> before.step() == now.step() && before.result() != now.result())
                .map(before -> now.step().number() + " was " + word(before.result()) + ", now " + word(now.result())))
                .collect(Collectors.joining(", "));
        return changes.isEmpty() ? "a check has another result than when the request was posted" : changes;
    }

    private static String word(Result result) {
        return switch (result) {
            case PASS -> "passed";
            case WARN -> "remarked";
            case STOP -> "stopped";
            case UNKNOWN -> "unknown";
            case NOT_NEEDED -> "not needed";
        };
    }

    private static State deleting(State.Deleting state, Event.WhileDeleting event) {
        return switch (event) {
            case Event.BackedUp(String name) -> {
                if (state.backup().isPresent()) throw new IllegalMove(state, event);
                yield new State.Deleting(state.plan(), state.request(), state.approvals(), Optional.of(name));
            }
            case Event.BackupRefused(String why) ->
                closing(state, Outcome.FAILED, "The copy of the record could not be written, so nothing was deleted: " + why);
            case Event.DeleteAnswered(DeleteAnswer answer, boolean ours) -> answered(state, answer, ours, event);
            case Event.Reopened(List<Approval> yes) -> new State.AwaitingApproval(state.plan(), Optional.of(state.request()), yes);
            case Event.GaveUp(String why, boolean unsure) -> closing(state, unsure ? Outcome.NEEDS_ATTENTION : Outcome.FAILED, why);
        };
    }

    private static State answered(State.Deleting state, DeleteAnswer answer, boolean ours, Event event) {
        return switch (answer) {
            // without a copy nothing may have been deleted by us (CONTRIBUTING, rule 5)
            case DeleteAnswer.Done() -> new State.Validating(state.plan(), state.approvals(),
                    state.backup().orElseThrow(() -> new IllegalMove(state, event)));
            case DeleteAnswer.Gone() -> ours && state.backup().isPresent()
                    ? new State.Validating(state.plan(), state.approvals(), state.backup().get())
                    : closing(state, Outcome.ALREADY_GONE, "Somebody else deleted " + state.plan().secret() + " first.");
            case DeleteAnswer.Changed(String message) when ours -> closing(state, Outcome.NEEDS_ATTENTION,
                    "The first delete got no answer, and at the next one another object was there; whether ours was deleted is not known: "
                            + message);
            case DeleteAnswer.Changed(String message) -> closing(state, Outcome.PLAN_CHANGED,
                    "The Secret is no longer the one that was approved, so nothing was deleted: " + message);
            case DeleteAnswer.Forbidden(String message) ->
                closing(state, Outcome.FAILED, "The API server did not allow the delete: " + message);
            case DeleteAnswer.Held held ->
                closing(state, Outcome.NEEDS_ATTENTION, "The API server took the delete, but the Secret stays until "
                        + "what keeps it is taken off, and Helm stays locked: " + held.words());
        };
    }

    private static State validating(State.Validating state, Event.WhileValidating event) {
        return switch (event) {
            case Event.Validated(Aftermath aftermath) -> {
                boolean healthy = healthy(aftermath.helm());
                yield new State.Closing(new Ending(healthy ? Outcome.UNLOCKED : Outcome.NEEDS_ATTENTION,
                        healthy
                                ? "The stuck record is deleted and Helm is unlocked."
                                : "The delete was answered with success, but Helm is not proven healthy.",
                        Optional.of(state.plan()), state.approvals(), Optional.of(state.backup()), Optional.of(aftermath),
                        Optional.empty()));
            }
            case Event.RerunOffered(Aftermath aftermath, RerunPlan plan) -> {
                if (!healthy(aftermath.helm())) throw new IllegalMove(state, event);
                yield new State.AwaitingApproval(plan, Optional.empty(), List.of());
            }
            case Event.GaveUp(String why, boolean unsure) -> new State.Closing(new Ending(Outcome.NEEDS_ATTENTION, why,
                    Optional.of(state.plan()), state.approvals(), Optional.of(state.backup()), Optional.empty(), Optional.empty()));
        };
    }

    static boolean healthy(Aftermath.Helm helm) {
        return switch (helm) {
            case Aftermath.Helm.Unlocked(int revision, ReleaseStatus status) -> status.isUpgradable();
            case Aftermath.Helm.NewRevision(int revision, ReleaseStatus status) -> status.isUpgradable();
            case Aftermath.Helm.StillPending pending -> false;
            case Aftermath.Helm.NotFound none -> false;
            case Aftermath.Helm.Unread unread -> false;
        };
    }

    private static State closing(State.Deleting state, Outcome outcome, String why) {
        return new State.Closing(
                new Ending(outcome, why, Optional.of(state.plan()), state.approvals(), state.backup(), Optional.empty(), Optional.empty()));
    }

    private static String summary(Diagnosis diagnosis, Step step) {
        return diagnosis.findings().stream().filter(finding -> finding.step() == step).map(Finding::summary).findFirst().orElse("");
    }

    private static String blocked(Diagnosis diagnosis) {
        List<String> reasons = diagnosis.findings().stream().filter(finding -> finding.result().blocks()).map(Finding::summary).toList();
        return reasons.isEmpty() ? "Not every check could be run." : String.join(" ", reasons);
    }
}
