package dev.helmstuck.gitlab;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

import dev.helmstuck.ports.Sleeper;

/** A clock that only a pause moves, and a pause that takes no time. */
final class PatientTime extends Clock implements Sleeper {

    private final List<Duration> pauses = new ArrayList<>();
    private Instant now;

    PatientTime(Instant now) {
        this.now = now;
    }

    @Override
    public void pause(Duration length) {
        pauses.add(length);
        now = now.plus(length);
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
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("always UTC");
    }
}
