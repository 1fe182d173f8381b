package dev.helmstuck.slack;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.slack.api.bolt.App;
import com.slack.api.bolt.response.Response;
import com.slack.api.bolt.socket_mode.request.SocketModeRequest;
import com.slack.api.bolt.socket_mode.request.SocketModeRequestParser;
import dev.helmstuck.config.Token;
import dev.helmstuck.ports.UnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Socket Mode: keeps one live WebSocket to Slack and answers its envelopes, several at a time.
 *
 * <p>{@link #tend} is the watchdog and the only one who opens and replaces links; it runs on one thread, every few seconds and
 * whenever a socket closes. A link that Slack is about to end is replaced before it is closed.
 */
final class SlackSocket implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SlackSocket.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration HELLO_WITHIN = Duration.ofSeconds(15);
    private static final Duration FIRST_BACK_OFF = Duration.ofSeconds(1);
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(30);
    /** A link that lives for so long shows that links are good for something again. */
    private static final Duration STEADY = Duration.ofMinutes(1);
    private static final int CONCURRENCY = 10;

    private final SlackApi api;
    private final SlackWire wire;
    private final Token appToken;
    private final SlackListeners listeners;
    private final SlackStatus status;
    private final Waiting pause;
    private final Consumer<Duration> wake;
    private final App app;
    private final SocketModeRequestParser parser;
    private final ExecutorService workers = Executors.newFixedThreadPool(CONCURRENCY,
            Thread.ofPlatform().name("slack-event-", 1).daemon().factory());

    private volatile Optional<SocketLink> link = Optional.empty();
    private volatile boolean closed;
    /** How many connections this process has when the next hello comes. */
    private volatile int expected = 1;
    /** Why Slack ended a link for a reason that somebody must do something about. */
    private volatile Optional<String> complaint = Optional.empty();
    private Duration opened = Duration.ZERO;
    private Duration notBefore = Duration.ZERO;
    private Duration backOff = FIRST_BACK_OFF;

    /** {@code wake} makes {@link #tend} run after a while. */
    SlackSocket(SlackApi api, SlackWire wire, Token appToken, SlackListeners listeners, SlackStatus status, Waiting pause,
            Consumer<Duration> wake) {
        this.api = api;
        this.wire = wire;
        this.appToken = appToken;
        this.listeners = listeners;
        this.status = status;
        this.pause = pause;
        this.wake = wake;
        this.app = listeners.app();
        this.parser = new SocketModeRequestParser(app.config());
        app.start();
    }

    /** Looks whether the link is good, and builds a new one if not. */
    void tend() {
        if (closed) {
            return;
        }
        Duration now = pause.elapsed();
        boolean usable = link.isPresent() && link.get().alive() && (link.get().greeted() || now.minus(opened).compareTo(HELLO_WITHIN) < 0);
        if (usable && now.minus(opened).compareTo(STEADY) >= 0) {
            backOff = FIRST_BACK_OFF;
        }
        if (usable && !link.get().leaving()) {
            return;
        }
        if (!usable) {
            link.ifPresent(this::lose);
            link = Optional.empty();
        }
        if (now.compareTo(notBefore) < 0) {
            wake.accept(notBefore.minus(now));
            return;
        }
        try {
            connect(now);
        } catch (SlackError e) {
            retryLater(now, e.inWords().why());
        } catch (UnavailableException e) {
            retryLater(now, e.why());
        } catch (IOException e) {
            retryLater(now, e.getMessage());
        }
    }

    private void lose(SocketLink lost) {
        String why = complaint.orElse(lost.greeted()
                ? "the WebSocket is not connected; trying again"
                : "the WebSocket was opened, but Slack did not say hello; trying again");
        LOG.warn("No live WebSocket to Slack: {}", why);
        status.delivery(Optional.of(why));
        lost.close();
    }

    private void connect(Duration now) throws IOException {
        String address = api.ask(appToken, "apps.connections.open", Map.of()).body().path("url").asText("");
        expected = link.isPresent() ? 2 : 1;
        SocketLink next = new SocketLink(wire.slack(), appToken.value(), address, this::receive, this::look);
        next.open();
        if (closed || !next.alive()) {
            next.close();
            throw new IOException("the WebSocket could not be opened");
        }
        Optional<SocketLink> old = link;
        link = Optional.of(next);
        opened = now;
        // an opened link proves little: Slack may end it at once, time after time
        holdOff(now);
        old.ifPresent(SocketLink::close);
        if (next.greeted()) {
            status.delivery(complaint);
        }
    }

    private void holdOff(Duration now) {
        notBefore = now.plus(backOff);
        backOff = backOff.multipliedBy(2).compareTo(LONGEST_BACK_OFF) > 0 ? LONGEST_BACK_OFF : backOff.multipliedBy(2);
    }

    private void retryLater(Duration now, String why) {
        holdOff(now);
        LOG.warn("Cannot connect to Slack: {}", why);
        wake.accept(notBefore.minus(now));
        if (link.isEmpty()) {
            status.delivery(Optional.of("cannot connect: " + why + complaint.map(words -> " Before that: " + words + ".").orElse("")));
        }
    }

    private void receive(SocketLink from, String frame) {
        JsonNode message;
        try {
            message = JSON.readTree(frame);
        } catch (JsonProcessingException e) {
            LOG.warn("Slack sent a frame that is not JSON");
            return;
        }
        switch (message.path("type").asText("")) {
            case "hello" -> hello(from, message);
            case "disconnect" -> disconnect(from, message.path("reason").asText("no reason given"));
            default -> work(() -> handle(from, frame, message.path("envelope_id").asText("")));
        }
    }

    private void disconnect(SocketLink from, String reason) {
        LOG.info("Slack is about to end the WebSocket ({})", reason);
        complaint = switch (reason) {
            case "link_disabled" -> Optional.of("Socket Mode is switched off for this app, so no command or reaction comes in; an owner of"
                    + " the app switches it on under \"Socket Mode\" (link_disabled)");
            case "too_many_websockets" ->
                Optional.of("the app has more WebSockets open than the ten that Slack allows; stop other processes"
                        + " with the same app-level token (too_many_websockets)");
            default -> complaint;
        };
        from.leave();
        look();
    }

    private void hello(SocketLink from, JsonNode message) {
        count(message.path("num_connections").asInt(1));
        from.greet();
        complaint = Optional.empty();
        status.greeted();
        status.delivery(Optional.empty());
        work(listeners::connected);
    }

    /** Slack hands each event to any one of the connections, so those that nobody listens to swallow some. */
    private void count(int connections) {
        int ours = expected;
        LOG.info("Slack says hello; connections of this app: {}", connections);
        if (connections > ours) {
            LOG.warn("Slack counts {} connections of this app and this process has {}: the others are other replicas, another bot with the"
                    + " same app-level token, or dead ones that Slack has not noticed yet; these swallow a part of the commands, and more than"
                    + " ten in all are refused", connections, ours);
        }
    }

    private void look() {
        wake.accept(Duration.ZERO);
    }

    private void work(Runnable task) {
        try {
            workers.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.info("An event came during shutdown; Slack will send it to the next connection");
        }
    }

    private void handle(SocketLink from, String frame, String envelope) {
        try {
            SocketModeRequest request = parser.parse(frame);
            if (request == null) {
                return;
            }
            Response response = app.run(request.getBoltRequest());
            // what we do not handle is acknowledged all the same, or Slack would repeat it
            if (response.getStatusCode() == 200 || response.getStatusCode() == 404) {
                from.send(ack(envelope, response));
            }
        } catch (Exception e) { // Bolt declares Exception
            LOG.error("An event of Slack could not be taken; Slack will send it again", e);
        }
    }

    private static String ack(String envelope, Response response) throws JsonProcessingException {
        ObjectNode ack = JSON.createObjectNode().put("envelope_id", envelope);
        String type = Optional.ofNullable(response.getContentType()).orElse("");
        if (response.getStatusCode() == 200 && response.getBody() != null && type.startsWith("application/json")) {
            ack.set("payload", JSON.readTree(response.getBody()));
        }
        return ack.toString();
    }

    /** Finishes what came in, then closes for good. */
    @Override
    public void close() {
        closed = true;
        workers.shutdown();
        try {
            // the inbox answers at once, so what takes longer hangs
            if (!workers.awaitTermination(1, TimeUnit.SECONDS)) {
                workers.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        link.ifPresent(SocketLink::close);
        app.stop();
    }
}
