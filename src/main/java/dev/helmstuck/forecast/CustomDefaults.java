package dev.helmstuck.forecast;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Fills in what a custom resource's schema says of missing fields, as the API server does with everything that it stores
 * (k8s.io/apiextensions-apiserver {@code schema/defaulting}).
 *
 * @param schemas by {@code apiVersion Kind}
 */
record CustomDefaults(Map<String, Map<String, Object>> schemas) {

    /** The object with its defaults; the object itself if nothing is known of its kind. */
    Map<String, Object> filled(Map<String, Object> object) {
        Map<String, Object> schema = schemas.get(Tree.text(object, "apiVersion") + " " + Tree.text(object, "kind"));
        return schema == null ? object : Tree.map(fill(object, schema));
    }

    private static Object fill(Object value, Map<String, Object> schema) {
        if (value instanceof List<?>) {
            List<Object> list = new ArrayList<>();
            Tree.list(value).forEach(element -> list.add(fill(element, Tree.map(schema.get("items")))));
            return list;
        }
        if (!(value instanceof Map<?, ?>)) return value;
        Map<String, Object> filled = new LinkedHashMap<>(Tree.map(value));
        Map<String, Object> properties = Tree.map(schema.get("properties"));
        properties.forEach((name, property) -> {
            Map<String, Object> of = Tree.map(property);
            if (of.get("default") != null && isMissing(filled, name, of)) filled.put(name, Tree.copy(of.get("default")));
        });
        filled.replaceAll((name, inner) -> fill(inner, Tree.map(properties.getOrDefault(name, schema.get("additionalProperties")))));
        return filled;
    }

    /** A null where none is allowed is the same as nothing. */
    private static boolean isMissing(Map<String, Object> object, String name, Map<String, Object> property) {
        return !object.containsKey(name) || (object.get(name) == null && !Boolean.TRUE.equals(property.get("nullable")));
    }
}
