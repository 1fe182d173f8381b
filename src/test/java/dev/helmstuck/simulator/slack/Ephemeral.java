package dev.helmstuck.simulator.slack;

import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ArrayNode;

/**
 * Something that only one person saw.
 *
 * @param shown false if Slack would have dropped it: in a thread that nobody has written in yet
 */
public record Ephemeral(AnswerTo source, String user, String channel, String ts, Optional<String> thread, String text, ArrayNode blocks,
        boolean shown) {

    /** How it came. */
    public enum AnswerTo {
        /** In the acknowledgement of a slash command. */
        ACK,
        /** By the command's response_url. */
        RESPONSE_URL,
        /** By chat.postEphemeral. */
        POST_EPHEMERAL
    }

    /** Live mentions in it: see {@link Mentions}. */
    public List<String> mentions() {
        return Mentions.in(text, blocks);
    }
}
