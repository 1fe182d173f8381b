package dev.helmstuck.forecast;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds where two objects in {@link NormalForm} differ, lists by their elements' names. */
final class Comparison {
    private final Schema schema;
    private final List<Difference> found = new ArrayList<>();

    private Comparison(Schema schema) {
        this.schema = schema;
    }

    /** The places in which they differ, each as deep as can be told. */
    static List<Difference> of(Schema schema, Map<String, Object> before, Map<String, Object> after, Shape root) {
        Comparison comparison = new Comparison(schema);
        comparison.maps("", before, after, root);
        return comparison.found;
    }

    private void maps(String path, Map<String, Object> before, Map<String, Object> after, Shape shape) {
        Set<String> keys = new LinkedHashSet<>(before.keySet());
        keys.addAll(after.keySet());
        for (String key : keys) {
            values(path.isEmpty() ? key : path + "." + key, before.get(key), after.get(key), schema.field(shape, key));
        }
    }

    private void values(String path, Object before, Object after, Shape shape) {
        if (before instanceof Map<?, ?> && after instanceof Map<?, ?>) {
            maps(path, Tree.map(before), Tree.map(after), shape);
        } else if (before instanceof List<?> && after instanceof List<?>) {
            lists(path, Tree.list(before), Tree.list(after), shape);
        } else if (before == null ? after != null : !before.equals(after)) {
            found.add(new Difference(path, Optional.ofNullable(before), Optional.ofNullable(after)));
        }
    }

    private void lists(String path, List<Object> before, List<Object> after, Shape shape) {
        if (before.equals(after)) return;
        Map<String, Object> old = named(before, shape);
        Map<String, Object> now = named(after, shape);
        if (old.isEmpty() || now.isEmpty() || sameButOrder(old, now)) {
            found.add(new Difference(path, Optional.of(before), Optional.of(after)));
            return;
        }
        Set<String> names = new LinkedHashSet<>(old.keySet());
        names.addAll(now.keySet());
        names.forEach(name -> values(path + "[" + label(old.getOrDefault(name, now.get(name)), name) + "]", old.get(name), now.get(name),
                schema.element(shape)));
    }

    private static boolean sameButOrder(Map<String, Object> old, Map<String, Object> now) {
        return old.equals(now);
    }

    /** The elements by what tells them apart; empty if nothing does. */
    private Map<String, Object> named(List<Object> list, Shape shape) {
        Map<String, Object> named = new LinkedHashMap<>();
        for (Object element : list) {
            Optional<String> name = ElementName.of(schema, element, shape);
            if (name.isEmpty() || named.put(name.get(), element) != null) return Map.of();
        }
        return named;
    }

    private static String label(Object element, String name) {
        String own = Tree.text(element, "name");
        return own.isEmpty() ? name : own;
    }

    /** How many there are, for a log. */
    @Override
    public String toString() {
        return found.stream().map(Difference::path).collect(Collectors.joining(", "));
    }
}
