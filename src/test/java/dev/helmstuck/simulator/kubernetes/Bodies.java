package dev.helmstuck.simulator.kubernetes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The bodies of requests: read for the server, and cut for the log. */
final class Bodies {
    static final int LIMIT = 3 * 1024 * 1024;

    private Bodies() {}

    static JsonNode parse(String about, byte[] body) {
        try {
            JsonNode node = Json.MAPPER.readTree(body);
            if (node instanceof ObjectNode)
                return node;
        } catch (IOException e) {
            // said below, in the server's words
        }
        String start = new String(body, 0, Math.min(30, body.length), StandardCharsets.UTF_8);
        throw Refused.badRequest(about + "couldn't get version/kind; json parse error: unexpected end of JSON input"
                + (about.isEmpty() ? "" : " (" + start + " ...)"));
    }

    /** For the log: without the values of Secrets and a pod's variables, missing if there is none or it is no JSON. */
    static JsonNode forLog(byte[] body) {
        if (body.length == 0)
            return MissingNode.getInstance();
        try {
            if (Json.MAPPER.readTree(body) instanceof ObjectNode node) {
                node.at("/spec/containers").forEach(container -> ((ObjectNode) container).remove("env"));
                return node.without(List.of("data", "stringData"));
            }
        } catch (IOException e) {
            // refused by the server, when it comes to read it
        }
        return MissingNode.getInstance();
    }
}
