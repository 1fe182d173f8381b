package dev.helmstuck.simulator.slack;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import com.fasterxml.jackson.databind.JsonNode;

/** A way to the app: a WebSocket that it opened, or its own HTTP server. */
interface Transport {

    /** Sends it once; never fails exceptionally. */
    CompletableFuture<DeliveryOutcome> send(Delivery delivery, int attempt, String reason, Duration ackWithin);

    /** What became of an attempt. */
    sealed interface DeliveryOutcome {

        /** Acknowledged; the payload is an empty object if there was none. */
        record Acked(JsonNode payload) implements DeliveryOutcome {}

        /** Not acknowledged. */
        record Failed(String reason, boolean late, boolean tryAgain) implements DeliveryOutcome {}
    }
}
