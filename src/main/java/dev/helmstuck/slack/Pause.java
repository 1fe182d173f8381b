package dev.helmstuck.slack;

import java.time.Duration;

/** Waiting, as a thing that a test can replace. */
interface Pause {

    /** Returns after the duration; throws {@link dev.helmstuck.flow.Unavailable} if we stop meanwhile. */
    void pause(Duration duration);
}
