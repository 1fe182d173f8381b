package dev.helmstuck.slack;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.helmstuck.flow.Unavailable;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Real waiting, which a shutdown cuts short. */
@Singleton
final class TimedPause implements Pause {
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final long began = System.nanoTime();

    @Inject
    TimedPause() {}

    @Override
    public void pause(Duration duration) {
        try {
            if (stopped.await(duration.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new Unavailable("Slack", "helm-stuck is shutting down.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("Slack", "helm-stuck stopped waiting for Slack.", e);
        }
    }

    @Override
    public Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** Ends every wait, now and later. */
    void stop() {
        stopped.countDown();
    }
}
