package dev.helmstuck.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;

/** A value of the targets file, which knows where it was written, also where it was brought elsewhere by an alias or by inheritance. */
sealed interface Written {

    Spot spot();

    /** The text that stands here, if it is one. */
    default Optional<String> text() {
        return this instanceof Single(var spot, var value) ? Optional.ofNullable(value.textValue()) : Optional.empty();
    }

    /** What stands under this key. */
    default Optional<Written> get(String key) {
        return this instanceof Mapping(var spot, var entries) ? Optional.ofNullable(entries.get(key)) : Optional.empty();
    }

    /** Keys with their values, in their order. */
    record Mapping(Spot spot, Map<String, Written> entries) implements Written {
        public Mapping {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        /** The same with this key as well, or instead. */
        Mapping with(String key, Written value) {
            Map<String, Written> more = new LinkedHashMap<>(entries);
            more.put(key, value);
            return new Mapping(spot, more);
        }

        /** The same without this key. */
        Mapping without(String key) {
            Map<String, Written> fewer = new LinkedHashMap<>(entries);
            fewer.remove(key);
            return new Mapping(spot, fewer);
        }
    }

    /** A list. */
    record Sequence(Spot spot, List<Written> items) implements Written {
        public Sequence {
            items = List.copyOf(items);
        }
    }

    /** Anything else: text, a number, true or false, nothing. */
    record Single(Spot spot, JsonNode value) implements Written {
        static Single text(Spot spot, String text) {
            return new Single(spot, TextNode.valueOf(text));
        }
    }

    /**
     * A place in the file.
     *
     * @param path the keys that lead to it
     * @param line from 1; 0 if it is in no file
     */
    record Spot(String path, int line) {
        /** The place of this key of a mapping that stands here; on the mapping's line, until it is known better. */
        Spot key(String key) {
            String name = key.matches("[\\w-]+") ? key : Problems.quoted(key);
            return new Spot(path.isEmpty() ? name : path + "." + name, line);
        }

        Spot item(int index) {
            return new Spot(path + "[" + index + "]", line);
        }

        Spot on(int other) {
            return new Spot(path, other);
        }
    }
}
