package dev.helmstuck.simulator.slack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;

/** The page for people: the channels as they stand, a command as anybody, reactions as anybody. */
final class WebPage {

    private final SlackMemory memory;
    private final People people;

    WebPage(SlackMemory memory, People people) {
        this.memory = memory;
        this.people = people;
    }

    void handle(HttpExchange exchange) throws IOException {
        String request = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        switch (request) {
            case "GET /" -> Reply.html(page()).with("Content-Security-Policy",
                    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'").send(exchange);
            case "GET /state" -> Reply.json(state(memory)).send(exchange);
            case "POST /slash" ->
                act(exchange, params -> people.slash(need(params, "user"), need(params, "channel"), params.get("text").orElse(
                        "")).outcome().name());
            case "POST /react" -> act(exchange, this::toggle);
            case "POST /say" -> act(exchange, params -> people.say(need(params, "user"), need(params, "channel"), params.get("thread"),
                    need(params, "text")).ts());
            default -> Reply.text("text/plain", "not found").withStatus(404).send(exchange);
        }
    }

    private interface Act {
        String by(Params params);
    }

    private static void act(HttpExchange exchange, Act act) throws IOException {
        Params params = Params.read(exchange);
        try {
            Reply.json(SlackJson.object().put("ok", true).put("result", act.by(params))).send(exchange);
        } catch (SlackError | IllegalArgumentException refused) {
            Reply.json(SlackJson.object().put("ok", false).put("error", refused.getMessage())).send(exchange);
        }
    }

    private String toggle(Params params) {
        String user = need(params, "user");
        String channel = need(params, "channel");
        String ts = need(params, "ts");
        String name = need(params, "name");
        boolean there = memory.message(channel, ts).filter(message -> message.reacted(name).contains(user)).isPresent();
        Optional<Delivery> event = there ? people.unreact(user, channel, ts, name) : people.react(user, channel, ts, name);
        return event.map(Delivery::id).orElse("no event");
    }

    private static String need(Params params, String name) {
        return params.need(name, "missing_" + name);
    }

    /** All that a page shows, as the page itself reads it. */
    static ObjectNode state(SlackMemory memory) {
        return memory.read(() -> {
            ObjectNode state = SlackJson.object();
            ObjectNode names = state.putObject("names");
            ArrayNode users = state.putArray("users");
            memory.members().forEach(member -> {
                names.put(member.id(), member.name());
                if (!member.id().equals(SlackWorkspace.BOT_USER)) {
                    users.add(member.id());
                }
            });
            memory.groups().forEach(group -> names.put(group.id(), group.handle()));
            ArrayNode channels = state.putArray("channels");
            ArrayNode messages = state.putArray("messages");
            memory.channels().forEach(channel -> {
                names.put(channel.id(), channel.name());
                channels.add(channel.id());
                memory.messages(channel.id())
                        .forEach(message -> messages.add(message.toJson(false, Integer.MAX_VALUE).put("channel", channel
                                .id())));
            });
            memory.ephemerals().stream().filter(Ephemeral::shown).forEach(whisper -> messages.add(json(whisper)));
            memory.commands().forEach(command -> messages.addObject().put("ts", command.ts()).put("channel", command.channel()).put("user",
                    command.user()).put("text", "`/helm-stuck " + command.text().replace("&", "&amp;").replace("<", "&lt;") + "`")
                    .put("only", command
                            .user()));
            return state.put("bot", SlackWorkspace.BOT_USER);
        });
    }

    private static ObjectNode json(Ephemeral whisper) {
        ObjectNode json = SlackJson.object().put("ts", whisper.ts()).put("channel", whisper.channel()).put("user", SlackWorkspace.BOT_USER)
                .put("text", whisper.text()).put("only", whisper.user());
        whisper.thread().ifPresent(thread -> json.put("thread_ts", thread));
        if (!whisper.blocks().isEmpty()) {
            json.set("blocks", whisper.blocks());
        }
        return json;
    }

    static String page() throws IOException {
        try (InputStream page = WebPage.class.getResourceAsStream("/simulator/slack/index.html")) {
            return new String(page.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
