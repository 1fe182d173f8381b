package dev.helmstuck.config;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.helmstuck.config.Written.Spot;

/**
 * Builds the tree of one YAML document, with aliases ({@code *name}) and merge keys ({@code <<}) in their place. What an alias brings stays
 * where it was written. All that aliases bring is bounded, for one of a few letters may stand for much.
 */
final class WrittenReader {
    private static final String MERGE = "<<";
    private static final int MOST_BROUGHT = 50_000;
    private static final ObjectMapper SINGLES = new ObjectMapper();

    /** An anchored value, or empty while it is being read: it cannot be in itself. */
    private record AnchoredValue(Optional<Written> value, long size) {}

    /** What cannot be read; the reason is told already. */
    private static final class UnreadableException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private final YAMLParser parser;
    private final String source;
    private final Problems problems;
    private final Map<String, AnchoredValue> anchors = new HashMap<>();
    private long size;
    private long brought;

    WrittenReader(YAMLParser parser, String source, Problems problems) {
        this.parser = parser;
        this.source = source;
        this.problems = problems;
    }

    /** The document; empty if the problems say what is wrong. */
    Optional<Written> document() throws IOException {
        if (parser.nextToken() == null)
            return Optional.of(new Written.Single(new Spot("", 0), NullNode.getInstance()));
        try {
            int before = problems.all().size();
            Written root = value(new Spot("", 0));
            if (parser.nextToken() != null)
                throw problem("a mistake in the YAML (more than one document)", "correct YAML, each key once");
            return problems.all().size() > before ? Optional.empty() : Optional.of(root);
        } catch (UnreadableException told) {
            return Optional.empty();
        }
    }

    private Written value(Spot spot) throws IOException {
        if (parser.isCurrentAlias())
            return alias(parser.getText());
        String anchor = parser.getObjectId();
        if (anchor != null)
            anchors.put(anchor, new AnchoredValue(Optional.empty(), 0));
        long before = size++;
        Written value = switch (parser.currentToken()) {
            case START_OBJECT -> mapping(spot);
            case START_ARRAY -> sequence(spot);
            default -> new Written.Single(spot, SINGLES.readTree(parser));
        };
        if (anchor != null)
            anchors.put(anchor, new AnchoredValue(Optional.of(value), size - before));
        return value;
    }

    private Written alias(String name) throws IOException {
        AnchoredValue anchored = anchors.get(name);
        if (anchored == null)
            throw problem("the alias " + Problems.quoted("*" + name), "an alias of an anchor that stands before it (&" + name + ")");
        if (anchored.value().isEmpty())
            throw problem("the alias " + Problems.quoted("*" + name), "an alias that does not stand within its own anchor");
        size += anchored.size();
        brought += anchored.size();
        if (brought > MOST_BROUGHT)
            throw problem("the alias " + Problems.quoted("*" + name), "aliases that bring no more than " + MOST_BROUGHT + " values in all");
        return anchored.value().get();
    }

    private Written.Sequence sequence(Spot spot) throws IOException {
        List<Written> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY)
            items.add(value(spot.item(items.size()).on(line())));
        return new Written.Sequence(spot, items);
    }

    private Written.Mapping mapping(Spot spot) throws IOException {
        Map<String, Written> entries = new LinkedHashMap<>();
        List<Written.Mapping> merged = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            Spot at = spot.key(key).on(line());
            parser.nextToken();
            if (key.equals(MERGE))
                merge(value(at), at, merged);
            else
                entries.put(key, value(at));
        }
        // as in YAML 1.1: what stands here wins, then what is named first
        merged.forEach(one -> one.entries().forEach(entries::putIfAbsent));
        return new Written.Mapping(spot, entries);
    }

    private void merge(Written value, Spot spot, List<Written.Mapping> merged) {
        switch (value) {
            case Written.Mapping mapping -> merged.add(mapping);
            case Written.Sequence(var at, var items) when items.stream().allMatch(Written.Mapping.class::isInstance) ->
                items.forEach(item -> merged.add((Written.Mapping) item));
            case Written.Sequence other -> wrongMerge(other, spot);
            case Written.Single other -> wrongMerge(other, spot);
        }
    }

    private void wrongMerge(Written value, Spot spot) {
        new Node(value, source, problems).at(spot).wrongType("a mapping, or a list of mappings, such as *name");
    }

    private int line() {
        return parser.currentTokenLocation().getLineNr();
    }

    private UnreadableException problem(String found, String expected) {
        problems.add(source, YamlFile.place(parser.currentTokenLocation()), found, expected);
        return new UnreadableException();
    }
}
