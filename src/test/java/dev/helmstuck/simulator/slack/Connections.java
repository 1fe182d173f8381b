package dev.helmstuck.simulator.slack;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.java_websocket.WebSocket;

/** Socket Mode: at most ten WebSockets of the app, each envelope to any one of them. */
public final class Connections implements Transport {

    private static final int MOST = 10;

    private final SlackMemory memory;
    private final SocketServer server = new SocketServer(this);
    private final Map<WebSocket, Health> sockets = new ConcurrentHashMap<>();
    private final Map<String, Boolean> tickets = new ConcurrentHashMap<>();
    private volatile Optional<String> reachedBy = Optional.empty();
    private final Map<String, CompletableFuture<JsonNode>> awaited = new ConcurrentHashMap<>();
    private final AtomicInteger openings = new AtomicInteger();
    private final AtomicInteger refusals = new AtomicInteger();
    private final AtomicInteger silent = new AtomicInteger();
    private final AtomicInteger ghosts = new AtomicInteger();
    private volatile boolean repeating;
    private final Random random = new Random(4711);

    Connections(SlackMemory memory) {
        this.memory = memory;
    }

    private enum Health {
        GOOD,
        LEAVING,
        DEAD
    }

    /** Why Slack sends a disconnect frame. */
    public enum Reason {
        /** Nothing happens yet. */
        WARNING,
        /** The app is to open another connection; this one ends in ten seconds. */
        REFRESH_REQUESTED,
        /** Socket Mode was switched off: the connection ends. */
        LINK_DISABLED,
        /** More than ten: the connection ends. */
        TOO_MANY_WEBSOCKETS
    }

    /** How many connections are open. */
    public int open() {
        return sockets.size();
    }

    /** How many connections were opened so far. */
    public int opened() {
        return openings.get();
    }

    /** The next so many calls of {@code apps.connections.open} answer {@code ok:false}. */
    public void refuseOpen(int times) {
        refusals.set(times);
    }

    /** The next so many connections open but never get {@code hello}. */
    public void withoutHello(int times) {
        silent.set(times);
    }

    /** So many connections of the app are dead, and count all the same. */
    public void ghosts(int count) {
        ghosts.set(count);
    }

    /** From now on each envelope goes to every open connection, twice. */
    public void repeatEverything() {
        repeating = true;
    }

    /** Sends a disconnect frame with any reason to every connection, and ends none. */
    public void disconnect(String reason) {
        sockets.keySet().forEach(socket -> socket.send(SlackJson.object().put("type", "disconnect").put("reason", reason).toString()));
    }

    /** Sends a disconnect frame to every connection, and ends it where Slack does. */
    public void disconnect(Reason reason) {
        sockets.keySet().forEach(socket -> disconnect(socket, reason));
    }

    /** Every connection ends at once without a word. */
    public void drop() {
        sockets.keySet().forEach(socket -> socket.closeConnection(1006, "dropped"));
    }

    /** Every present connection stops to answer: no pong, and what is sent over it never arrives. */
    public void playDead() {
        sockets.replaceAll((socket, health) -> Health.DEAD);
    }

    /** Waits until so many connections are open. */
    public boolean awaitOpen(int count, Duration atMost) {
        return memory.await(atMost, () -> open() == count);
    }

    void start() {
        server.listen();
    }

    void stop() {
        server.end();
    }

    /** apps.connections.open. */
    ObjectNode openUrl(Params params) {
        if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new SlackError("internal_error");
        }
        String ticket = UUID.randomUUID().toString();
        tickets.put(ticket, true);
        return SlackJson.object().put("url",
                reachedBy.orElse("ws://127.0.0.1:" + server.getPort()) + "/link/?ticket=" + ticket + "&app_id=" + SlackWorkspace.APP);
    }

    /** The address that the app is told for its WebSockets, in the place of the one on loopback. */
    public void reachedBy(String address) {
        reachedBy = Optional.of(address);
    }

    /** The port of the WebSockets. */
    public int port() {
        return server.getPort();
    }

    boolean takeTicket(String query) {
        return tickets.remove(Params.form(query).getOrDefault("ticket", "")) != null;
    }

    void opened(WebSocket socket) {
        openings.incrementAndGet();
        if (sockets.size() + ghosts.get() >= MOST) {
            disconnect(socket, Reason.TOO_MANY_WEBSOCKETS);
            return;
        }
        memory.step(() -> sockets.put(socket, Health.GOOD));
        if (silent.getAndUpdate(left -> Math.max(0, left - 1)) == 0) {
            ObjectNode hello = SlackJson.object().put("type", "hello").put("num_connections", sockets.size() + ghosts.get());
            hello.putObject("connection_info").put("app_id", SlackWorkspace.APP);
            hello.putObject("debug_info").put("host", "applink-1").put("build_number", 1).put("approximate_connection_time", 18060);
            socket.send(hello.toString());
        }
    }

    void closed(WebSocket socket) {
        memory.step(() -> sockets.remove(socket));
    }

    void received(WebSocket socket, String frame) {
        JsonNode answer = SlackJson.parse(frame).orElse(MissingNode.getInstance());
        CompletableFuture<JsonNode> waiting = awaited.remove(answer.path("envelope_id").asText());
        if (waiting != null && !isDead(socket)) {
            waiting.complete(answer.has("payload") ? answer.path("payload") : SlackJson.object());
        }
    }

    boolean isDead(WebSocket socket) {
        return sockets.get(socket) == Health.DEAD;
    }

    private void disconnect(WebSocket socket, Reason reason) {
        ObjectNode frame = SlackJson.object().put("type", "disconnect").put("reason", reason.name().toLowerCase(Locale.ROOT));
        frame.putObject("debug_info").put("host", "applink-1");
        if (socket.isOpen()) {
            socket.send(frame.toString());
        }
        switch (reason) {
            case WARNING -> {
            }
            case REFRESH_REQUESTED -> {
                sockets.replace(socket, Health.GOOD, Health.LEAVING);
                CompletableFuture.delayedExecutor(10, TimeUnit.SECONDS).execute(() -> socket.close(1000));
            }
            case LINK_DISABLED, TOO_MANY_WEBSOCKETS -> socket.close(1000);
        }
    }

    @Override
    public CompletableFuture<DeliveryOutcome> send(Delivery delivery, int attempt, String reason, Duration ackWithin) {
        List<WebSocket> candidates = candidates();
        if (candidates.isEmpty()) {
            return CompletableFuture.completedFuture(new DeliveryOutcome.Failed("connection_failed", false, true));
        }
        String id = UUID.randomUUID().toString();
        CompletableFuture<JsonNode> ack = new CompletableFuture<>();
        awaited.put(id, ack);
        WebSocket chosen = candidates.get(random.nextInt(candidates.size()));
        if (!isDead(chosen)) {
            String frame = envelope(id, delivery, attempt, reason).toString();
            chosen.send(frame);
            if (repeating) {
                sockets.keySet().stream().filter(WebSocket::isOpen).forEach(socket -> socket.send(frame));
            }
        }
        return ack.orTimeout(ackWithin.toMillis(), TimeUnit.MILLISECONDS).<DeliveryOutcome>thenApply(DeliveryOutcome.Acked::new)
                .exceptionally(tooLate -> {
                    awaited.remove(id);
                    return new DeliveryOutcome.Failed("timeout", true, true);
                });
    }

    /** The open connections; one that was asked to leave only if there is no other. */
    private List<WebSocket> candidates() {
        List<WebSocket> open = new ArrayList<>(sockets.keySet());
        open.removeIf(socket -> !socket.isOpen());
        List<WebSocket> staying = open.stream().filter(socket -> sockets.get(socket) != Health.LEAVING).toList();
        return staying.isEmpty() ? open : staying;
    }

    private static ObjectNode envelope(String id, Delivery delivery, int attempt, String reason) {
        ObjectNode envelope = SlackJson.object().put("envelope_id", id);
        envelope.set("payload", delivery.payload());
        boolean event = delivery.kind() == Delivery.DeliveryKind.EVENT;
        envelope.put("type", switch (delivery.kind()) {
            case EVENT -> "events_api";
            case COMMAND -> "slash_commands";
            case INTERACTION -> "interactive";
        }).put("accepts_response_payload", !event);
        return !event ? envelope : envelope.put("retry_attempt", attempt).put("retry_reason", reason);
    }
}
