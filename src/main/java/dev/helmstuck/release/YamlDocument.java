package dev.helmstuck.release;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * One YAML document as {@code java.util} values, read as Kubernetes reads it (sigs.k8s.io/yaml over go-yaml 2): of a key that is there twice
 * the last one counts, keys become texts, a merge key is applied where it stands.
 *
 * <p>It is untrusted: depth and number of values are bounded, what an alias repeats counts again. No reason quotes it.
 */
final class YamlDocument {
    static final int MAX_DEPTH = 100;
    /** In all documents of a manifest together; the GitLab chart has about 5,000. */
    static final int MAX_VALUES = 300_000;

    /** How many values may still be read. */
    static final class Budget {
        private int left = MAX_VALUES;

        private void take(int values) throws Unreadable {
            left -= Math.min(left + 1, values);
            if (left < 0) throw new Unreadable("it has more values, aliases written out, than I read");
        }
    }

    /** Why a document cannot be read. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;

        Unreadable(String reason) {
            super(reason);
        }

        String reason() {
            return getMessage();
        }
    }

    /** What an anchor names: the value, how many values it is made of, and how deep they lie. */
    private record Anchored(Object value, int size, int depth) {}

    private final ParserImpl parser;
    private final Budget budget;
    private final Map<String, Anchored> anchors = new HashMap<>();
    private int values;
    private int deepest;

    private YamlDocument(ParserImpl parser, Budget budget) {
        this.parser = parser;
        this.budget = budget;
    }

    /** The document's value; null if it says null or nothing. */
    static Object read(String text, Budget budget) throws Unreadable {
        try {
            YamlDocument document = new YamlDocument(new ParserImpl(new StreamReader(text), new LoaderOptions()), budget);
            return document.root();
        } catch (YAMLException | IllegalArgumentException | IndexOutOfBoundsException notYaml) {
            // their messages quote the text
            throw new Unreadable("it is not YAML");
        }
    }

    /** The same map, with the keys that it has from {@link #read}. */
    static Map<String, Object> object(Map<?, ?> map) {
        Map<String, Object> object = new LinkedHashMap<>();
        map.forEach((key, value) -> object.put((String) key, value));
        return Collections.unmodifiableMap(object);
    }

    private Object root() throws Unreadable {
        parser.getEvent();
        if (parser.checkEvent(Event.ID.StreamEnd)) return null;
        parser.getEvent();
        Object value = value(parser.getEvent(), 1);
        parser.getEvent();
        if (!parser.checkEvent(Event.ID.StreamEnd)) throw new Unreadable("it holds more than one document");
        return value;
    }

    private Object value(Event event, int depth) throws Unreadable {
        if (depth > MAX_DEPTH) throw new Unreadable("it is nested too deeply");
        if (event instanceof AliasEvent alias) return repeated(alias, depth);
        budget.take(1);
        values++;
        int before = values;
        int deepestBefore = deepest;
        deepest = depth;
        Object value;
        String anchor;
        switch (event) {
            case ScalarEvent scalar -> {
                value = YamlScalar.value(Optional.ofNullable(scalar.getTag()), scalar.getImplicit().canOmitTagInPlainScalar(),
                        scalar.getValue());
                anchor = scalar.getAnchor();
            }
            case SequenceStartEvent sequence -> {
                value = sequence(depth);
                anchor = sequence.getAnchor();
            }
            case MappingStartEvent mapping -> {
                value = mapping(depth);
                anchor = mapping.getAnchor();
            }
            default -> throw new Unreadable("it is not YAML");
        }
        if (anchor != null) anchors.put(anchor, new Anchored(value, values - before + 1, deepest - depth));
        deepest = Math.max(deepest, deepestBefore);
        return value;
    }

    private Object repeated(AliasEvent alias, int depth) throws Unreadable {
        Anchored named = anchors.get(alias.getAnchor());
        if (named == null) throw new Unreadable("it has an alias to nothing or to itself");
        budget.take(named.size());
        values += named.size();
        deepest = Math.max(deepest, depth + named.depth());
        if (deepest > MAX_DEPTH) throw new Unreadable("it is nested too deeply");
        return named.value();
    }

    private List<Object> sequence(int depth) throws Unreadable {
        List<Object> list = new ArrayList<>();
        while (!parser.checkEvent(Event.ID.SequenceEnd))
            list.add(value(parser.getEvent(), depth + 1));
        parser.getEvent();
        return Collections.unmodifiableList(list);
    }

    private Map<String, Object> mapping(int depth) throws Unreadable {
        Map<String, Object> map = new LinkedHashMap<>();
        while (!parser.checkEvent(Event.ID.MappingEnd)) {
            Event event = parser.getEvent();
            Object key = value(event, depth + 1);
            Object value = value(parser.getEvent(), depth + 1);
            if (isMerge(event)) merge(map, value);
            else
                map.put(YamlScalar.key(key), value);
        }
        parser.getEvent();
        return Collections.unmodifiableMap(map);
    }

    private static boolean isMerge(Event key) {
        return key instanceof ScalarEvent scalar && scalar.getValue().equals("<<") && scalar.isPlain()
                && (scalar.getTag() == null || scalar.getTag().equals("tag:yaml.org,2002:merge"));
    }

    /** Of several the first wins, so the last is applied first. */
    private static void merge(Map<String, Object> map, Object value) throws Unreadable {
        List<?> maps = value instanceof List<?> list ? list : Collections.singletonList(value);
        for (Object one : maps.reversed()) {
            if (!(one instanceof Map<?, ?> merged)) throw new Unreadable("it merges something that is no object");
            map.putAll(object(merged));
        }
    }

    /** {@code !!binary}, as text. */
    static String binary(String base64) throws Unreadable {
        try {
            return new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notBase64) {
            throw new Unreadable("it has binary data that is no base64");
        }
    }
}
