package dev.helmstuck.doctor;

import dev.helmstuck.runbook.Fact;

/**
 * One thing that was looked at.
 *
 * @param seen what was seen, in a few words or a sentence that names the thing; holds no secret
 * @param cure what to type or to change; empty where nothing has to be done
 */
public record Symptom(Point point, Severity severity, String seen, String cure) {

    public Symptom {
        if (severity.isBad() && cure.isBlank()) throw new IllegalArgumentException("a " + severity + " without a cure: " + seen);
    }

    static Symptom good(Point point, String seen) {
        return new Symptom(point, Severity.GOOD, seen, "");
    }

    static Symptom note(Point point, String seen, String cure) {
        return new Symptom(point, Severity.NOTE, seen, cure);
    }

    static Symptom problem(Point point, String seen, String cure) {
        return new Symptom(point, Severity.PROBLEM, seen, cure);
    }

    /** It could not be looked at; what did not answer says why, and most of the time what would help. */
    public static Symptom unknown(Point point, Fact.Unavailable<?> missing, String cure) {
        return new Symptom(point, Severity.UNKNOWN, missing.source() + ": " + missing.why(), cure);
    }

    /** What stays the same from one checkup to the next, though numbers in its words may not. */
    String what() {
        return point.id() + " " + severity + " " + seen.replaceAll("\\d+", "#");
    }
}
