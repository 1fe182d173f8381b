package dev.helmstuck.forecast;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the fields of an object that its kind does not have: typing errors, and what a newer Kubernetes knows. The API server takes such an
 * object and drops them in silence, unless it is asked to be strict, as by a server-side apply.
 */
final class StrangeFields {
    private final Schema schema;
    private final Map<String, String> found = new LinkedHashMap<>();

    private StrangeFields(Schema schema) {
        this.schema = schema;
    }

    /** By what {@link #key} makes of them, the path at which each is first. */
    static Map<String, String> of(Schema schema, Map<String, Object> object, Shape root) {
        StrangeFields fields = new StrangeFields(schema);
        fields.value("", object, root);
        return fields.found;
    }

    /** A field of a struct, wherever that is. */
    static String key(Shape struct, String field) {
        return struct.of() + " " + field;
    }

    private void value(String path, Object value, Shape shape) {
        if (value instanceof List<?>) {
            Tree.list(value).forEach(element -> value(path + "[]", element, schema.element(shape)));
        } else if (value instanceof Map<?, ?>) {
            Tree.map(value).forEach((name, inner) -> {
                String below = path.isEmpty() ? name : path + "." + name;
                if (shape.isMap()) value(below, inner, schema.element(shape));
                else if (!schema.canHave(shape, name)) found.putIfAbsent(key(shape, name), below);
                else
                    value(below, inner, schema.field(shape, name));
            });
        }
    }
}
