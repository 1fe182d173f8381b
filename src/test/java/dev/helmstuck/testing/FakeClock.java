package dev.helmstuck.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until a test moves it. */
public final class FakeClock extends TestClock {
    private final AtomicReference<Instant> now;

    /** Stands at {@link Some#NOW}. */
    public FakeClock() {
        this(Some.NOW);
    }

    public FakeClock(Instant start) {
        now = new AtomicReference<>(start);
    }

    @Override
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
}
