package dev.helmstuck.forecast;

import java.util.List;

/**
 * A part of a forecast that could not be told.
 *
 * @param parts what is left open, as {@code check --json} calls it: {@code ifRepeated.rolls}
 * @param why of which objects, and the reason, in words for a person
 */
public record Untold(List<String> parts, String why) {

    public Untold {
        parts = List.copyOf(parts);
    }

    /** The line of {@code check --json}. */
    public String line() {
        return String.join(", ", parts) + ": " + why;
    }
}
