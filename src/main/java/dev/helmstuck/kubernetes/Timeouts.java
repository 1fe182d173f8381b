package dev.helmstuck.kubernetes;

import java.time.Duration;

/**
 * How long the API server may take.
 *
 * @param connect for a connection
 * @param attempt until the head of an answer, and between two pieces of it
 * @param whole for everything, repeated attempts, the pauses it asks for and the last byte of the body included; a credential plugin
 * may take as long. A look gives one source 20 s, and our words have to arrive before
 */
record Timeouts(Duration connect, Duration attempt, Duration whole) {
    static final Timeouts USUAL = new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(8), Duration.ofSeconds(15));
}
