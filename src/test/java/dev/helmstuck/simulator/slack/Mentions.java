package dev.helmstuck.simulator.slack;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The mentions in a message that really call somebody: {@code <!channel>}, {@code <!here>}, {@code <!everyone>}, {@code <@U…>} and
 * {@code <!subteam^S…>} where Slack reads them (the text, mrkdwn objects, markdown blocks), and the user, group and broadcast elements
 * of rich text. Plain and raw text is literal, so nothing in it counts.
 */
final class Mentions {

    private static final Pattern LIVE = Pattern
            .compile("<(?:!channel|!here|!everyone|!group|@[A-Z][A-Z0-9]*|!subteam\\^[A-Z0-9]+)(?:\\|[^>]*)?>");

    private Mentions() {}

    static List<String> in(String text, JsonNode blocks) {
        List<String> found = new ArrayList<>(in(text));
        SlackJson.walk(blocks, node -> found.addAll(in(node)));
        return List.copyOf(found);
    }

    static List<String> in(String mrkdwn) {
        return LIVE.matcher(mrkdwn).results().map(match -> match.group()).toList();
    }

    private static List<String> in(JsonNode node) {
        return switch (node.path("type").asText()) {
            case "mrkdwn", "markdown" -> in(node.path("text").asText());
            case "user" -> List.of("<@" + node.path("user_id").asText() + ">");
            case "usergroup" -> List.of("<!subteam^" + node.path("usergroup_id").asText() + ">");
            case "broadcast" -> List.of("<!" + node.path("range").asText() + ">");
            default -> List.of();
        };
    }
}
