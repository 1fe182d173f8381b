package dev.helmstuck.forecast;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Objects as trees of {@code Map<String, Object>}, {@code List<Object>} and scalars, looked at with types. */
final class Tree {
    private Tree() {}

    /** The value as a map; an empty one if it is none. */
    @SuppressWarnings("unchecked") // whoever builds the trees keys every map by strings
    static Map<String, Object> map(Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    /** The value as a list; an empty one if it is none. */
    @SuppressWarnings("unchecked")
    static List<Object> list(Object value) {
        return value instanceof List<?> list ? (List<Object>) list : List.of();
    }

    /** What lies at the path, if everything on the way is a map. */
    static Optional<Object> at(Object value, String... path) {
        Object here = value;
        for (String key : path) {
            if (!(here instanceof Map<?, ?> map)) return Optional.empty();
            here = map.get(key);
        }
        return Optional.ofNullable(here);
    }

    /** The text at the path; empty if there is none. */
    static String text(Object value, String... path) {
        return at(value, path).filter(String.class::isInstance).map(String.class::cast).orElse("");
    }

    /** A copy that shares nothing that could be changed. */
    static Object copy(Object value) {
        if (value instanceof Map<?, ?>) return copy(map(value));
        if (value instanceof List<?>) {
            List<Object> copy = new ArrayList<>();
            list(value).forEach(element -> copy.add(copy(element)));
            return copy;
        }
        return value;
    }

    static Map<String, Object> copy(Map<String, Object> map) {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> copy.put(key, copy(value)));
        return copy;
    }

    /** The elements of a list that is merged by a key: each is an object and has it. */
    static List<Map<String, Object>> elements(String field, String mergeKey, List<Object> list) throws Unmergeable {
        List<Map<String, Object>> elements = new ArrayList<>();
        for (Object element : list) {
            Map<String, Object> object = map(element);
            if (object.get(mergeKey) == null) throw new Unmergeable("an element of " + field + " has no " + mergeKey);
            elements.add(object);
        }
        return elements;
    }

    /** Whether somebody has deleted the object, and it is there only until its finalizers are done. */
    static boolean isBeingDeleted(Map<String, Object> object) {
        return !text(object, "metadata", "deletionTimestamp").isEmpty();
    }

    /** Whether Kubernetes stores it as nothing. */
    static boolean isNothing(Object value) {
        return value == null || (value instanceof Map<?, ?> map && map.isEmpty()) || (value instanceof List<?> list && list.isEmpty());
    }
}
