package dev.helmstuck.testing.orders;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

import dev.helmstuck.remediation.Outcome;

/** What happened in many sequences, so that a reader sees that the interesting things really did. */
final class Count {
    long sequences;
    long events;
    long calls;
    long failures;
    long lostAnswers;
    long kills;
    long restarts;
    long takeovers;
    long lostRaces;
    long meanwhile;
    long remediations;
    long intents;
    /** Of these the ones that rely on somebody's word. */
    long vouched;
    long deleteRequests;
    long deletes;
    /** Requests to rerun that people were asked, calls that came to GitLab, jobs made of them, and of these without an answer. */
    long offers;
    long rerunCalls;
    long reruns;
    long unheardReruns;
    /** A new job that left Helm locked again. */
    long renewedLocks;
    /** Intents to put a record back, and records that were. */
    long restoreIntents;
    long restores;
    /** Records posted to an incident. */
    long incidentNotes;
    /** Of several targets, their lines, and of these the ones that tell of another's. */
    long sweeps;
    long lines;
    long linked;
    /** Ended as done by us, though others took the record away while an attempt of ours may have been under way: nobody can know. */
    long credited;
    final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);

    void ended(Outcome outcome) {
        outcomes.merge(outcome, 1L, Long::sum);
    }

    void add(Count other) {
        sequences += other.sequences;
        events += other.events;
        calls += other.calls;
        failures += other.failures;
        lostAnswers += other.lostAnswers;
        kills += other.kills;
        restarts += other.restarts;
        takeovers += other.takeovers;
        lostRaces += other.lostRaces;
        meanwhile += other.meanwhile;
        remediations += other.remediations;
        intents += other.intents;
        vouched += other.vouched;
        deleteRequests += other.deleteRequests;
        deletes += other.deletes;
        credited += other.credited;
        offers += other.offers;
        rerunCalls += other.rerunCalls;
        reruns += other.reruns;
        unheardReruns += other.unheardReruns;
        renewedLocks += other.renewedLocks;
        incidentNotes += other.incidentNotes;
        sweeps += other.sweeps;
        lines += other.lines;
        linked += other.linked;
        restoreIntents += other.restoreIntents;
        restores += other.restores;
        other.outcomes.forEach((outcome, many) -> outcomes.merge(outcome, many, Long::sum));
    }

    @Override
    public String toString() {
        String ends = outcomes.entrySet().stream().map(each -> each.getKey() + " " + each.getValue()).collect(Collectors.joining(", "));
        return sequences + " sequences, " + events + " events, " + calls + " calls to the outside of which " + failures + " failed and "
                + lostAnswers + " lost their answer; " + meanwhile + " changes meanwhile, " + kills + " kills, " + restarts + " restarts, "
                + takeovers + " takeovers, " + lostRaces + " lost races; " + remediations + " remediations, " + intents + " intents ("
                + vouched
                + " on a person's word), "
                + deleteRequests + " delete requests, " + deletes + " deletes (" + credited + " more credited), " + offers
                + " offers of a rerun, "
                + rerunCalls + " calls for it, " + reruns + " reruns of which " + unheardReruns + " were not heard of by who asked, "
                + renewedLocks + " renewed locks, " + incidentNotes + " notes to incidents, " + restoreIntents
                + " intents to put a record back, " + restores + " put back; " + sweeps + " sweeps of " + lines
                + " lines of which " + linked + " tell of another's; ended: " + ends;
    }
}
