package dev.helmstuck.health;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.helmstuck.config.HttpSettings;

/** The bot's HTTP server: {@code /livez}, {@code /readyz}, and what else is given to it ({@code /metrics}; {@code /slack/events} in http mode). */
public final class HealthServer implements AutoCloseable {
    private final HttpServer server;

    /**
     * Listens at once.
     *
     * @throws UncheckedIOException if the address cannot be bound
     */
    public HealthServer(HttpSettings settings, Readiness readiness, Map<String, HttpHandler> more) {
        try {
            server = HttpServer.create(new InetSocketAddress(settings.host(), settings.port()), 0);
        } catch (IOException taken) {
            throw new UncheckedIOException(settings.host() + ":" + settings.port() + " cannot be listened on", taken);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/livez", exchange -> answer(exchange, 200, "ok"));
        server.createContext("/readyz", exchange -> ready(exchange, readiness));
        more.forEach(server::createContext);
        server.start();
    }

    /** The port, also if 0 was asked for. */
    public int port() {
        return server.getAddress().getPort();
    }

    private static void ready(HttpExchange exchange, Readiness readiness) throws IOException {
        Map<String, String> complaints = readiness.complaints();
        String words = lines(complaints) + lines(readiness.remarked());
        // with what is only remarked it works: not to be reached at all would be worse
        answer(exchange, complaints.isEmpty() ? 200 : 503, (complaints.isEmpty() ? "ok\n" + words : words).stripTrailing());
    }

    private static String lines(Map<String, String> said) {
        return said.entrySet().stream().map(each -> each.getKey() + ": " + each.getValue() + "\n").collect(Collectors.joining());
    }

    private static void answer(HttpExchange exchange, int status, String words) throws IOException {
        try (exchange) {
            boolean read = exchange.getRequestMethod().equals("GET") || exchange.getRequestMethod().equals("HEAD");
            byte[] body = (read ? words + "\n" : "only GET\n").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(read ? status : 405, head ? -1 : body.length);
            if (!head) exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
