package dev.helmstuck.runbook;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Durations, moments and counts as people say them. */
public final class Formats {
    private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final Pattern NAMED = Pattern.compile("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d UTC");

    private Formats() {}

    /** "45s", "12m", "1h 5m", "3d 2h": two units at most; a negative duration counts as none. */
    public static String duration(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 60) return seconds + "s";
        if (seconds < 3600) return two(seconds / 60, "m", seconds % 60, "s");
        if (seconds < 86400) return two(seconds / 3600, "h", seconds % 3600 / 60, "m");
        return two(seconds / 86400, "d", seconds % 86400 / 3600, "h");
    }

    private static String two(long large, String unit, long small, String smallUnit) {
        return large + unit + (small == 0 ? "" : " " + small + smallUnit);
    }

    /** A moment in UTC, to the second. */
    public static String moment(Instant at) {
        return UTC.format(at.truncatedTo(ChronoUnit.SECONDS));
    }

    /** Where a text names moments, as {@link #moment} writes them. */
    public static Stream<MatchResult> moments(String text) {
        // nearly every text names none, and most of what a thread says is looked through again and again
        if (!text.contains(" UTC")) return Stream.empty();
        return NAMED.matcher(text).results().filter(found -> parsed(found.group()).isPresent());
    }

    /** The moment of such a place. */
    public static Optional<Instant> parsed(String moment) {
        try {
            return Optional.of(UTC.parse(moment, Instant::from));
        } catch (DateTimeParseException noMoment) {
            return Optional.empty();
        }
    }

    /** A moment in UTC, to the minute that it is in. */
    public static String minute(Instant at) {
        return MINUTE.format(at);
    }

    /** "1 Deployment", "3 Deployments". */
    public static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** Words of an adapter or an API server, which may lack the full stop that parts them from ours. */
    public static String sentence(String words) {
        return words.endsWith(".") ? words : words + ".";
    }

    /** At most {@code most} lines; the last one says how many more there are, so that nothing is left out in silence. */
    public static List<String> most(List<String> lines, int most) {
        if (lines.size() <= most) return lines;
        return Stream
                .concat(lines.stream().limit(most - 1L), Stream.of("… and " + (lines.size() - most + 1) + " more"))
                .toList();
    }
}
