package dev.helmstuck.simulator.playground;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** The playground's server on loopback: the page, what it shows as server-sent events, and what people do. */
public final class Playground implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration LOOKS = Duration.ofMillis(150);
    private static final String POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; base-uri 'none'";
    private static final Map<String, String> TYPES = Map.of("html", "text/html; charset=utf-8", "js", "text/javascript; charset=utf-8",
            "css",
            "text/css; charset=utf-8");

    private final Duration deploysFor;
    private final HttpServer http;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile PlayedStory story;

    private Playground(int port, Duration deploysFor) throws IOException {
        this.deploysFor = deploysFor;
        story = new PlayedStory(Story.EVENING, deploysFor);
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        http.createContext("/", this::handle);
        http.setExecutor(threads);
        http.start();
    }

    /**
     * With the first story begun.
     *
     * @param port of the page; 0 is any free one
     * @param deploysFor how long a rerun deploy takes
     */
    public static Playground start(int port, Duration deploysFor) {
        try {
            return new Playground(port, deploysFor);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the page is. */
    public String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort() + "/";
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (exchange.getRequestMethod().equals("POST")) act(exchange, path);
            else if (path.equals("/events")) events(exchange);
            else
                file(exchange, path.equals("/") ? "/playground/index.html" : path);
        }
    }

    private static void file(HttpExchange exchange, String path) throws IOException {
        boolean proper = path.matches("/(?:slack|playground)/[a-z]+\\.(?:html|js|css)");
        try (InputStream file = proper ? Playground.class.getResourceAsStream("/simulator" + path) : null) {
            if (file == null) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
            send(exchange, TYPES.get(path.substring(path.lastIndexOf('.') + 1)), file.readAllBytes());
        }
    }

    private static void send(HttpExchange exchange, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    /** Everything, whenever it has changed, until the page is closed. */
    private void events(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        String sent = "";
        while (!Thread.currentThread().isInterrupted()) {
            String now = story.shown().toString();
            if (!now.equals(sent)) {
                out.write(("data: " + now + "\n\n").getBytes(StandardCharsets.UTF_8));
                out.flush();
                sent = now;
            }
            LockSupport.parkNanos(LOOKS.toNanos());
        }
    }

    private void act(HttpExchange exchange, String path) throws IOException {
        JsonNode sent = MAPPER.readTree(exchange.getRequestBody());
        String problem;
        try {
            problem = act(path, sent);
        } catch (RuntimeException refused) {
            problem = "That did not work: " + refused.getMessage();
        }
        send(exchange, "application/json", MAPPER.writeValueAsBytes(Map.of("problem", problem)));
    }

    private String act(String path, JsonNode sent) {
        String user = sent.path("user").asText();
        String text = sent.path("text").asText();
        switch (path) {
            case "/command" -> {
                return story.command(user, text);
            }
            case "/say" -> story.say(user, sent.path("thread").asText(), text);
            case "/react" -> story.react(user, sent.path("ts").asText(), sent.path("name").asText());
            case "/switch" -> story.turn(sent.path("id").asText(), sent.path("on").asBoolean());
            case "/story" -> begin(Story.named(sent.path("id").asText()));
            default -> throw new IllegalArgumentException("nothing is done at " + path);
        }
        return "";
    }

    private synchronized void begin(Story next) {
        PlayedStory before = story;
        story = new PlayedStory(next, deploysFor);
        before.close();
    }

    @Override
    public synchronized void close() {
        http.stop(0);
        threads.shutdownNow();
        story.close();
    }
}
