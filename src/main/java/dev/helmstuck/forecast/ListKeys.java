package dev.helmstuck.forecast;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * By what server-side apply tells the elements of a list apart.
 *
 * @param set by themselves, as they are scalars
 * @param keys by these fields
 */
record ListKeys(boolean set, List<String> keys) {

    ListKeys {
        keys = List.copyOf(keys);
    }

    /** Read from who owns what in the list, where no schema is known; null if the list is taken as a whole. */
    static ListKeys ofOwned(List<Map<String, Object>> owned) {
        for (Map<String, Object> fields : owned) {
            for (String part : fields.keySet()) {
                if (part.startsWith("v:")) return new ListKeys(true, List.of());
                if (part.startsWith("k:")) return new ListKeys(false, names(part));
            }
        }
        return null;
    }

    /** The keys in {@code k:{"containerPort":8080,"protocol":"TCP"}}, whose values may hold anything. */
    private static List<String> names(String part) {
        return Stream.of(part.substring(2).split("[{,](?=\")")).filter(pair -> pair.contains("\":"))
                .map(pair -> pair.substring(1, pair.indexOf("\":"))).toList();
    }

    /** How {@code managedFields} writes the element. */
    String part(Schema schema, Object element, Shape list) {
        if (set) return "v:" + json(element);
        return "k:" + keys.stream().sorted().filter(key -> value(schema, element, list, key) != null)
                .map(key -> json(key) + ":" + value(schema, element, list, key)).collect(Collectors.joining(",", "{", "}"));
    }

    private static String value(Schema schema, Object element, Shape list, String key) {
        Object value = Tree.map(element).get(key);
        return value == null ? schema.field(schema.element(list), key).fallback().orElse(null) : json(value);
    }

    private static String json(Object scalar) {
        return scalar instanceof String text ? '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"' : String.valueOf(scalar);
    }
}
