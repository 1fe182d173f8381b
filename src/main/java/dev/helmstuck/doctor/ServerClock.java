package dev.helmstuck.doctor;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * How a server's clock stands to ours.
 *
 * @param ahead how far it is ahead of ours, negative if it is behind; empty if it does not tell the time
 */
public record ServerClock(Optional<Duration> ahead) {
    /** Ages of records, jobs and requests are reckoned over clocks; the header that tells the time has no less than whole seconds. */
    static final Duration TOLERATED = Duration.ofSeconds(30);

    /** By what its answer says of its time. */
    public static ServerClock at(Optional<Instant> theirs, Instant ours) {
        return new ServerClock(theirs.map(time -> Duration.between(ours, time)));
    }

    /** By the header {@code Date} of its answer; one that is none tells nothing. */
    public static ServerClock of(Optional<String> header, Instant ours) {
        try {
            return at(header.map(date -> DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from)), ours);
        } catch (DateTimeException noDate) {
            return new ServerClock(Optional.empty());
        }
    }

    /** What of it is to be said. */
    Symptom symptom(String whose) {
        if (ahead.isEmpty())
            return Symptom.note(Point.CLOCK, whose + " does not tell its time (no Date header)", "compare its clock with ours by hand");
        long off = ahead.get().toSeconds();
        if (ahead.get().abs().compareTo(TOLERATED) <= 0) return Symptom.good(Point.CLOCK, Math.abs(off) + " s off");
        return Symptom.problem(Point.CLOCK,
                "the clock of " + whose + " is " + Math.abs(off) + " s " + (off > 0 ? "ahead of" : "behind") + " ours",
                "set the time where the bot runs, or there, by NTP: how old a record, a job or a request is would be reckoned wrong");
    }
}
