package dev.helmstuck.gitlab;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.helmstuck.ports.Sleeper;
import dev.helmstuck.testing.TestClock;

/** A clock that only a pause moves, and a pause that takes no time. */
final class PatientTime extends TestClock implements Sleeper {

    private final List<Duration> pauses = new ArrayList<>();
    private Instant now;

    PatientTime(Instant now) {
        this.now = now;
    }

    @Override
    public void pause(Duration length) {
        pauses.add(length);
        advance(length);
    }

    List<Duration> pauses() {
        return List.copyOf(pauses);
    }

    Duration paused() {
        return pauses.stream().reduce(Duration.ZERO, Duration::plus);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public void advance(Duration by) {
        now = now.plus(by);
    }
}
