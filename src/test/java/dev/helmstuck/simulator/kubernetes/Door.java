package dev.helmstuck.simulator.kubernetes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;

/** Speaks HTTP: refuses a wrong token, notes what was asked, and lets go wrong what shall go wrong. */
final class Door implements HttpHandler {
    private final Api api;
    private final Faults faults;
    private final String token;
    private final List<ApiRequest> seen = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    Door(Api api, Faults faults, String token) {
        this.api = api;
        this.faults = faults;
        this.token = token;
    }

    List<ApiRequest> seen() {
        return seen;
    }

    /** Ends delays that still last. */
    void close() {
        closed.countDown();
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readNBytes(Bodies.LIMIT + 1);
            ApiRequest request = Paths.request(exchange.getRequestMethod(), exchange.getRequestURI(), header(exchange, "Accept"),
                    header(exchange, "User-Agent"), Bodies.forLog(body));
            seen.add(request);
            if (body.length > Bodies.LIMIT) {
                write(exchange, Answer.of(Refused.tooLarge()));
            } else if (!allowed(header(exchange, "Authorization"))) {
                write(exchange, Answer.of(Refused.unauthorized()));
            } else {
                meet(exchange, request, body, faults.take(request));
            }
        }
    }

    /** Another token is refused. None is let in: kubectl and Helm send none over plain HTTP, and shall work here. */
    private boolean allowed(String authorization) {
        return authorization.isEmpty() || authorization.equals("Bearer " + token);
    }

    private void meet(HttpExchange exchange, ApiRequest request, byte[] body, Optional<Fault> fault) throws IOException {
        String type = header(exchange, "Content-Type");
        if (fault.isEmpty()) {
            write(exchange, api.answer(request, type, body));
            return;
        }
        switch (fault.orElseThrow()) {
            case Fault.RefusedWith answered -> write(exchange, answered.answer().apply(request));
            case Fault.Reset reset -> exchange.close();
            case Fault.AnswerLost lost -> {
                Answer unused = api.answer(request, type, body);
                exchange.close();
            }
            case Fault.HalfAnAnswer half -> writeHalf(exchange, api.answer(request, type, body));
            case Fault.Delayed delayed -> {
                pause(delayed.by());
                write(exchange, api.answer(request, type, body));
            }
            case Fault.EndlessContinue endless -> write(exchange, continued(api.answer(request.without("continue"), type, body)));
        }
    }

    private static Answer continued(Answer list) throws IOException {
        JsonNode node = Json.MAPPER.readTree(list.body());
        if (node.path("metadata") instanceof ObjectNode metadata)
            metadata.put("continue", "again");
        return Answer.json(list.code(), node);
    }

    private void pause(Duration by) {
        try {
            boolean unused = closed.await(by.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void write(HttpExchange exchange, Answer answer) throws IOException {
        byte[] body = begin(exchange, answer);
        exchange.getResponseBody().write(body);
    }

    /** The length was promised, so that the client notices. */
    private static void writeHalf(HttpExchange exchange, Answer answer) throws IOException {
        byte[] body = begin(exchange, answer);
        exchange.getResponseBody().write(body, 0, body.length / 2);
        exchange.getResponseBody().flush();
    }

    private static byte[] begin(HttpExchange exchange, Answer answer) throws IOException {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", answer.contentType());
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(answer.code(), body.length);
        return body;
    }

    private static String header(HttpExchange exchange, String name) {
        List<String> values = exchange.getRequestHeaders().getOrDefault(name, List.of());
        return String.join(",", values);
    }
}
