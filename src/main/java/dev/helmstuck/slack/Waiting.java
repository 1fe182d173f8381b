package dev.helmstuck.slack;

import java.time.Duration;

/** Waiting and its measure, as things that a test can replace: spans of real time, which no change of the wall clock touches. */
interface Waiting {

    /** Returns after the duration; throws {@link dev.helmstuck.ports.StoppedException} if we stop meanwhile. */
    void pause(Duration duration);

    /** The time since some moment before; never goes back. */
    Duration elapsed();
}
