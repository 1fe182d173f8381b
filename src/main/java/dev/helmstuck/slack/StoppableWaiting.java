package dev.helmstuck.slack;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.helmstuck.ports.StoppedException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Real waiting, which a shutdown cuts short. */
@Singleton
final class StoppableWaiting implements Waiting {
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final long began = System.nanoTime();

    @Inject
    StoppableWaiting() {}

    @Override
    public void pause(Duration duration) {
        try {
            if (stopped.await(duration.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new StoppedException();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoppedException(e);
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
