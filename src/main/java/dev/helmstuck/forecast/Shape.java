package dev.helmstuck.forecast;

import java.util.List;
import java.util.Optional;

/**
 * How Kubernetes merges a value (its {@code x-kubernetes-*} marks).
 *
 * @param form whether it is one value, a map of values, or a list of them
 * @param of the type of the value, or of each value in it: the name of a struct, or one of the words of {@link Schema}
 * @param atomic server-side apply takes it as a whole
 * @param merge a strategic merge patch merges the list, by {@code mergeKey} if its elements are objects; else it replaces it
 * @param retainKeys a strategic merge patch drops the fields that the new value does not have
 * @param keys what server-side apply tells the list's elements apart by; empty if it does not
 * @param set server-side apply merges the list as a set of scalars
 * @param fallback what the API server fills in where the value is missing, if the schema says so
 */
record Shape(Form form, String of, boolean atomic, boolean merge, Optional<String> mergeKey, boolean retainKeys, List<String> keys,
        boolean set, Optional<String> fallback) {

    /** Of what no schema is known. */
    static final Shape ANY = one("any");

    /** One value, a map, or a list. */
    enum Form {
        ONE,
        MAP,
        LIST
    }

    Shape {
        keys = List.copyOf(keys);
    }

    /** A value that is merged field by field. */
    static Shape one(String type) {
        return new Shape(Form.ONE, type, false, false, Optional.empty(), false, List.of(), false, Optional.empty());
    }

    boolean isMap() {
        return form == Form.MAP;
    }
}
