package dev.helmstuck.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that a test moves on; safe to share between threads. */
public abstract class TestClock extends Clock {

    /** Moves the clock on by this much. */
    public abstract void advance(Duration by);

    @Override
    public final ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    /** The zone is of no use to instants, so this is the same clock. */
    @Override
    public final Clock withZone(ZoneId zone) {
        return this;
    }
}
