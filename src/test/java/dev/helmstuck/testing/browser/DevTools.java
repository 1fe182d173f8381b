package dev.helmstuck.testing.browser;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** One page of a browser by the Chrome DevTools Protocol: a command goes out, its answer comes back; events are not listened to. */
final class DevTools implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Map<Integer, CompletableFuture<JsonNode>> awaited = new ConcurrentHashMap<>();
    private final AtomicInteger ids = new AtomicInteger();
    private final WebSocket socket;

    DevTools(HttpClient http, URI page) {
        socket = http.newWebSocketBuilder().buildAsync(page, new Answers()).join();
    }

    private final class Answers implements WebSocket.Listener {
        private final StringBuilder frame = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
            frame.append(text);
            if (last) {
                answered(frame.toString());
                frame.setLength(0);
            }
            from.request(1);
            return CompletableFuture.completedFuture(null);
        }
    }

    private void answered(String json) {
        try {
            JsonNode answer = MAPPER.readTree(json);
            CompletableFuture<JsonNode> waiting = awaited.remove(answer.path("id").asInt(-1));
            if (waiting != null) waiting.complete(answer);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Carries out a command; its result. */
    JsonNode send(String method, Map<String, ?> parameters) {
        int id = ids.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        awaited.put(id, answer);
        ObjectNode command = MAPPER.createObjectNode().put("id", id).put("method", method);
        command.set("params", MAPPER.valueToTree(parameters));
        var unused = socket.sendText(command.toString(), true).join();
        try {
            JsonNode done = answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (done.has("error")) throw new AssertionError(method + " " + parameters + ": " + done.path("error"));
            return done.path("result");
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(method + " got no answer", e);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }

    @Override
    public void close() {
        socket.abort();
    }
}
