package dev.helmstuck.gitlab;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One whole HTTP answer.
 *
 * @param headers by name, case-insensitive
 */
record GitlabResponse(int status, Map<String, String> headers, String body) {

    /** What passes by itself: too many requests, and a gateway in front of a GitLab that restarts. */
    private static final Set<Integer> PASSING = Set.of(429, 502, 503, 504);

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name)).map(String::strip);
    }

    boolean passing() {
        return PASSING.contains(status);
    }

    /** {@code Retry-After}, which may be seconds or a date; GitLab leaves it out of some of its 429 answers. */
    Optional<Duration> retryAfter(Clock clock) {
        return header("Retry-After").flatMap(value -> value.matches("\\d{1,9}")
                ? Optional.of(Duration.ofSeconds(Long.parseLong(value)))
                : until(value, clock));
    }

    private static Optional<Duration> until(String date, Clock clock) {
        try {
            Duration wait = Duration.between(clock.instant(), ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
            return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
