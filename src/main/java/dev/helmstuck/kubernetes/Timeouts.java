package dev.helmstuck.kubernetes;

import java.time.Duration;

/**
 * How long the API server may take.
 *
 * @param connect for a connection
 * @param attempt until the head of an answer
 * @param whole for everything, repeated attempts and the last byte of the body included
 */
record Timeouts(Duration connect, Duration attempt, Duration whole) {
    static final Timeouts USUAL = new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(8), Duration.ofSeconds(20));
}
