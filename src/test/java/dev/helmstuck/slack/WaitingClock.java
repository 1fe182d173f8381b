package dev.helmstuck.slack;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.helmstuck.testing.TestClock;

/** A clock that moves when told, also by pausing on it; keeps the pauses. */
final class WaitingClock extends TestClock implements Waiting {
    private static final Instant START = Instant.parse("2026-11-20T14:32:05Z");

    private final List<Duration> pauses = new ArrayList<>();
    private Instant now = START;

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public synchronized void pause(Duration duration) {
        pauses.add(duration);
        advance(duration);
    }

    @Override
    public synchronized Duration elapsed() {
        return Duration.between(START, now);
    }

    @Override
    public synchronized void advance(Duration by) {
        now = now.plus(by);
    }

    synchronized List<Duration> pauses() {
        return List.copyOf(pauses);
    }
}
