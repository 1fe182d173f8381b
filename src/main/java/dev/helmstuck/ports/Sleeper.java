package dev.helmstuck.ports;

import java.time.Duration;

/** Waiting, as a parameter: tests do not sleep. */
public interface Sleeper {

    /** Waits that long; throws {@link StoppedException}, with the interrupt flag set, if the thread is told to stop. */
    void pause(Duration duration);
}
