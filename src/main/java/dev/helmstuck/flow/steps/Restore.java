package dev.helmstuck.flow.steps;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

import dev.helmstuck.flow.steps.Progress.Entry;
import dev.helmstuck.ports.Backoff;
import dev.helmstuck.ports.Cluster;
import dev.helmstuck.ports.Cluster.RecordPlace;
import dev.helmstuck.ports.Cluster.RestoreAnswer;
import dev.helmstuck.ports.ConfiguredTarget;
import dev.helmstuck.ports.Copies.Copy;
import dev.helmstuck.ports.Sleeper;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.release.Revision;
import dev.helmstuck.remediation.Aftermath.Helm;
import dev.helmstuck.remediation.Event;
import dev.helmstuck.remediation.HistoryLine;
import dev.helmstuck.remediation.Note;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.State;
import dev.helmstuck.runbook.Releases;
import dev.helmstuck.runbook.RestorePlan;
import dev.helmstuck.runbook.Target;
import jakarta.inject.Inject;

/**
 * Puts a record back: the look before people are asked, and {@code Restoring}, whose intent is already saved.
 *
 * <p>The API server makes an object of a name once, so a create without an answer is looked after and may be sent again: what lies there then
 * is the record, or is left alone. Before it is sent again the people are looked at once more, as before a delete.
 */
final class Restore {
    private static final int TRIES = 3;
    private static final Backoff BETWEEN = Backoff.steady(Duration.ofSeconds(2));

    private final Cluster cluster;
    private final RestoreLook look;
    private final StandingYes yes;
    private final Sleeper sleeper;
    private final Clock clock;

    @Inject
    Restore(Cluster cluster, RestoreLook look, StandingYes yes, Sleeper sleeper, Clock clock) {
        this.cluster = cluster;
        this.look = look;
        this.yes = yes;
        this.sleeper = sleeper;
        this.clock = clock;
    }

    /** What could be put back, before anybody is asked. */
    Progress plan(Remediation remediation, Target target) {
        return switch (look.look(target, remediation.restore().orElseThrow())) {
            case RestoreLook.Restorable.CanRestore(RestorePlan plan, var records) -> Progress.moved(new Event.RestorePlanned(plan)).telling(
                    new Note.HelmHistory(Note.Occasion.BEFORE, clock.instant(), HistoryLine.of(records)),
                    Entry.ours("restore", plan.describe(), "possible"));
            case RestoreLook.Restorable.CannotRestore(String why) ->
                Progress.moved(new Event.RestoreImpossible(why), Entry.ours("restore", target.name(), "impossible: " + why));
        };
    }

    Progress work(Remediation remediation, State.Restoring state, ConfiguredTarget entry) {
        return state.uid().isPresent() ? proof(state, state.uid().get(), entry.target()) : putBack(remediation, state, entry);
    }

    /** The intent was saved by a process that is gone: look first. */
    Progress resume(State.Restoring state, Target target) {
        if (state.uid().isPresent()) return proof(state, state.uid().get(), target);
        return switch (cluster.placeOf(target, copy(state.plan()))) {
            case RecordPlace.Same(String uid) -> back(state.plan(), uid, "found there");
            case RecordPlace.Taken(String uid) -> taken(state.plan(), uid);
            case RecordPlace.Free() -> StandingYes.reopened(state, "resume");
        };
    }

    private Progress putBack(Remediation remediation, State.Restoring state, ConfiguredTarget entry) {
        RestorePlan plan = state.plan();
        Target target = entry.target();
        UnavailableException last = null;
        for (int tried = 0; tried < TRIES; tried++) {
            Optional<Progress> stops = yes.stops(remediation, state, entry.policy(), tried > 0, "restore");
            if (stops.isPresent()) return stops.get();
            try {
                return answered(plan, target, cluster.restore(target, copy(plan)));
            } catch (UnavailableException unknown) {
                last = unknown;
            }
            sleeper.pause(BETWEEN.after(1));
            RecordPlace place = BETWEEN.ask(TRIES, sleeper, () -> cluster.placeOf(target, copy(plan)));
            if (place instanceof RecordPlace.Same(String uid)) return back(plan, uid, "found there after an attempt of ours");
            if (place instanceof RecordPlace.Taken(String uid)) return taken(plan, uid);
        }
        String why = "The record was sent " + TRIES + " times without an answer, and it is not there: " + last.source() + ": " + last.why();
        return Progress.moved(new Event.GaveUp(why, true), Entry.ours("restore", plan.describe(), "no answer, not there"));
    }

    private Progress answered(RestorePlan plan, Target target, RestoreAnswer answer) {
        return switch (answer) {
            case RestoreAnswer.Restored(String secret, String uid) -> back(plan, uid, "back");
            // an attempt whose answer was lost may have been quicker
            case RestoreAnswer.NotRestored(String message) -> switch (cluster.placeOf(target, copy(plan))) {
                case RecordPlace.Same(String uid) -> back(plan, uid, "there already, as the copy has it");
                case RecordPlace.Taken(String uid) -> taken(plan, uid);
                case RecordPlace.Free() -> Progress.moved(new Event.NotPutBack(message),
                        Entry.ours("restore", plan.describe(), "not put back: " + message));
            };
        };
    }

    private static Progress back(RestorePlan plan, String uid, String how) {
        return Progress.moved(new Event.PutBack(uid), Entry.ours("restore", plan.describe(), how + ", with uid " + uid));
    }

    private static Progress taken(RestorePlan plan, String uid) {
        return Progress.moved(new Event.NotPutBack("another record of that name is there, with uid " + uid + ", and was left alone."),
                Entry.ours("restore", plan.describe(), "not put back: another record is there, uid " + uid));
    }

    /** It is back when it is read back: the newest, and the object that was written. */
    private Progress proof(State.Restoring state, String uid, Target target) {
        Releases releases = cluster.releases(target);
        Optional<Revision> newest = releases.highest();
        Helm helm = HelmNow.over(state.plan().revision() - 1, releases);
        boolean ours = newest.filter(it -> it.secret().equals(state.plan().record()) && it.uid().equals(uid)).isPresent();
        return Progress.moved(new Event.RestoreProven(helm, ours)).telling(
                new Note.HelmHistory(Note.Occasion.AFTER_RESTORE, clock.instant(), HistoryLine.of(releases.revisions())),
                Entry.ours("validation", state.plan().describe(), helm.words()));
    }

    private static Copy copy(RestorePlan plan) {
        return new Copy(plan.copy(), plan.record(), plan.revision(), plan.deleted(), "", plan.bytes());
    }
}
