package dev.helmstuck;

import java.time.Duration;

import dev.helmstuck.flow.Pause;
import dev.helmstuck.flow.Unavailable;

/** Waits for real. */
final class RealPause implements Pause {

    @Override
    public void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new Unavailable("helm-stuck", "it was told to stop while waiting", stopped);
        }
    }
}
