package dev.helmstuck.kubernetes;

import java.time.Clock;

import dev.helmstuck.ports.Signals;
import dev.helmstuck.ports.Sleeper;

/** What a client takes from this process: the time, a way to wait, and who is told of each request. */
record Means(Clock clock, Sleeper sleeper, Signals signals) {

    /** Nobody is told. */
    Means(Clock clock, Sleeper sleeper) {
        this(clock, sleeper, new Signals());
    }
}
