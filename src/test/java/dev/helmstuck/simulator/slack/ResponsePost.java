package dev.helmstuck.simulator.slack;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A post to a command's response_url.
 *
 * @param triggerId of the command that it answers
 * @param status what we answered: 200, or 404 once the URL is used up or too old
 */
public record ResponsePost(String triggerId, String user, String channel, JsonNode body, int status) {

    /** Its text, empty if there is none. */
    public String text() {
        return body.path("text").asText();
    }
}
