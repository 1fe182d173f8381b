package dev.helmstuck.simulator.gitlab;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A request to the simulator.
 *
 * @param body as it came, a form if anything
 * @param target path and query as they came over the wire
 */
record Request(String method, URI target, String server, Optional<String> token, String body) {

    private record Parameter(String name, String value) {}

    /** The parts of the path, each decoded by itself, so that an encoded slash stays within its part. */
    List<String> path() {
        return Arrays.stream(target.getRawPath().substring(1).split("/", -1)).map(Request::decoded).toList();
    }

    List<String> all(String name) {
        return parameters().filter(parameter -> parameter.name().equals(name)).map(Parameter::value).toList();
    }

    int number(String name, int otherwise) {
        return all(name).stream().findFirst().map(Integer::valueOf).orElse(otherwise);
    }

    String withPage(int page) {
        String rest = parameters().filter(parameter -> !parameter.name().equals("page"))
                .map(parameter -> parameter.name().replace("[", "%5B").replace("]", "%5D") + "=" + parameter.value() + "&")
                .reduce("", String::concat);
        return server + target.getRawPath() + "?" + rest + "page=" + page;
    }

    private Stream<Parameter> parameters() {
        return parameters(target.getRawQuery());
    }

    /** A field of the form that was sent. */
    String form(String name) {
        return parameters(body).filter(field -> field.name().equals(name)).map(Parameter::value).findFirst().orElse("");
    }

    private static Stream<Parameter> parameters(String form) {
        return Stream.ofNullable(form).flatMap(query -> Arrays.stream(query.split("&"))).map(pair -> {
            int equals = pair.indexOf('=');
            return equals < 0
                    ? new Parameter(decoded(pair), "")
                    : new Parameter(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
        });
    }

    private static String decoded(String part) {
        return URLDecoder.decode(part, StandardCharsets.UTF_8);
    }
}
