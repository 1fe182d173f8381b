package dev.helmstuck.flow;

import java.time.Duration;

/** Waiting, as a parameter: tests do not sleep. */
public interface Pause {

    /** Waits that long; throws {@link Unavailable}, with the interrupt flag set, if the thread is told to stop. */
    void pause(Duration duration);
}
