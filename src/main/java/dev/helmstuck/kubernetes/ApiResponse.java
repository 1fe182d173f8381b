package dev.helmstuck.kubernetes;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * What came back: the HTTP code and the body. The body may hold a Secret, so the text form shows nothing of it, and what it fails
 * to parse as is never quoted.
 *
 * <p>A model class alone does not tell a list from a login page (fabric8 reads HTML as an empty list), so the {@code kind} that the
 * server wrote is always asked for.
 *
 * @param retryAfter how long the server asks to be left alone
 * @param date what its clock showed, to the second
 */
record ApiResponse(int code, String body, Optional<Duration> retryAfter, Optional<Instant> date) {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_SAID = 500;
    private static final Pattern SECONDS = Pattern.compile("\\d{1,6}");

    /** How long {@code Retry-After} asks us to wait. The API server says seconds; a date is nothing that it would send. */
    static Optional<Duration> asked(String retryAfter) {
        return Optional.ofNullable(retryAfter).map(String::strip).filter(SECONDS.asMatchPredicate()).map(Long::valueOf)
                .map(Duration::ofSeconds).filter(Duration::isPositive);
    }

    /** The header {@code Date}, if it is one. */
    static Optional<Instant> date(String header) {
        try {
            return Optional.ofNullable(header).map(text -> DateTimeFormatter.RFC_1123_DATE_TIME.parse(text.strip(), Instant::from));
        } catch (DateTimeException noDate) {
            return Optional.empty();
        }
    }

    /** Whether it may be another one a moment later. */
    boolean passing() {
        return code == 429 || code >= 500;
    }

    /** The JSON object of this kind, if that is what the body is. */
    Optional<JsonNode> ofKind(String kind) {
        return object().filter(node -> node.path("kind").asText("").equals(kind));
    }

    /** The API's own refusal ({@code kind: Status, status: Failure}); a proxy's error page is none. */
    Optional<JsonNode> failure() {
        return ofKind("Status").filter(status -> status.path("status").asText("").equals("Failure"));
    }

    /** The API server says that exactly this object is not there; a 404 of anything else between is no such answer. */
    boolean saysGone(ApiRequest ask) {
        return code == 404 && failure().filter(status -> status.path("reason").asText("").equals("NotFound"))
                .filter(status -> ask.name().filter(status.path("details").path("name").asText("")::equals).isPresent()).isPresent();
    }

    /** The message of the API's refusal, cut to {@value #MAX_SAID} characters; empty if this is none. */
    Optional<String> said() {
        return failure().map(status -> cut(status.path("message").asText(""))).filter(message -> !message.isBlank());
    }

    boolean isWebPage() {
        return body.stripLeading().startsWith("<");
    }

    static String cut(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() <= MAX_SAID ? line : line.substring(0, MAX_SAID - 1) + "…";
    }

    /** The JSON object that the body is. */
    Optional<JsonNode> object() {
        try {
            return Optional.ofNullable(JSON.readTree(body)).filter(JsonNode::isObject);
        } catch (JsonProcessingException notJson) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "ApiResponse[" + code + ", " + body.length() + " characters]";
    }
}
