package dev.helmstuck.slack;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.node.ArrayNode;

/**
 * A report as Slack takes it.
 *
 * @param text the whole state in mrkdwn, under Slack's limit for edits; what notifications and screen readers show
 * @param blocks with the native checklist
 * @param simpleBlocks the same in sections only, for a workspace that does not know the checklist block
 */
record Rendered(String text, ArrayNode blocks, ArrayNode simpleBlocks) {

    /** What to try, in this order, as long as Slack refuses the blocks. */
    List<Map<String, String>> attempts() {
        Map<String, String> textOnly = Map.of("text", text);
        Map<String, String> simple = Map.of("text", text, "blocks", simpleBlocks.toString());
        if (blocks.equals(simpleBlocks)) {
            return List.of(simple, textOnly);
        }
        return List.of(Map.of("text", text, "blocks", blocks.toString()), simple, textOnly);
    }
}
