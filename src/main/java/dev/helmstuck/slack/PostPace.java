package dev.helmstuck.slack;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Spaces what we post in a channel: one message a second as Slack asks, three at once at most. Each call takes a place in the line,
 * so concurrent posters do not meet.
 */
@Singleton
final class PostPace {
    private static final Duration SPACING = Duration.ofSeconds(1);
    private static final Duration BURST = SPACING.multipliedBy(2);
    private static final int CHANNELS = 1_000;

    private final Waiting pause;
    private final Map<String, Duration> lines = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Duration> eldest) {
            return size() > CHANNELS;
        }
    };

    @Inject
    PostPace(Waiting pause) {
        this.pause = pause;
    }

    /** Waits for its turn. */
    void turn(String channel) {
        Duration wait = next(channel);
        if (wait.isPositive()) {
            pause.pause(wait);
        }
    }

    private synchronized Duration next(String channel) {
        Duration now = pause.elapsed();
        Duration line = lines.getOrDefault(channel, now);
        Duration mine = line.compareTo(now) < 0 ? now : line;
        lines.put(channel, mine.plus(SPACING));
        Duration wait = mine.minus(now).minus(BURST);
        return wait.isNegative() ? Duration.ZERO : wait;
    }
}
