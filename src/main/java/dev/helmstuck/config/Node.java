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
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.helmstuck.config.Written.Spot;
import dev.helmstuck.report.NearestNames;

/**
 * A place in the targets file, which knows where it is. Every reading method answers empty after it has added a problem; what
 * is absent counts as a problem too, unless it is read by {@link #or}.
 */
final class Node {

    private final Optional<Written> written;
    private final String source;
    private final Spot spot;
    private final Problems problems;

    /** What stands in the file, or was inherited from somewhere in it. */
    Node(Written written, String source, Problems problems) {
        this(Optional.of(written), source, written.spot(), problems);
    }

    private Node(Optional<Written> written, String source, Spot spot, Problems problems) {
        this.written = written;
        this.source = source;
        this.spot = spot;
        this.problems = problems;
    }

    String path() {
        return spot.path();
    }

    boolean absent() {
        return written.isEmpty();
    }

    Node at(String key) {
        Optional<Written> value = written.flatMap(here -> here.get(key));
        return new Node(value, source, value.map(Written::spot).orElse(spot.key(key)), problems);
    }

    /** The same value, told of at this place. */
    Node at(Spot other) {
        return new Node(written, source, other, problems);
    }

    /** Where this key of this mapping is, or would be if it stood here and were not inherited. */
    Node own(String key) {
        return new Node(Optional.empty(), source, spot.key(key), problems);
    }

    Optional<Written> written() {
        return written;
    }

    /** What {@code read} makes of this place, or the fallback if there is nothing here. */
    <T> Optional<T> or(Optional<T> fallback, Function<Node, Optional<T>> read) {
        return absent() ? fallback : read.apply(this);
    }

    <T> Optional<T> wrong(String found, String expected) {
        problems.add(spot.line() == 0 ? source : source + ":" + spot.line(), spot.path(), found, expected);
        return Optional.empty();
    }

    /** What is here, in words: a problem of its type. */
    <T> Optional<T> wrongType(String expected) {
        return wrong(written.map(Node::inWords).orElse(Problems.NOTHING), expected);
    }

    private static String inWords(Written value) {
        return switch (value) {
            case Written.Mapping(var spot, var entries) -> entries.isEmpty() ? "an empty mapping" : "a mapping";
            case Written.Sequence(var spot, var items) -> items.isEmpty() ? "an empty list" : "a list";
            case Written.Single(var spot, var json) -> switch (json.getNodeType()) {
                case MISSING, NULL -> Problems.NOTHING;
                case OBJECT, POJO, ARRAY -> "an object";
                case BOOLEAN -> json.asText() + " (true or false, not text)";
                case NUMBER -> Problems.shortened(json.asText()) + " (a number)";
                case STRING, BINARY -> Problems.quoted(json.asText());
            };
        };
    }

    private JsonNode json() {
        return written.orElse(null) instanceof Written.Single(var at, var value) ? value : MissingNode.getInstance();
    }

    private Optional<Map<String, Written>> mapping() {
        return written.orElse(null) instanceof Written.Mapping(var at, var entries) ? Optional.of(entries) : Optional.empty();
    }

    private Optional<List<Written>> items() {
        return written.orElse(null) instanceof Written.Sequence(var at, var items) ? Optional.of(items) : Optional.empty();
    }

    /** Whether this is a mapping; the keys that are not known become problems. */
    boolean isMapping(Collection<String> known) {
        String keys = String.join(", ", known);
        if (mapping().isEmpty()) {
            wrongType("a mapping with the keys " + keys);
            return false;
        }
        mapping().get().keySet().forEach(key -> {
            if (!known.contains(key))
                at(key).wrong("an unknown key", meant(key, known).map(near -> "a known key, perhaps " + near).orElse("one of " + keys));
        });
        return true;
    }

    /** The places of a mapping by name, in the file's order; never empty. */
    Optional<Map<String, Node>> entries(String expected) {
        if (mapping().isEmpty() || mapping().get().isEmpty())
            return wrongType(expected);
        Map<String, Node> entries = new LinkedHashMap<>();
        mapping().get().keySet().forEach(key -> entries.put(key, at(key)));
        return Optional.of(entries);
    }

    /** The text that stands here, if it is one; no problem if not. */
    Optional<String> plainText() {
        return Optional.ofNullable(json().textValue());
    }

    Optional<String> text(String expected, Predicate<String> rule) {
        return plainText().filter(rule).or(() -> wrongType(expected + unquoted()));
    }

    /** Why {@code +1} or {@code true} is not text, although it looks like it. */
    private String unquoted() {
        return json().isNumber() || json().isBoolean() ? ", in quotes" : "";
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
        Optional<Duration> duration = plainText().flatMap(Durations::parse);
        return duration.filter(value -> value.compareTo(least) >= 0 && value.compareTo(most) <= 0).or(() -> wrongType(expected));
    }

    Optional<Integer> integer(int least, int most) {
        JsonNode json = json();
        boolean fits = json.canConvertToInt() && json.isIntegralNumber() && json.intValue() >= least && json.intValue() <= most;
        return fits ? Optional.of(json.intValue()) : wrongType("a whole number from " + least + " to " + most);
    }

    Optional<Boolean> bool() {
        return json().isBoolean() ? Optional.of(json().booleanValue()) : wrongType("true or false");
    }

    boolean isList() {
        return items().isPresent();
    }

    /** A list whose items {@code read} makes; the same twice is a problem. */
    <T> Optional<List<T>> list(String expected, Function<Node, Optional<T>> read) {
        if (items().isEmpty())
            return wrongType(expected);
        List<T> values = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Written one : items().get()) {
            Node item = new Node(one, source, problems);
            Optional<T> value = read.apply(item);
            value.ifPresent(values::add);
            if (value.isPresent() && !seen.add(value.get().toString())) {
                item.wrong(Problems.quoted(item.json().asText()) + " for the second time", "each item once");
            }
        }
        return values.size() == items().get().size() ? Optional.of(List.copyOf(values)) : Optional.empty();
    }

    /** A list as {@link #list}, with at least one item. */
    <T> Optional<List<T>> someOf(String expected, Function<Node, Optional<T>> read) {
        return items().filter(List::isEmpty).isPresent() ? wrongType(expected) : list(expected, read);
    }

    /** The names that may have been meant, in words. */
    static Optional<String> meant(String wanted, Collection<String> known) {
        List<String> nearest = NearestNames.nearest(wanted, known);
        return nearest.isEmpty() ? Optional.empty() : Optional.of(String.join(" or ", nearest));
    }
}
