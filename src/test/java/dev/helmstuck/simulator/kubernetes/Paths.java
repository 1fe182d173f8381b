package dev.helmstuck.simulator.kubernetes;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;

/** Reads what a request is about from its method and its address. */
final class Paths {
    private static final Pattern OBJECTS = Pattern
            .compile(
                    "/(?:api/(?<core>v1)|apis/(?<group>[^/]+/[^/]+))(?:/namespaces/(?<namespace>[^/]+))?/(?<plural>[^/]+)(?:/(?<name>[^/]+))?");

    private Paths() {}

    static ApiRequest request(String method, URI uri, String accept, String agent, JsonNode body) {
        String path = decoded(uri.getRawPath());
        Map<String, String> query = query(uri);
        Matcher objects = OBJECTS.matcher(path);
        Optional<Kind> kind = objects.matches()
                ? Kind.of(Optional.ofNullable(objects.group("core")).orElseGet(() -> objects.group("group")), objects.group("plural"))
                : Optional.empty();
        if (kind.isEmpty()) {
            return new ApiRequest(method.toLowerCase(Locale.ROOT), path, Optional.empty(), "", "", query, accept, agent, body);
        }
        String name = Optional.ofNullable(objects.group("name")).orElse("");
        String namespace = Optional.ofNullable(objects.group("namespace")).orElse("");
        return new ApiRequest(verb(method, name, query), path, kind, namespace, name, query, accept, agent, body);
    }

    private static String verb(String method, String name, Map<String, String> query) {
        boolean watch = List.of("true", "1").contains(query.getOrDefault("watch", ""));
        return switch (method) {
            case "GET" -> watch ? "watch" : name.isEmpty() ? "list" : "get";
            case "POST" -> "create";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "DELETE" -> name.isEmpty() ? "deletecollection" : "delete";
            default -> method.toLowerCase(Locale.ROOT);
        };
    }

    private static Map<String, String> query(URI uri) {
        Map<String, String> query = new HashMap<>();
        if (uri.getRawQuery() == null)
            return query;
        for (String pair : uri.getRawQuery().split("&", -1)) {
            int equals = pair.indexOf('=');
            query.put(decoded(equals < 0 ? pair : pair.substring(0, equals)), equals < 0 ? "" : decoded(pair.substring(equals + 1)));
        }
        return query;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
