package dev.helmstuck.flow;

import java.time.Duration;

/** Waiting, as a parameter: tests do not sleep. */
public interface Pause {

    /** Waits that long; returns early, with the thread's interrupt flag set, if the thread is interrupted. */
    void pause(Duration duration);
}
