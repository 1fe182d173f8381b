package dev.helmstuck.slack;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.helmstuck.ports.Conversation;
import dev.helmstuck.ports.MessageRef;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.report.Report;
import jakarta.inject.Inject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The conversation in Slack, by its Web API. Every message carries its key as metadata, so that a lost answer can be looked up. */
final class SlackConversation implements Conversation {
    private static final Logger LOG = LoggerFactory.getLogger(SlackConversation.class);
    private static final String EVENT_TYPE = "helm_stuck";
    private static final int PAGES = 10;

    private final SlackApi api;
    private final SlackPlaces places;
    private final EphemeralMessages whispers;
    private final BotIdentity ourselves;
    private final PostRateLimiter pace;

    @Inject
    SlackConversation(SlackApi api, SlackPlaces places, BotIdentity ourselves, PostRateLimiter pace) {
        this.api = api;
        this.places = places;
        this.ourselves = ourselves;
        this.pace = pace;
        this.whispers = new EphemeralMessages(api, (params, report) -> postOnce(params, report, () -> {}));
    }

    @Override
    public Place place(String channel) {
        return places.place(channel);
    }

    @Override
    public MessageRef post(Draft draft, Runnable stillOurs) {
        Map<String, String> params = new HashMap<>(Map.of("channel", draft.channel(), "metadata", metadata(draft.key())));
        draft.thread().ifPresent(thread -> {
            params.put("thread_ts", thread.ts());
            params.put("reply_broadcast", Boolean.toString(draft.broadcast()));
        });
        return postOnce(params, draft.report(), stillOurs);
    }

    /** Unfurling is off: a link from a log is nobody's wish to show its page. */
    private MessageRef postOnce(Map<String, String> params, Report report, Runnable stillOurs) {
        Map<String, String> all = new HashMap<>(params);
        all.put("unfurl_links", "false");
        all.put("unfurl_media", "false");
        String channel = params.get("channel");
        JsonNode answer = send("chat.postMessage", all, report, () -> {
            pace.turn(channel);
            stillOurs.run();
        });
        String ts = answer.path("ts").asText("");
        if (ts.isEmpty()) {
            throw new UnavailableException("Slack", "Slack took the message but did not say where it is (chat.postMessage without ts).");
        }
        return new MessageRef(answer.path("channel").asText(channel), ts);
    }

    @Override
    public Optional<MessageRef> find(Draft draft) {
        Map<String, String> params = new HashMap<>(Map.of("channel", draft.channel(), "include_all_metadata", "true", "limit", "200"));
        draft.thread().ifPresent(thread -> params.put("ts", thread.ts()));
        String method = draft.thread().isPresent() ? "conversations.replies" : "conversations.history";
        BotIdentity.Account us = ourselves.account();
        for (int page = 0; page < PAGES; page++) {
            JsonNode answer;
            try {
                answer = api.call(method, params);
            } catch (SlackError e) {
                if (e.code().equals("missing_scope")) {
                    LOG.warn("Cannot look for a message posted earlier, so it may be posted twice. {}", e.inWords().why());
                    return Optional.empty();
                }
                throw e.inWords();
            }
            JsonNode messages = messages(answer, method);
            if (page == 0) draft.thread().ifPresent(thread -> demandRoot(messages, thread, method));
            for (JsonNode message : messages) {
                if (isOurs(message, us) && keyOf(message).equals(Optional.of(draft.key()))) {
                    return Optional.of(new MessageRef(draft.channel(), message.path("ts").asText()));
                }
            }
            String cursor = answer.path("response_metadata").path("next_cursor").asText("");
            if (cursor.isEmpty()) {
                return Optional.empty();
            }
            if (cursor.equals(params.put("cursor", cursor))) {
                throw new UnavailableException("Slack", "Slack's list of messages does not end (" + method + ").");
            }
        }
        LOG.warn("Message {} is not among the {} pages looked at in {}", draft.key(), PAGES, draft.channel());
        return Optional.empty();
    }

    /** A thread begins with the message that it is about, so an answer without it is not the thread, and finding nothing there proves nothing. */
    private static void demandRoot(JsonNode messages, MessageRef thread, String method) {
        for (JsonNode message : messages) {
            if (message.path("ts").asText("").equals(thread.ts())) return;
        }
        throw new UnavailableException("Slack", "Slack did not show the thread that it was asked for (" + method + ").");
    }

    @Override
    public void edit(MessageRef message, Report report, Runnable stillTrue) {
        send("chat.update", Map.of("channel", message.channel(), "ts", message.ts()), report, stillTrue);
    }

    @Override
    public void seed(MessageRef message, List<String> emoji) {
        for (String name : emoji) {
            try {
                api.call("reactions.add", Map.of("channel", message.channel(), "timestamp", message.ts(), "name", name));
            } catch (SlackError e) {
                if (!e.code().equals("already_reacted")) {
                    throw e.inWords();
                }
            }
        }
    }

    @Override
    public List<Reaction> reactions(MessageRef message) {
        String us = ourselves.account().userId();
        JsonNode found = ask("reactions.get", Map.of("channel", message.channel(), "timestamp", message.ts(), "full", "true"))
                .path("message");
        if (!found.isObject() || !found.path("ts").asText(message.ts()).equals(message.ts())) {
            throw new UnavailableException("Slack", "Slack did not answer for this message (reactions.get).");
        }
        Set<Reaction> reactions = new LinkedHashSet<>();
        for (JsonNode reaction : found.path("reactions")) {
            for (String user : users(reaction)) {
                if (!user.equals(us)) {
                    reactions.add(new Reaction(emoji(reaction.path("name").asText("")), user));
                }
            }
        }
        return List.copyOf(reactions);
    }

    /** The list may be cut while the count is right, even with {@code full}. */
    private static List<String> users(JsonNode reaction) {
        List<String> users = new ArrayList<>();
        reaction.path("users").forEach(user -> users.add(user.asText()));
        JsonNode count = reaction.path("count");
        if (!count.isInt() || users.size() < count.intValue() || reaction.path("name").asText("").isEmpty()) {
            throw new UnavailableException("Slack",
                    "Slack did not list everybody who reacted (reactions.get). Nothing counts until it does.");
        }
        return users;
    }

    /** Without the skin tone, which Slack appends as {@code ::skin-tone-4}. */
    private static String emoji(String name) {
        int tone = name.indexOf("::");
        return (tone < 0 ? name : name.substring(0, tone)).toLowerCase(Locale.ROOT);
    }

    @Override
    public void whisper(MessageRef thread, String user, Report report) {
        whispers.whisper(thread, user, report);
    }

    @Override
    public void answer(String responseUrl, Report report) {
        Rendered rendered = Blocks.render(report);
        try {
            api.answer(responseUrl, body(rendered, true).toString());
        } catch (SlackError refused) {
            if (!refused.refusesBlocks()) {
                throw refused.inWords();
            }
            try {
                api.answer(responseUrl, body(rendered, false).toString());
            } catch (SlackError e) {
                throw e.inWords();
            }
        }
    }

    /** An ephemeral answer to a command, with sections only: there is no second try after an ack. */
    static ObjectNode body(Rendered rendered, boolean withBlocks) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("response_type", "ephemeral").put("text", rendered.text());
        if (withBlocks) {
            body.set("blocks", rendered.simpleBlocks());
        }
        return body;
    }

    @Override
    public String permalink(MessageRef message, Optional<MessageRef> thread) {
        Optional<String> home = ourselves.account().home();
        if (home.isPresent()) {
            String link = home.get() + "archives/" + message.channel() + "/p" + message.ts().replace(".", "");
            return thread.map(root -> link + "?thread_ts=" + root.ts() + "&cid=" + root.channel()).orElse(link);
        }
        String link = ask("chat.getPermalink", Map.of("channel", message.channel(), "message_ts", message.ts())).path("permalink")
                .asText("");
        if (link.isEmpty()) {
            throw new UnavailableException("Slack", "Slack gave no link to the message (chat.getPermalink).");
        }
        return link;
    }

    private JsonNode send(String method, Map<String, String> params, Report report, Runnable before) {
        return Sending.send(api, method, params, Blocks.render(report), before);
    }

    private JsonNode ask(String method, Map<String, String> params) {
        try {
            return api.call(method, params);
        } catch (SlackError e) {
            throw e.inWords();
        }
    }

    private static JsonNode messages(JsonNode answer, String method) {
        JsonNode messages = answer.path("messages");
        if (!messages.isArray()) {
            throw new UnavailableException("Slack", "Slack gave no list of messages (" + method + ").");
        }
        return messages;
    }

    /** Metadata can be written by any app, so only our own messages count. */
    private static boolean isOurs(JsonNode message, BotIdentity.Account us) {
        boolean byUser = message.path("user").asText("").equals(us.userId());
        return byUser || us.botId().filter(bot -> bot.equals(message.path("bot_id").asText(""))).isPresent();
    }

    private static Optional<String> keyOf(JsonNode message) {
        JsonNode metadata = message.path("metadata");
        boolean ours = metadata.path("event_type").asText("").equals(EVENT_TYPE);
        JsonNode key = metadata.path("event_payload").path("key");
        return ours && key.isTextual() ? Optional.of(key.textValue()) : Optional.empty();
    }

    private static String metadata(String key) {
        ObjectNode metadata = JsonNodeFactory.instance.objectNode().put("event_type", EVENT_TYPE);
        metadata.putObject("event_payload").put("key", key);
        return metadata.toString();
    }
}
