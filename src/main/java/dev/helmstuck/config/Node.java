package dev.helmstuck.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import com.fasterxml.jackson.databind.JsonNode;
import dev.helmstuck.report.NearestNames;

/**
 * A place in the targets file, which knows its own path. Every reading method answers empty after it has added a problem; what
 * is absent counts as a problem too, unless it is read by {@link #or}.
 */
final class Node {

    private final JsonNode json;
    private final String source;
    private final String path;
    private final Problems problems;

    Node(JsonNode json, String source, String path, Problems problems) {
        this.json = json;
        this.source = source;
        this.path = path;
        this.problems = problems;
    }

    String path() {
        return path;
    }

    boolean absent() {
        return json.isMissingNode();
    }

    Node at(String key) {
        String name = key.matches("[\\w-]+") ? key : Problems.quoted(key);
        return new Node(json.path(key), source, path.isEmpty() ? name : path + "." + name, problems);
    }

    /** What {@code read} makes of this place, or the fallback if there is nothing here. */
    <T> Optional<T> or(Optional<T> fallback, Function<Node, Optional<T>> read) {
        return absent() ? fallback : read.apply(this);
    }

    <T> Optional<T> wrong(String found, String expected) {
        problems.add(source, path, found, expected);
        return Optional.empty();
    }

    /** What is here, in words: a problem of its type. */
    <T> Optional<T> wrongType(String expected) {
        return wrong(switch (json.getNodeType()) {
            case MISSING, NULL -> Problems.NOTHING;
            case OBJECT, POJO -> json.isEmpty() ? "an empty mapping" : "a mapping";
            case ARRAY -> json.isEmpty() ? "an empty list" : "a list";
            case BOOLEAN -> json.asText() + " (true or false, not text)";
            case NUMBER -> Problems.shortened(json.asText()) + " (a number)";
            case STRING, BINARY -> Problems.quoted(json.asText());
        }, expected);
    }

    /** Whether this is a mapping; the keys that are not known become problems. */
    boolean isMapping(Collection<String> known) {
        String keys = String.join(", ", known);
        if (!json.isObject()) {
            wrongType("a mapping with the keys " + keys);
            return false;
        }
        json.fieldNames().forEachRemaining(key -> {
            if (!known.contains(key))
                at(key).wrong("an unknown key", meant(key, known).map(near -> "a known key, perhaps " + near).orElse("one of " + keys));
        });
        return true;
    }

    /** The places of a mapping by name, in the file's order; never empty. */
    Optional<Map<String, Node>> entries(String expected) {
        if (!json.isObject() || json.isEmpty())
            return wrongType(expected);
        Map<String, Node> entries = new LinkedHashMap<>();
        json.fieldNames().forEachRemaining(key -> entries.put(key, at(key)));
        return Optional.of(entries);
    }

    /** The text that stands here, if it is one; no problem if not. */
    Optional<String> plainText() {
        return Optional.ofNullable(json.textValue());
    }

    Optional<String> text(String expected, Predicate<String> rule) {
        return json.isTextual() && rule.test(json.textValue()) ? Optional.of(json.textValue()) : wrongType(expected + unquoted());
    }

    /** Why {@code +1} or {@code true} is not text, although it looks like it. */
    private String unquoted() {
        return json.isNumber() || json.isBoolean() ? ", in quotes" : "";
    }

    Optional<Pattern> regex() {
        String expected = "a regular expression that is not blank";
        return text(expected, text -> !text.isBlank()).flatMap(text -> {
            try {
                return Optional.of(Pattern.compile(text));
            } catch (PatternSyntaxException e) {
                return wrongType("a regular expression (" + e.getDescription().toLowerCase(Locale.ROOT) + ")");
            }
        });
    }

    Optional<Duration> duration(Duration least, Duration most) {
        String expected = "a duration such as 45s, 15m or 1h30m, from " + Durations.text(least) + " to " + Durations.text(most);
        Optional<Duration> duration = json.isTextual() ? Durations.parse(json.textValue()) : Optional.empty();
        return duration.filter(value -> value.compareTo(least) >= 0 && value.compareTo(most) <= 0).or(() -> wrongType(expected));
    }

    Optional<Integer> integer(int least, int most) {
        boolean fits = json.canConvertToInt() && json.isIntegralNumber() && json.intValue() >= least && json.intValue() <= most;
        return fits ? Optional.of(json.intValue()) : wrongType("a whole number from " + least + " to " + most);
    }

    Optional<Boolean> bool() {
        return json.isBoolean() ? Optional.of(json.booleanValue()) : wrongType("true or false");
    }

    boolean isList() {
        return json.isArray();
    }

    /** A list whose items {@code read} makes; the same twice is a problem. */
    <T> Optional<List<T>> list(String expected, Function<Node, Optional<T>> read) {
        if (!json.isArray())
            return wrongType(expected);
        List<T> items = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < json.size(); i++) {
            Node item = new Node(json.get(i), source, path + "[" + i + "]", problems);
            Optional<T> value = read.apply(item);
            value.ifPresent(items::add);
            if (value.isPresent() && !seen.add(value.get().toString())) {
                item.wrong(Problems.quoted(item.json.asText()) + " for the second time", "each item once");
            }
        }
        return items.size() == json.size() ? Optional.of(List.copyOf(items)) : Optional.empty();
    }

    /** A list as {@link #list}, with at least one item. */
    <T> Optional<List<T>> someOf(String expected, Function<Node, Optional<T>> read) {
        return json.isArray() && json.isEmpty() ? wrongType(expected) : list(expected, read);
    }

    /** The names that may have been meant, in words. */
    static Optional<String> meant(String wanted, Collection<String> known) {
        List<String> nearest = NearestNames.nearest(wanted, known);
        return nearest.isEmpty() ? Optional.empty() : Optional.of(String.join(" or ", nearest));
    }
}
