package dev.helmstuck.config;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Durations as people write them: {@code 45s}, {@code 15m}, {@code 1h30m}. */
final class Durations {

    private static final Pattern FORM = Pattern.compile("(?:(\\d{1,6})h)?(?:(\\d{1,6})m)?(?:(\\d{1,6})s)?");

    private Durations() {}

    /** Empty if the text is not such a duration. */
    static Optional<Duration> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (text.isEmpty() || !matcher.matches())
            return Optional.empty();
        return Optional
                .of(Duration.ofHours(number(matcher.group(1))).plusMinutes(number(matcher.group(2))).plusSeconds(number(matcher.group(3))));
    }

    /** The same form again, without parts that are zero. */
    static String text(Duration duration) {
        String text = Stream.of(part(duration.toHours(), "h"), part(duration.toMinutesPart(), "m"), part(duration.toSecondsPart(), "s"))
                .reduce("", String::concat);
        return text.isEmpty() ? "0s" : text;
    }

    private static String part(long amount, String unit) {
        return amount == 0 ? "" : amount + unit;
    }

    private static long number(String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
