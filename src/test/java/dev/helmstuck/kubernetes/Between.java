package dev.helmstuck.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;

/**
 * Stands between the bot and an API server: remembers what was asked, passes it on as the admin, and misbehaves where a test says so.
 * Without an upstream it answers only what it was told.
 */
final class Between implements AutoCloseable {
    static final String CONTEXT = "between";

    private final Optional<KubernetesClient> upstream;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final List<Rule> rules = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** A request as it arrived. */
    record Seen(String method, String path, String query, String accept, String agent, Optional<String> authorization, String body) {
        boolean is(String wanted, String pathEnd) {
            return method.equals(wanted) && path.endsWith(pathEnd);
        }

        Seen withoutBody() {
            return new Seen(method, path, query, accept, agent, authorization, "");
        }
    }

    /** What to do instead of passing on. */
    interface OnRequest {
        void react(HttpExchange exchange, Seen request) throws IOException;
    }

    private record Rule(Predicate<Seen> when, OnRequest reaction) {}

    Between(Optional<KubernetesClient> upstream) {
        this.upstream = upstream;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    Path kubeconfig(Path folder) {
        try {
            return Files.writeString(folder.resolve("between.kubeconfig"), """
                    apiVersion: v1
                    kind: Config
                    clusters: [{name: it, cluster: {server: "%s"}}]
                    users: [{name: bot, user: {token: bot-token}}]
                    contexts: [{name: %s, context: {cluster: it, user: bot}}]
                    """.formatted(url(), CONTEXT));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Seen> seen() {
        return List.copyOf(seen);
    }

    List<Seen> seen(String method) {
        return seen.stream().filter(one -> one.method().equals(method)).toList();
    }

    /** The first rule that fits decides. */
    void on(Predicate<Seen> when, OnRequest reaction) {
        rules.add(new Rule(when, reaction));
    }

    void always(OnRequest reaction) {
        on(any -> true, reaction);
    }

    static OnRequest answer(int code, String type, String body) {
        return (exchange, request) -> send(exchange, code, type, body.getBytes(StandardCharsets.UTF_8));
    }

    /** The API's own refusal. */
    static OnRequest status(int code, String reason, String message) {
        return answer(code, "application/json", """
                {"kind": "Status", "apiVersion": "v1", "status": "Failure", "message": "%s", "reason": "%s", "code": %d}"""
                .formatted(message.replace("\"", "\\\""), reason, code));
    }

    /** Closes the connection without a word. */
    static OnRequest silence() {
        return (exchange, request) -> exchange.close();
    }

    /** Announces more than it sends, then closes. */
    static OnRequest half(String body) {
        return (exchange, request) -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length() + 1000L);
            exchange.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            exchange.close();
        };
    }

    /** Sends the head and a first piece of the body, and nothing more until the test ends. */
    OnRequest stall(String body) {
        return (exchange, request) -> {
            exchange.sendResponseHeaders(200, body.length() + 1000L);
            exchange.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            awaitClose();
        };
    }

    /** Sends a byte now and then, and never ends; the client has to. */
    static OnRequest drip() {
        return (exchange, request) -> {
            exchange.sendResponseHeaders(200, 0);
            while (true) {
                exchange.getResponseBody().write(' ');
                exchange.getResponseBody().flush();
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        };
    }

    /** Does something of its own first, and then passes on. */
    OnRequest after(Runnable first) {
        return (exchange, request) -> {
            first.run();
            HttpResponse<byte[]> answer = pass(request);
            send(exchange, answer.code(), answer.header("Content-Type"), answer.body());
        };
    }

    /** Passes on, and loses the answer. */
    OnRequest passAndLose() {
        return (exchange, request) -> {
            var unused = pass(request);
            exchange.close();
        };
    }

    /** Passes on without the body, as some proxies do with a DELETE. */
    OnRequest passWithoutBody() {
        return (exchange, request) -> {
            HttpResponse<byte[]> answer = pass(request.withoutBody());
            send(exchange, answer.code(), answer.header("Content-Type"), answer.body());
        };
    }

    private void handle(HttpExchange exchange) throws IOException {
        var headers = exchange.getRequestHeaders();
        String query = Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
        Seen request = new Seen(exchange.getRequestMethod(), exchange.getRequestURI().getRawPath(), query, headers.getFirst("Accept"),
                headers.getFirst("User-Agent"), Optional.ofNullable(headers.getFirst("Authorization")),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        seen.add(request);
        OnRequest reaction = rules.stream().filter(rule -> rule.when().test(request)).findFirst().map(Rule::reaction)
                .orElse(after(() -> {}));
        try (exchange) {
            reaction.react(exchange, request);
        }
    }

    private HttpResponse<byte[]> pass(Seen request) {
        KubernetesClient client = upstream.orElseThrow(() -> new AssertionError("nobody told what to answer to " + request.method() + " "
                + request.path()));
        String root = client.getMasterUrl().toString().replaceAll("/$", "");
        HttpRequest.Builder copy = client.getHttpClient().newHttpRequestBuilder()
                .uri(root + request.path() + (request.query().isEmpty() ? "" : "?" + request.query()))
                .setHeader("Accept", request.accept());
        if (!request.method().equals("GET")) copy.method(request.method(), "application/json", request.body());
        return client.getHttpClient().sendAsync(copy.build(), byte[].class).join();
    }

    private static void send(HttpExchange exchange, int code, String type, byte[] body) throws IOException {
        if (type != null) exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(code, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    private void awaitClose() {
        try {
            closed.await();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
