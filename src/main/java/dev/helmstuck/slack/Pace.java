package dev.helmstuck.slack;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Spaces what we post in a channel: one message a second as Slack asks, three at once at most. Each call takes a place in the line,
 * so concurrent posters do not meet.
 */
@Singleton
final class Pace {
    private static final Duration SPACING = Duration.ofSeconds(1);
    private static final Duration BURST = SPACING.multipliedBy(2);
    private static final Duration SANE = Duration.ofSeconds(60);
    private static final int CHANNELS = 1_000;

    private final Clock clock;
    private final Map<String, Instant> lines = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > CHANNELS;
        }
    };

    @Inject
    Pace(Clock clock) {
        this.clock = clock;
    }

    /** Takes the next place; how long to wait before using it. */
    synchronized Duration next(String channel) {
        Instant now = clock.instant();
        Instant line = lines.getOrDefault(channel, now);
        // a line far ahead can only come from a clock that was set back
        Instant mine = line.isBefore(now) || line.isAfter(now.plus(SANE)) ? now : line;
        lines.put(channel, mine.plus(SPACING));
        Duration wait = Duration.between(now, mine).minus(BURST);
        return wait.isNegative() ? Duration.ZERO : wait;
    }
}
