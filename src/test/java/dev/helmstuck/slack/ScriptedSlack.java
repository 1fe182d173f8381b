package dev.helmstuck.slack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.helmstuck.config.SlackSettings;
import dev.helmstuck.config.Token;

/** A server that answers each call with the next line of a script: for what a well-behaved Slack never says. */
final class ScriptedSlack implements AutoCloseable {
    /** An answer; status 0 breaks the connection off. */
    record ScriptedAnswer(int status, String body, Map<String, String> headers) {}

    /** A call as it came in. */
    record ScriptedCall(String method, Map<String, String> params, String authorization, String body) {}

    private final Deque<ScriptedAnswer> script = new ArrayDeque<>();
    private final List<ScriptedCall> calls = Collections.synchronizedList(new ArrayList<>());
    private final HttpServer server;

    ScriptedSlack() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/api/", this::handle);
        server.setExecutor(Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory()));
        server.start();
    }

    ScriptedSlack ok(String body) {
        return says(200, body, Map.of());
    }

    ScriptedSlack refuses(String code) {
        return ok("{\"ok\":false,\"error\":\"" + code + "\"}");
    }

    ScriptedSlack limits(Map<String, String> headers) {
        return says(429, "{\"ok\":false,\"error\":\"ratelimited\"}", headers);
    }

    ScriptedSlack says(int status, String body, Map<String, String> headers) {
        synchronized (script) {
            script.add(new ScriptedAnswer(status, body, headers));
        }
        return this;
    }

    /** Like real Slack's answer to auth.test; the adapter asks it first where it must know itself. */
    ScriptedSlack authTest() {
        return ok("{\"ok\":true,\"user_id\":\"U0BOT\",\"bot_id\":\"B0BOT\",\"team_id\":\"T1\",\"enterprise_id\":\"E1\"}");
    }

    SlackSettings settings() {
        return new SlackSettings.Http(new Token("xoxb-test"), url(""), new Token("secret"));
    }

    URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/api/" + path);
    }

    List<ScriptedCall> calls() {
        return List.copyOf(calls);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
            calls.add(
                    new ScriptedCall(exchange.getRequestURI().getPath().substring("/api/".length()),
                            type.contains("form") ? form(body) : Map.of(),
                            String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")), body));
            ScriptedAnswer answer;
            synchronized (script) {
                answer = script.isEmpty()
                        ? new ScriptedAnswer(200, "{\"ok\":false,\"error\":\"script_is_over\"}", Map.of())
                        : script.remove();
            }
            if (answer.status() == 0) {
                return;
            }
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static Map<String, String> form(String body) {
        Map<String, String> params = new HashMap<>();
        for (String pair : body.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                params.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            }
        }
        return params;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
