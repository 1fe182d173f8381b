package dev.helmstuck.simulator;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;

/** Notes the heads of requests as they came: a token may stand in the one header that is made for it, and nowhere else. */
public final class Heads {
    private final String tokens;
    private final List<String> seen = new CopyOnWriteArrayList<>();

    /** For requests in which this header holds the token. */
    public Heads(String tokens) {
        this.tokens = tokens;
    }

    /** The same handler, once it is noted what comes to it. */
    public HttpHandler before(HttpHandler handler) {
        return exchange -> {
            note(exchange);
            handler.handle(exchange);
        };
    }

    public void note(HttpExchange exchange) {
        StringBuilder head = new StringBuilder(exchange.getRequestMethod()).append(' ').append(exchange.getRequestURI());
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!name.equalsIgnoreCase(tokens)) head.append(' ').append(name).append(": ").append(values);
        });
        seen.add(head.toString());
    }

    public List<String> seen() {
        return List.copyOf(seen);
    }
}
