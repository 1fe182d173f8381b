package dev.helmstuck.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until a test moves it; safe to share between threads. */
public final class FakeClock extends Clock {
    private final AtomicReference<Instant> now;

    /** Stands at {@link Some#NOW}. */
    public FakeClock() {
        this(Some.NOW);
    }

    public FakeClock(Instant start) {
        now = new AtomicReference<>(start);
    }

    /** Moves the clock on by this much. */
    public void advance(Duration by) {
        now.updateAndGet(at -> at.plus(by));
    }

    /** Sets the clock to this moment. */
    public void setTo(Instant at) {
        now.set(at);
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    /** The zone is of no use to instants, so this is the same clock. */
    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
