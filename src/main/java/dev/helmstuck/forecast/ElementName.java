package dev.helmstuck.forecast;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What tells the elements of a list apart: what server-side apply takes, else what a strategic merge takes, else their names. */
final class ElementName {
    private ElementName() {}

    /** Empty if the element has no such thing. */
    static Optional<String> of(Schema schema, Object element, Shape list) {
        if (list.set()) return Optional.of(String.valueOf(element));
        List<String> keys = list.keys().isEmpty() ? list.mergeKey().map(List::of).orElse(List.of()) : list.keys();
        if (keys.isEmpty()) return Optional.of(Tree.text(element, "name")).filter(name -> !name.isEmpty());
        if (Tree.map(element).isEmpty()) return Optional.empty();
        return Optional.of(keys.stream().map(key -> part(schema, element, list, key)).collect(Collectors.joining("/")));
    }

    private static String part(Schema schema, Object element, Shape list, String key) {
        Object value = Tree.map(element).get(key);
        if (value != null) return value.toString();
        return schema.field(schema.element(list), key).fallback().map(json -> json.replace("\"", "")).orElse("");
    }
}
