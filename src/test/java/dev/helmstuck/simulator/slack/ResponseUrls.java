package dev.helmstuck.simulator.slack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;

/** The response_url of each command: five uses within thirty minutes, no token, no membership needed. */
final class ResponseUrls {

    static final String PATH = "commands/";

    private static final int USES = 5;
    private static final Duration LIFE = Duration.ofMinutes(30);

    private final SlackMemory memory;
    private final ChatMethods chat;
    private final Map<String, Use> uses = new ConcurrentHashMap<>();

    ResponseUrls(SlackMemory memory, ChatMethods chat) {
        this.memory = memory;
        this.chat = chat;
    }

    private record Use(String triggerId, String user, String channel, Instant since, int times) {
        Use next() {
            return new Use(triggerId, user, channel, since, times + 1);
        }
    }

    /** The path of a new one, below the workspace's URL. */
    String open(String triggerId, String user, String channel) {
        String path = PATH + SlackWorkspace.TEAM + "/" + memory.nextId("") + "/" + UUID.randomUUID();
        uses.put(path, new Use(triggerId, user, channel, memory.now(), 0));
        return path;
    }

    void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Optional<Use> use = Optional
                .ofNullable(uses.computeIfPresent(exchange.getRequestURI().getPath().substring(1), (path, before) -> before.next()));
        Reply reply = use.map(known -> memory.step(() -> answer(known, body))).orElseGet(() -> refuse("expired_url", 404));
        reply.send(exchange);
    }

    private Reply answer(Use use, String text) {
        JsonNode body = SlackJson.parse(text).orElseGet(SlackJson::object);
        Reply reply = accept(use, body);
        memory.add(new ResponsePost(use.triggerId, use.user, use.channel, body, reply.status()));
        return reply;
    }

    private Reply accept(Use use, JsonNode body) {
        if (memory.now().isAfter(use.since.plus(LIFE))) {
            return refuse("expired_url", 404);
        }
        if (use.times > USES) {
            return refuse("used_url", 404);
        }
        try {
            show(use, body);
            return Reply.text("text/html", "ok");
        } catch (SlackError error) {
            return refuse(error.name(), 400);
        }
    }

    private void show(Use use, JsonNode body) {
        Message.Content content = chat.content(params(body));
        if (body.path("response_type").asText().equals("in_channel")) {
            memory.put(Message.posted(use.channel, memory.nextTs(), SlackWorkspace.BOT_USER, content, Optional.empty(), false));
            return;
        }
        memory.add(new Ephemeral(Ephemeral.AnswerTo.RESPONSE_URL, use.user, use.channel, memory.nextTs(), Optional.empty(), content.text(),
                content.blocks(), true));
    }

    /** A JSON body as the parameters that the chat methods read. */
    static Params params(JsonNode body) {
        Map<String, String> values = new ConcurrentHashMap<>();
        body.properties().stream().filter(field -> !field.getValue().isNull())
                .forEach(field -> values.put(field.getKey(), field.getValue().isTextual()
                        ? field.getValue().asText()
                        : field.getValue()
                                .toString()));
        return new Params(values, Optional.empty());
    }

    private static Reply refuse(String error, int status) {
        ObjectNode body = SlackJson.object().put("ok", false).put("error", error);
        return Reply.json(body).withStatus(status);
    }
}
