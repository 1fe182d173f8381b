package dev.helmstuck.forecast;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes of a custom resource what the API server stores of it: without the fields that its schema does not know, and with what that says of
 * missing ones (k8s.io/apiextensions-apiserver {@code schema/pruning}, {@code schema/defaulting}).
 *
 * @param schemas by {@code apiVersion Kind}
 */
record CustomDefaults(Map<String, Map<String, Object>> schemas) {
    private static final Set<String> ENVELOPE = Set.of("apiVersion", "kind", "metadata");
    private static final String PROPERTIES = "properties";
    private static final String ADDITIONAL = "additionalProperties";

    /** The object as it is stored; the object itself if nothing is known of its kind. */
    Map<String, Object> stored(Map<String, Object> object) {
        Map<String, Object> schema = schemas.get(Tree.text(object, "apiVersion") + " " + Tree.text(object, "kind"));
        if (schema == null) return object;
        Map<String, Object> stored = new LinkedHashMap<>(Tree.map(fill(prune(object, schema, true), schema)));
        ENVELOPE.stream().filter(object::containsKey).forEach(field -> stored.put(field, object.get(field)));
        return stored;
    }

    private static Object prune(Object value, Map<String, Object> schema, boolean isObject) {
        if (value instanceof List<?>) {
            Map<String, Object> items = Tree.map(schema.get("items"));
            return Tree.list(value).stream().map(element -> prune(element, items, isMarked(items, "embedded-resource"))).toList();
        }
        if (!(value instanceof Map<?, ?>)) return value;
        boolean keepsAll = isMarked(schema, "preserve-unknown-fields") || Boolean.TRUE.equals(schema.get(ADDITIONAL));
        Map<String, Object> properties = Tree.map(schema.get(PROPERTIES));
        Map<String, Object> kept = new LinkedHashMap<>();
        Tree.map(value).forEach((name, inner) -> {
            if (isObject && ENVELOPE.contains(name)) {
                kept.put(name, inner);
            } else if (properties.containsKey(name) || schema.get(ADDITIONAL) instanceof Map<?, ?>) {
                Map<String, Object> of = Tree.map(properties.getOrDefault(name, schema.get(ADDITIONAL)));
                kept.put(name, prune(inner, of, isMarked(of, "embedded-resource")));
            } else if (keepsAll) {
                kept.put(name, inner);
            }
        });
        return kept;
    }

    private static boolean isMarked(Map<String, Object> schema, String mark) {
        return Boolean.TRUE.equals(schema.get("x-kubernetes-" + mark));
    }

    private static Object fill(Object value, Map<String, Object> schema) {
        if (value instanceof List<?>) {
            List<Object> list = new ArrayList<>();
            Tree.list(value).forEach(element -> list.add(fill(element, Tree.map(schema.get("items")))));
            return list;
        }
        if (!(value instanceof Map<?, ?>)) return value;
        Map<String, Object> filled = new LinkedHashMap<>(Tree.map(value));
        Map<String, Object> properties = Tree.map(schema.get(PROPERTIES));
        properties.forEach((name, property) -> {
            Map<String, Object> of = Tree.map(property);
            if (of.get("default") != null && isMissing(filled, name, of)) filled.put(name, Tree.copy(of.get("default")));
        });
        filled.replaceAll((name, inner) -> fill(inner, Tree.map(properties.getOrDefault(name, schema.get(ADDITIONAL)))));
        return filled;
    }

    /** A null where none is allowed is the same as nothing. */
    private static boolean isMissing(Map<String, Object> object, String name, Map<String, Object> property) {
        return !object.containsKey(name) || (object.get(name) == null && !Boolean.TRUE.equals(property.get("nullable")));
    }
}
