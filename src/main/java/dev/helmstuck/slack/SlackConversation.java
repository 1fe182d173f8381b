package dev.helmstuck.slack;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.helmstuck.ports.Aside;
import dev.helmstuck.ports.Conversation;
import dev.helmstuck.ports.Inbox;
import dev.helmstuck.ports.MessageRef;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.report.Attachment;
import dev.helmstuck.report.Line;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.Section;
import jakarta.inject.Inject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The conversation in Slack, by its Web API. Every message carries its key as metadata, so that a lost answer can be looked up. */
final class SlackConversation implements Conversation {
    private static final Logger LOG = LoggerFactory.getLogger(SlackConversation.class);

    private final SlackApi api;
    private final SlackPlaces places;
    private final EphemeralMessages whispers;
    private final BotIdentity ourselves;
    private final PostPace pace;
    private final SentMessages sent;
    private final FileUpload files;

    @Inject
    SlackConversation(SlackApi api, SlackPlaces places, BotIdentity ourselves, PostPace pace) {
        this.api = api;
        this.places = places;
        this.ourselves = ourselves;
        this.pace = pace;
        this.sent = new SentMessages(api, ourselves);
        this.files = new FileUpload(api);
        this.whispers = new EphemeralMessages(api, (params, report) -> postOnce(params, report, () -> {}));
    }

    @Override
    public Place place(String channel) {
        return places.place(channel);
    }

    @Override
    public MessageRef post(Draft draft, Runnable stillOurs) {
        return draft.file().map(file -> attach(draft, file, stillOurs)).orElseGet(() -> post(draft, draft.report(), stillOurs));
    }

    /** Where Slack does not take the file, its message says so; what is in it is told elsewhere too. */
    private MessageRef attach(Draft draft, Attachment file, Runnable stillOurs) {
        try {
            return files.send(draft, file, () -> {
                pace.turn(draft.channel());
                stillOurs.run();
            });
        } catch (SlackError refused) {
            LOG.warn("The file {} could not be attached. {}", file.name(), refused.inWords().why());
            return post(draft, draft.report().with(Section.plain(
                    Line.of("It is too long for a message and could not be attached: " + refused.inWords().why()))), stillOurs);
        }
    }

    private MessageRef post(Draft draft, Report report, Runnable stillOurs) {
        Map<String, String> params = new HashMap<>(Map.of("channel", draft.channel(), "metadata", SentMessages.metadata(draft.key())));
        draft.thread().ifPresent(thread -> {
            params.put("thread_ts", thread.ts());
            params.put("reply_broadcast", Boolean.toString(draft.broadcast()));
        });
        return postOnce(params, report, stillOurs);
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
        return sent.find(draft);
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
                    reactions.add(new Reaction(reaction.path("name").asText(""), user));
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

    @Override
    public void whisper(MessageRef thread, String user, Report report) {
        whispers.whisper(new Aside.ByWhisper(thread.channel(), Optional.of(thread.ts()), user), report);
    }

    @Override
    public void answer(Aside aside, Report report) {
        switch (aside) {
            case Aside.ByAddress(String url) -> answer(url, report);
            case Aside.ByWhisper whisper -> whispers.whisper(whisper, report);
        }
    }

    @Override
    public void offer(Inbox.Shortcut shortcut, List<String> names) {
        JsonNode unused = ask("views.open", TargetChoice.opening(shortcut, names));
    }

    private void answer(String responseUrl, Report report) {
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
}
