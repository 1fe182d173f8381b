package dev.helmstuck.simulator.slack;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;

/** What a call of the Web API says: its parameters, from query, form or JSON body, and its token. */
record Params(Map<String, String> values, Optional<String> token) {

    static Params read(HttpExchange exchange) throws IOException {
        Map<String, String> values = new LinkedHashMap<>(form(Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("")));
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String type = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Type")).orElse("");
        values.putAll(type.startsWith("application/json") ? fields(body) : form(body));
        Optional<String> inBody = Optional.ofNullable(values.remove("token"));
        Optional<String> bearer = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                .filter(header -> header.startsWith("Bearer ")).map(header -> header.substring("Bearer ".length()));
        return new Params(values, bearer.or(() -> inBody));
    }

    static Map<String, String> form(String encoded) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : encoded.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                values.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            }
        }
        return values;
    }

    private static Map<String, String> fields(String body) {
        Map<String, String> values = new LinkedHashMap<>();
        SlackJson.parse(body).ifPresent(
                tree -> tree.properties()
                        .forEach(field -> values.put(field.getKey(), field.getValue().isTextual()
                                ? field.getValue().asText()
                                : field.getValue().toString())));
        return values;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** The parameter, or empty if it is missing or blank. */
    Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
    }

    String need(String name, String error) {
        return get(name).orElseThrow(() -> new SlackError(error));
    }

    boolean flag(String name) {
        return get(name).filter(value -> value.equals("true") || value.equals("1")).isPresent();
    }

    int number(String name, int otherwise) {
        return get(name).map(value -> {
            try {
                return Integer.parseInt(value);
            } catch (NumberFormatException e) {
                throw new SlackError("invalid_arguments");
            }
        }).orElse(otherwise);
    }

    /** The parameter as JSON; {@code error} if it is something else. */
    Optional<JsonNode> json(String name, String error) {
        return get(name).map(text -> SlackJson.parse(text).orElseThrow(() -> new SlackError(error)));
    }
}
