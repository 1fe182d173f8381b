package dev.helmstuck.testing.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

import javax.net.ssl.SSLContext;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;

/** Stands before a real API server and passes everything on as it came, whoever it comes from; tests watch what passes. */
public final class Gateway implements AutoCloseable {
    private static final List<String> HEADERS = List.of("Authorization", "Accept", "Content-Type", "User-Agent");

    private final String upstream;
    private final String admin;
    private final HttpClient client;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile boolean vouches;
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();

    /** A request as it came. */
    public record GatewayRequest(String method, URI uri, String body, Optional<String> authorization) {}

    /** Sees what passes; whatever it waits for, the request waits for too. */
    public interface Watcher {
        /** The request is about to be passed on. */
        default void before(GatewayRequest asked) {}

        /** The API server has answered, and the bot is about to hear it. */
        default void after(GatewayRequest asked, int code) {}
    }

    /** Holds the requests, or the answers, that fit, until it is told to let them go. */
    public static final class Hold implements Watcher {
        private final Predicate<GatewayRequest> requests;
        private final Predicate<GatewayRequest> answers;
        private final CountDownLatch held = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);

        private Hold(Predicate<GatewayRequest> requests, Predicate<GatewayRequest> answers) {
            this.requests = requests;
            this.answers = answers;
        }

        public static Hold ofRequests(Predicate<GatewayRequest> which) {
            return new Hold(which, none -> false);
        }

        public static Hold ofAnswers(Predicate<GatewayRequest> which) {
            return new Hold(none -> false, which);
        }

        @Override
        public void before(GatewayRequest asked) {
            if (requests.test(asked)) hold();
        }

        @Override
        public void after(GatewayRequest asked, int code) {
            if (answers.test(asked)) hold();
        }

        private void hold() {
            held.countDown();
            try {
                released.await();
            } catch (InterruptedException closing) {
                Thread.currentThread().interrupt();
            }
        }

        /** Whether anything is, or was, held. */
        public boolean holds() {
            return held.getCount() == 0;
        }

        public void release() {
            released.countDown();
        }
    }

    public Gateway(RealCluster cluster) {
        Config config = cluster.client().getConfiguration();
        upstream = config.getMasterUrl().replaceAll("/$", "");
        admin = config.getAutoOAuthToken();
        client = HttpClient.newBuilder().sslContext(trusting(config)).build();
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::pass);
        server.start();
    }

    private static SSLContext trusting(Config config) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(SSLUtils.keyManagers(config), SSLUtils.trustManagers(config), null);
            return context;
        } catch (Exception unusable) { // fabric8 declares eight kinds
            throw new IllegalStateException("the cluster's authority cannot be trusted", unusable);
        }
    }

    public <W extends Watcher> W watch(W watcher) {
        watchers.add(watcher);
        return watcher;
    }

    /** Whoever comes without credentials comes as the admin: Helm and kubectl send none over plain HTTP. */
    public Gateway vouching() {
        vouches = true;
        return this;
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The admin's kubeconfig with this in between. */
    public Path kubeconfig(Path folder) {
        try {
            return Files.writeString(folder.resolve("gateway.kubeconfig"), """
                    apiVersion: v1
                    kind: Config
                    clusters: [{name: gateway, cluster: {server: "%s"}}]
                    users: [{name: admin, user: {token: "%s"}}]
                    contexts: [{name: %s, context: {cluster: gateway, user: admin}}]
                    """.formatted(url(), admin, RealCluster.CONTEXT));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            GatewayRequest asked = new GatewayRequest(exchange.getRequestMethod(), exchange.getRequestURI(),
                    new String(body, StandardCharsets.UTF_8),
                    Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")));
            watchers.forEach(watcher -> watcher.before(asked));
            if (String.valueOf(asked.uri().getQuery()).contains("watch=true")) {
                stream(exchange, body);
                return;
            }
            HttpResponse<byte[]> answer = client.send(request(exchange, body), BodyHandlers.ofByteArray());
            watchers.forEach(watcher -> watcher.after(asked, answer.statusCode()));
            answer.headers().firstValue("Content-Type").ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    /** A watch is answered bit by bit, and without end. */
    private void stream(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = client.send(request(exchange, body), BodyHandlers.ofInputStream());
        answer.headers().firstValue("Content-Type").ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
        exchange.sendResponseHeaders(answer.statusCode(), 0);
        try (InputStream events = answer.body(); OutputStream out = exchange.getResponseBody()) {
            byte[] some = new byte[8192];
            for (int got = events.read(some); got >= 0; got = events.read(some)) {
                out.write(some, 0, got);
                out.flush();
            }
        }
    }

    private HttpRequest request(HttpExchange exchange, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(upstream + exchange.getRequestURI()))
                .method(exchange.getRequestMethod(), body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        for (String name : HEADERS) {
            Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).ifPresent(value -> request.header(name, value));
        }
        if (vouches && exchange.getRequestHeaders().getFirst("Authorization") == null) request.header("Authorization", "Bearer " + admin);
        return request.build();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        client.shutdownNow();
    }
}
