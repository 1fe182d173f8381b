package dev.helmstuck.simulator.slack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;

/** files.*: an address, the bytes, and the sharing of them; what is never shared nobody sees. */
final class FileMethods {
    static final String PATH = "upload/v1/";
    /** Slack takes a gigabyte, a workspace may allow less. */
    private static final int LARGEST = 1_000_000;

    private final SlackMemory memory;
    private final Rooms rooms;
    private final Scopes scopes;
    private final Supplier<String> home;
    private final Map<String, Pending> pending = new ConcurrentHashMap<>();
    private final AtomicBoolean breaks = new AtomicBoolean();

    private record Pending(String name, int length, Optional<String> text) {}

    FileMethods(SlackMemory memory, Rooms rooms, Scopes scopes, Supplier<String> home) {
        this.memory = memory;
        this.rooms = rooms;
        this.scopes = scopes;
        this.home = home;
    }

    Map<String, ApiMethod> methods() {
        return Map.of("files.getUploadURLExternal", this::address, "files.completeUploadExternal", this::share);
    }

    /** The next upload's connection breaks when all of it has come. */
    void breakNextUpload() {
        breaks.set(true);
    }

    private ObjectNode address(Params params) {
        scopes.need("files:write");
        String name = params.need("filename", "invalid_arguments");
        int length = params.number("length", 0);
        if (length <= 0) throw new SlackError("invalid_arguments");
        if (length > LARGEST) throw new SlackError("file_upload_size_restricted");
        String id = memory.nextId("F");
        pending.put(id, new Pending(name, length, Optional.empty()));
        return SlackJson.object().put("upload_url", home.get() + PATH + id).put("file_id", id);
    }

    void upload(HttpExchange exchange) throws IOException {
        String id = exchange.getRequestURI().getPath().substring(PATH.length() + 1);
        byte[] bytes = exchange.getRequestBody().readAllBytes();
        Pending file = pending.get(id);
        boolean good = file != null && file.length() == bytes.length && exchange.getRequestMethod().equals("POST");
        if (good) pending.put(id, new Pending(file.name(), file.length(), Optional.of(new String(bytes, StandardCharsets.UTF_8))));
        Reply reply = good ? Reply.text("text/plain", "OK - " + bytes.length) : Reply.text("text/plain", "bad upload").withStatus(400);
        reply.cut(breaks.getAndSet(false) ? Reply.Cut.ALL : Reply.Cut.NOTHING).send(exchange);
    }

    private ObjectNode share(Params params) {
        scopes.need("files:write");
        JsonNode files = params.json("files", "invalid_arguments").filter(JsonNode::isArray)
                .orElseThrow(() -> new SlackError("invalid_arguments"));
        Map<String, String> room = Map.of("channel", params.need("channel_id", "channel_not_found"));
        Channel channel = rooms.writable(new Params(room, params.token()));
        Optional<String> thread = params.get("thread_ts");
        if (thread.filter(ts -> memory.message(channel.id(), ts).isEmpty()).isPresent()) throw new SlackError("thread_not_found");
        ArrayNode shared = SlackJson.array();
        for (JsonNode one : files) {
            Pending file = Optional.ofNullable(pending.remove(one.path("id").asText())).filter(it -> it.text().isPresent())
                    .orElseThrow(() -> new SlackError("file_not_found"));
            String ts = memory.nextTs();
            memory.put(Message.posted(channel.id(), ts, SlackWorkspace.BOT_USER,
                    new Message.Content(params.get("initial_comment").orElse(""), SlackJson.array(), Optional.empty()), thread, false));
            memory.put(new SharedFile(one.path("id").asText(), channel.id(), ts, file.name(), file.text().get()));
            shared.addObject().put("id", one.path("id").asText()).put("title", one.path("title").asText(file.name()));
        }
        return SlackJson.object().set("files", shared);
    }
}
