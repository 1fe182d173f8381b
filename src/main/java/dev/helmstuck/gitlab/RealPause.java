package dev.helmstuck.gitlab;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import dev.helmstuck.flow.Unavailable;

/** Waits by blocking the calling thread. */
final class RealPause implements Pause {

    @Override
    public void pause(Duration length) {
        try {
            TimeUnit.NANOSECONDS.sleep(length.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable(Refusals.GITLAB, "the question was given up while waiting to ask again", e);
        }
    }
}
