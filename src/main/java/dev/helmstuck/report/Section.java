package dev.helmstuck.report;

import java.util.List;

/**
 * Lines that belong together.
 *
 * @param heading what they are about; empty for none
 * @param lines in order
 */
public record Section(String heading, List<Line> lines) {

    public Section {
        lines = List.copyOf(lines);
    }

    /** A section with a heading. */
    public static Section of(String heading, Line... lines) {
        return new Section(heading, List.of(lines));
    }

    /** A section without a heading. */
    public static Section plain(Line... lines) {
        return new Section("", List.of(lines));
    }
}
