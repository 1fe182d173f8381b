package dev.helmstuck.simulator.slack;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A dialog that somebody sees. */
public record Dialog(String id, String user, JsonNode view) {

    /** The values that can be chosen. */
    public List<String> values() {
        return options().stream().map(option -> option.path("value").asText()).toList();
    }

    Optional<JsonNode> option(String value) {
        return options().stream().filter(option -> option.path("value").asText().equals(value)).findFirst();
    }

    private List<JsonNode> options() {
        List<JsonNode> options = new ArrayList<>();
        SlackJson.walk(view, node -> node.path("options").forEach(options::add));
        return options;
    }

    ObjectNode json() {
        ObjectNode json = (ObjectNode) view.deepCopy();
        json.put("id", id).put("team_id", SlackWorkspace.TEAM).put("hash", id + ".hash").put("app_id", SlackWorkspace.APP)
                .put("bot_id", SlackWorkspace.BOT);
        json.putObject("state").putObject("values");
        return json;
    }
}
