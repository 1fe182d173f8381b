package dev.helmstuck.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.helmstuck.config.Written.Mapping;
import dev.helmstuck.config.Written.Sequence;
import dev.helmstuck.config.Written.Single;
import dev.helmstuck.config.Written.Spot;

/** Writes values as YAML, each on a line that ends with its place. */
final class AppliedText {
    private static final Pattern PLAIN = Pattern.compile(
            "(?!(?:true|false|null|yes|no|on|off|y|n)$)[A-Za-z][A-Za-z0-9_./@-]*|(?:\\d+[hms])+",
            Pattern.CASE_INSENSITIVE);
    /** Letters, marks, numbers, punctuation, symbols and the blank: nothing that could end or hide a line. */
    private static final Pattern ON_A_LINE = Pattern.compile("[ \\p{L}\\p{M}\\p{N}\\p{P}\\p{S}]*");
    private static final String STEP = "  ";

    private final StringBuilder text = new StringBuilder();

    /** A key with what is below it, those of {@code order} first. */
    void section(String key, List<String> order, Optional<Written> value) {
        value.ifPresent(written -> entry("", key, order, written));
    }

    void open(String key) {
        text.append(key).append(":\n");
    }

    void target(String name, Written target) {
        entry(STEP, name, TargetReader.KEYS, target);
    }

    private void entry(String indent, String key, List<String> order, Written value) {
        text.append(indent).append(single(key)).append(':');
        if (value instanceof Mapping mapping && !mapping.entries().isEmpty()) {
            text.append('\n');
            entries(indent + STEP, order, mapping);
        } else if (value instanceof Sequence(var spot, var items) && items.stream().anyMatch(Mapping.class::isInstance)) {
            text.append('\n');
            items.forEach(item -> item(indent + STEP, order, item));
        } else
            text.append(' ').append(flow(value)).append(STEP).append("# ").append(place(value.spot())).append('\n');
    }

    private void entries(String indent, List<String> order, Mapping mapping) {
        Set<String> keys = new LinkedHashSet<>(order);
        keys.retainAll(mapping.entries().keySet());
        keys.addAll(mapping.entries().keySet());
        keys.forEach(key -> entry(indent, key, below(key), mapping.entries().get(key)));
    }

    /** A mapping in a list begins on the line of its dash. */
    private void item(String indent, List<String> order, Written item) {
        int begin = text.length();
        entries(indent + STEP, order, (Mapping) item);
        text.setCharAt(begin + indent.length(), '-');
    }

    private static List<String> below(String key) {
        return switch (key) {
            case "ci" -> TargetReader.CI;
            case "policy" -> PolicyReader.KEYS;
            default -> List.of();
        };
    }

    static String flow(Written value) {
        return switch (value) {
            case Mapping(var spot, var entries) ->
                entries.entrySet().stream().map(entry -> single(entry.getKey()) + ": " + flow(entry.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
            case Sequence(var spot, var items) -> items.stream().map(AppliedText::flow).collect(Collectors.joining(", ", "[", "]"));
            case Single(var spot, var json) -> json.isTextual() ? single(json.textValue()) : json.asText();
        };
    }

    private static String single(String words) {
        if (PLAIN.matcher(words).matches()) return words;
        if (ON_A_LINE.matcher(words).matches()) return "'" + words.replace("'", "''") + "'";
        return words.codePoints().mapToObj(letter -> letter >= ' ' && letter <= '~' && letter != '"' && letter != '\\'
                ? Character.toString(letter)
                : String.format("\\U%08X", letter)).collect(Collectors.joining("", "\"", "\""));
    }

    private static String place(Spot spot) {
        if (spot.line() == 0) return "default";
        return new Problem("", "", spot.path(), "").found() + ", line " + spot.line();
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
