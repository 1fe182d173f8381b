package dev.helmstuck.doctor;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a server says of itself.
 *
 * @param version as it writes it
 * @param ahead how far its clock is ahead of ours, negative if it is behind; empty if it does not tell the time
 */
public record ServerFacts(String version, Optional<Duration> ahead) {
    /** Ages of records, jobs and requests are reckoned over clocks; the header that tells the time has no less than whole seconds. */
    static final Duration TOLERATED = Duration.ofSeconds(30);

    /** It answers, and what its clock shows. */
    public List<Symptom> answers(String whose) {
        return List.of(Symptom.good(Point.VERSION, version), clock(whose));
    }

    /** What of its clock is to be said. */
    Symptom clock(String whose) {
        if (ahead.isEmpty())
            return Symptom.note(Point.CLOCK, whose + " does not tell its time (no Date header)", "compare its clock with ours by hand");
        long off = ahead.get().toSeconds();
        if (ahead.get().abs().compareTo(TOLERATED) <= 0) return Symptom.good(Point.CLOCK, Math.abs(off) + " s off");
        return Symptom.problem(Point.CLOCK,
                "the clock of " + whose + " is " + Math.abs(off) + " s " + (off > 0 ? "ahead of" : "behind") + " ours",
                "set the time where the bot runs, or there, by NTP: how old a record, a job or a request is would be reckoned wrong");
    }
}
