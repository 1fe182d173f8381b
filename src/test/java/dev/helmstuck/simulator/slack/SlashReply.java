package dev.helmstuck.simulator.slack;

import java.time.Duration;

import com.fasterxml.jackson.databind.node.ArrayNode;

/**
 * What the person who typed a slash command got.
 *
 * @param triggerId the command's unique id
 * @param text of the acknowledgement, seen only by that person; empty if there was none
 */
public record SlashReply(SlashOutcome outcome, String triggerId, String responseUrl, String text, ArrayNode blocks, Duration took,
        Delivery delivery) {

    /** How the command fared. */
    public enum SlashOutcome {
        /** The app acknowledged in time. */
        ACKED,
        /** The app took longer than three seconds: the person reads "operation_timeout". */
        TIMED_OUT,
        /** The app was not there or answered with an error: the person reads "dispatch_failed". */
        DISPATCH_FAILED
    }

    /** Whether the app acknowledged in time. */
    public boolean acked() {
        return outcome == SlashOutcome.ACKED;
    }
}
