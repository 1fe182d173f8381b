package dev.helmstuck.simulator.slack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;

/** An HTTP answer, and how much of it leaves us. */
record Reply(int status, Map<String, String> headers, String body, Cut cut) {

    /** How much is cut off. */
    enum Cut {
        NOTHING,
        HALF,
        ALL
    }

    static Reply json(JsonNode body) {
        return text("application/json; charset=utf-8", body.toString());
    }

    static Reply html(String page) {
        return text("text/html; charset=utf-8", page);
    }

    static Reply text(String type, String body) {
        return new Reply(200, Map.of("Content-Type", type), body, Cut.NOTHING);
    }

    Reply withStatus(int other) {
        return new Reply(other, headers, body, cut);
    }

    Reply with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Reply(status, more, body, cut);
    }

    Reply cut(Cut other) {
        return new Reply(status, headers, body, other);
    }

    /** Sends it; closing the exchange before all of the body is written makes the server cut the connection. */
    void send(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (cut == Cut.ALL) {
                return;
            }
            headers.forEach(exchange.getResponseHeaders()::set);
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes, 0, cut == Cut.HALF ? bytes.length / 2 : bytes.length);
            exchange.getResponseBody().flush();
        }
    }
}
