package dev.helmstuck.slack;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.helmstuck.ports.Conversation.Draft;
import dev.helmstuck.ports.MessageRef;
import dev.helmstuck.ports.UnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds what we have posted though its answer was lost: a message by the key in its metadata, a file by its name, for to a file Slack puts
 * no metadata.
 */
final class SentMessages {
    private static final Logger LOG = LoggerFactory.getLogger(SentMessages.class);
    private static final String EVENT_TYPE = "helm_stuck";
    private static final int PAGES = 10;

    private final SlackApi api;
    private final BotIdentity ourselves;

    SentMessages(SlackApi api, BotIdentity ourselves) {
        this.api = api;
        this.ourselves = ourselves;
    }

    Optional<MessageRef> find(Draft draft) {
        BotIdentity.Account us = ourselves.account();
        Predicate<JsonNode> wanted = message -> isOurs(message, us) && (keyOf(message).equals(Optional.of(draft.key()))
                || draft.file().filter(file -> holds(message, file.name())).isPresent());
        Map<String, String> params = new HashMap<>(Map.of("channel", draft.channel(), "include_all_metadata", "true", "limit", "200"));
        draft.thread().ifPresent(thread -> params.put("ts", thread.ts()));
        String method = draft.thread().isPresent() ? "conversations.replies" : "conversations.history";
        for (int page = 0; page < PAGES; page++) {
            Optional<JsonNode> answer = ask(method, params);
            if (answer.isEmpty()) return Optional.empty();
            JsonNode messages = messages(answer.get(), method);
            if (page == 0) draft.thread().ifPresent(thread -> demandRoot(messages, thread, method));
            for (JsonNode message : messages) {
                if (wanted.test(message)) return Optional.of(new MessageRef(draft.channel(), message.path("ts").asText()));
            }
            String cursor = answer.get().path("response_metadata").path("next_cursor").asText("");
            if (cursor.isEmpty()) return Optional.empty();
            if (cursor.equals(params.put("cursor", cursor)))
                throw new UnavailableException("Slack", "Slack's list of messages does not end (" + method + ").");
        }
        LOG.warn("Message {} is not among the {} pages looked at in {}", draft.key(), PAGES, draft.channel());
        return Optional.empty();
    }

    /** Empty if the app may not look. */
    private Optional<JsonNode> ask(String method, Map<String, String> params) {
        try {
            return Optional.of(api.call(method, params));
        } catch (SlackError e) {
            if (!e.code().equals("missing_scope")) throw e.inWords();
            LOG.warn("Cannot look for a message posted earlier, so it may be posted twice. {}", e.inWords().why());
            return Optional.empty();
        }
    }

    /** A thread begins with the message that it is about, so an answer without it is not the thread, and finding nothing there proves nothing. */
    private static void demandRoot(JsonNode messages, MessageRef thread, String method) {
        for (JsonNode message : messages) {
            if (message.path("ts").asText("").equals(thread.ts())) return;
        }
        throw new UnavailableException("Slack", "Slack did not show the thread that it was asked for (" + method + ").");
    }

    private static JsonNode messages(JsonNode answer, String method) {
        JsonNode messages = answer.path("messages");
        if (!messages.isArray()) throw new UnavailableException("Slack", "Slack gave no list of messages (" + method + ").");
        return messages;
    }

    /** Metadata can be written by any app, so only our own messages count. */
    private static boolean isOurs(JsonNode message, BotIdentity.Account us) {
        boolean byUser = message.path("user").asText("").equals(us.userId());
        return byUser || us.botId().filter(bot -> bot.equals(message.path("bot_id").asText(""))).isPresent();
    }

    private static boolean holds(JsonNode message, String name) {
        for (JsonNode file : message.path("files")) {
            if (file.path("name").asText("").equals(name)) return true;
        }
        return false;
    }

    private static Optional<String> keyOf(JsonNode message) {
        JsonNode metadata = message.path("metadata");
        boolean ours = metadata.path("event_type").asText("").equals(EVENT_TYPE);
        JsonNode key = metadata.path("event_payload").path("key");
        return ours && key.isTextual() ? Optional.of(key.textValue()) : Optional.empty();
    }

    /** What a message is found by. */
    static String metadata(String key) {
        ObjectNode metadata = JsonNodeFactory.instance.objectNode().put("event_type", EVENT_TYPE);
        metadata.putObject("event_payload").put("key", key);
        return metadata.toString();
    }
}
