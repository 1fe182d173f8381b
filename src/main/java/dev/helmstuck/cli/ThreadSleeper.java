package dev.helmstuck.cli;

import java.time.Duration;

import dev.helmstuck.ports.Sleeper;
import dev.helmstuck.ports.StoppedException;

/** Waits for real. */
final class ThreadSleeper implements Sleeper {

    @Override
    public void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new StoppedException(stopped);
        }
    }
}
