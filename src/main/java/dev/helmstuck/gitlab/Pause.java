package dev.helmstuck.gitlab;

import java.time.Duration;

/** Waiting, so that tests can do without it. */
interface Pause {

    /** Returns after this time; throws {@link dev.helmstuck.flow.Unavailable} when the thread is told to stop. */
    void pause(Duration length);
}
