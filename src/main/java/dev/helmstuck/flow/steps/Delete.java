package dev.helmstuck.flow.steps;

import java.time.Duration;
import java.util.Optional;

import dev.helmstuck.flow.steps.Progress.Entry;
import dev.helmstuck.ports.Backoff;
import dev.helmstuck.ports.Cluster;
import dev.helmstuck.ports.Cluster.BackupAnswer;
import dev.helmstuck.ports.ConfiguredTarget;
import dev.helmstuck.ports.LeaseLostException;
import dev.helmstuck.ports.Remediations;
import dev.helmstuck.ports.Sleeper;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.release.Revision;
import dev.helmstuck.remediation.Event;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.State;
import dev.helmstuck.runbook.DeleteAnswer;
import dev.helmstuck.runbook.DeletePlan;
import dev.helmstuck.runbook.SecretRef;
import dev.helmstuck.runbook.Target;
import jakarta.inject.Inject;

/**
 * {@code Deleting}: the copy first, then the one guarded delete. The intent is already saved.
 *
 * <p>A delete without an answer is looked after, never assumed: gone means done (by us, for a copy was written and an attempt went out),
 * the same object means that it did not happen. Before it is sent again, and before the first time if the copy took long, the people are
 * looked at once more: a yes that was taken back, or a no, stops it to the last.
 */
final class Delete {
    private static final int TRIES = 3;
    private static final Backoff BETWEEN = Backoff.steady(Duration.ofSeconds(2));

    private final Remediations remediations;
    private final Cluster cluster;
    private final StandingYes yes;
    private final Sleeper sleeper;

    @Inject
    Delete(Remediations remediations, Cluster cluster, StandingYes yes, Sleeper sleeper) {
        this.remediations = remediations;
        this.cluster = cluster;
        this.yes = yes;
        this.sleeper = sleeper;
    }

    Progress work(Remediation remediation, State.Deleting state, ConfiguredTarget entry) {
        return state.backup().isEmpty() ? backUp(remediation, state.plan(), entry.target()) : delete(remediation, state, entry);
    }

    /** The intent was saved by a process that is gone: look first. */
    Progress resume(State.Deleting state, Target target) {
        DeletePlan plan = state.plan();
        Optional<Revision> there = cluster.revision(target, plan.secret());
        if (gone(there, plan)) return answered(plan, new DeleteAnswer.Gone(), state.backup().isPresent());
        if (!same(there.get(), plan)) {
            return answered(plan, new DeleteAnswer.Changed("it was changed before the bot was started again"), false);
        }
        return StandingYes.reopened(state, "resume");
    }

    private Progress backUp(Remediation remediation, DeletePlan plan, Target target) {
        BackupAnswer answer = BETWEEN.ask(TRIES, sleeper, () -> {
            // each try took time: another process may have taken over and asked people again
            if (!remediations.stands(remediation)) throw new LeaseLostException("another process of the bot goes on with it");
            return cluster.backUp(target, plan.object(), remediation.id());
        });
        return switch (answer) {
            case BackupAnswer.Kept(String name) ->
                Progress.moved(new Event.BackedUp(name), Entry.ours("backup", plan.describe(), "kept as " + name));
            case BackupAnswer.Replaced(String message) -> answered(plan, new DeleteAnswer.Changed(message), false);
            case BackupAnswer.NotKept(String message) ->
                Progress.moved(new Event.BackupRefused(message), Entry.ours("backup", plan.describe(), "refused: " + message));
        };
    }

    private Progress delete(Remediation remediation, State.Deleting state, ConfiguredTarget entry) {
        DeletePlan plan = state.plan();
        Target target = entry.target();
        SecretRef object = plan.object();
        UnavailableException last = null;
        for (int tried = 0; tried < TRIES; tried++) {
            Optional<Progress> stops = yes.stops(remediation, state, entry.policy(), tried > 0, "delete");
            if (stops.isPresent()) return stops.get();
            try {
                return answered(plan, cluster.delete(target, object), tried > 0);
            } catch (UnavailableException unknown) {
                last = unknown;
            }
            sleeper.pause(BETWEEN.after(1));
            Optional<Revision> there = BETWEEN.ask(TRIES, sleeper, () -> cluster.revision(target, plan.secret()));
            if (gone(there, plan)) return answered(plan, new DeleteAnswer.Gone(), true);
            if (!same(there.get(), plan)) return answered(plan, new DeleteAnswer.Changed("it was changed meanwhile"), false);
        }
        String why = "The delete was sent " + TRIES + " times without an answer, and the Secret is still there: " + last.why();
        return Progress.moved(new Event.GaveUp(why, true), Entry.ours("delete", plan.describe(), "no answer, still there"));
    }

    /** The object itself is gone, even if another one has its name by now: a deploy takes the same revision number again. */
    private static boolean gone(Optional<Revision> there, DeletePlan plan) {
        return there.isEmpty() || !there.get().uid().equals(plan.uid());
    }

    private static boolean same(Revision there, DeletePlan plan) {
        return there.uid().equals(plan.uid()) && there.resourceVersion().equals(plan.resourceVersion());
    }

    private static Progress answered(DeletePlan plan, DeleteAnswer answer, boolean ours) {
        String result = switch (answer) {
            case DeleteAnswer.Done() -> "deleted";
            case DeleteAnswer.Gone() -> ours ? "gone after an attempt of ours: deleted" : "gone before our delete";
            case DeleteAnswer.Changed(String message) -> "not deleted: " + message;
            case DeleteAnswer.Forbidden(String message) -> "not deleted, denied: " + message;
            case DeleteAnswer.Held held -> "marked for deletion, kept by " + held.words();
        };
        return Progress.moved(new Event.DeleteAnswered(answer, ours), Entry.ours("delete", plan.describe(), result));
    }
}
