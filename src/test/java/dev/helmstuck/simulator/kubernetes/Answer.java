package dev.helmstuck.simulator.kubernetes;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;

/** What goes back over the wire. */
public record Answer(int code, String contentType, Map<String, String> headers, String body) {

    public Answer {
        headers = Map.copyOf(headers);
    }

    static Answer json(int code, JsonNode node) {
        return new Answer(code, "application/json", Map.of(), new String(Json.bytes(node), StandardCharsets.UTF_8));
    }

    static Answer text(int code, String text) {
        return new Answer(code, "text/plain; charset=utf-8", Map.of(), text);
    }

    static Answer of(Refused refused) {
        return json(refused.code(), refused.status());
    }

    Answer with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new Answer(code, contentType, more, body);
    }
}
