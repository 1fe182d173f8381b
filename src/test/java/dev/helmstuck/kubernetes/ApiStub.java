package dev.helmstuck.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;

/** Answers everything with ok, and remembers who asked: the headers that tell it and the client's certificate. */
final class ApiStub implements AutoCloseable {
    private final HttpServer server;
    private final String scheme;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Map<String, List<String>>> asked = new CopyOnWriteArrayList<>();

    private ApiStub(HttpServer server, String scheme) {
        this.server = server;
        this.scheme = scheme;
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    static ApiStub plain() {
        try {
            return new ApiStub(HttpServer.create(free(), 0), "http");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Shows this certificate, and takes one of the client's if it has one. */
    static ApiStub tls(Certificates.Issued shown) {
        SSLContext context = Certificates.AUTHORITY.server(shown);
        try {
            HttpsServer server = HttpsServer.create(free(), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(context) {
                @Override
                public void configure(HttpsParameters parameters) {
                    SSLParameters usual = context.getDefaultSSLParameters();
                    usual.setWantClientAuth(true);
                    parameters.setSSLParameters(usual);
                }
            });
            return new ApiStub(server, "https");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InetSocketAddress free() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        Map<String, List<String>> told = new TreeMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> {
            String small = name.toLowerCase(Locale.ROOT);
            if (small.equals("authorization") || small.startsWith("impersonate-")) told.put(small, values.stream().sorted().toList());
        });
        certificate(exchange).ifPresent(name -> told.put("certificate", List.of(name)));
        if (exchange.getRequestURI().getPath().length() > "/readyz".length()) told.put("path", List.of(exchange.getRequestURI().getPath()));
        asked.add(told);
        try (exchange) {
            byte[] ok = "ok".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, ok.length);
            exchange.getResponseBody().write(ok);
        }
    }

    private static Optional<String> certificate(HttpExchange exchange) {
        try {
            return exchange instanceof HttpsExchange secure
                    ? Optional.of(secure.getSSLSession().getPeerPrincipal().getName())
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException stranger) {
            return Optional.empty();
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    String url() {
        return url("127.0.0.1");
    }

    String url(String host) {
        return scheme + "://" + host + ":" + port();
    }

    /** Who asked since the last time this was asked: Authorization, Impersonate-…, certificate. */
    List<Map<String, List<String>>> asked() {
        List<Map<String, List<String>>> all = List.copyOf(asked);
        asked.clear();
        return all;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
