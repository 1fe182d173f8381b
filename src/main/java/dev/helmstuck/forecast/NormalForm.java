package dev.helmstuck.forecast;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An object as the API server would store it, but without what it fills in by itself and what only it or controllers write: two objects
 * that are equal in this form are the same to Kubernetes.
 */
final class NormalForm {
    private static final Set<String> SERVERS_METADATA = Set.of("uid", "resourceVersion", "generation", "creationTimestamp", "managedFields",
            "selfLink", "deletionTimestamp", "deletionGracePeriodSeconds");

    private final Schema schema;
    private final Defaults defaults;

    NormalForm(Schema schema, Defaults defaults) {
        this.schema = schema;
        this.defaults = defaults;
    }

    /** The object's normal form; the object itself stays as it is. */
    Map<String, Object> of(Map<String, Object> object, Shape root) {
        Map<String, Object> copy = new LinkedHashMap<>(object);
        copy.remove("status");
        copy.remove("apiVersion");
        copy.remove("kind");
        copy.put("metadata", metadata(Tree.map(object.get("metadata"))));
        return struct(copy, root);
    }

    private static Map<String, Object> metadata(Map<String, Object> metadata) {
        Map<String, Object> copy = new LinkedHashMap<>(metadata);
        copy.keySet().removeAll(SERVERS_METADATA);
        copy.remove("namespace");
        copy.remove("name");
        return copy;
    }

    private Object value(Object value, Shape shape) {
        if (value instanceof List<?>) {
            List<Object> list = new ArrayList<>();
            Tree.list(value).forEach(element -> list.add(value(element, schema.element(shape))));
            return list;
        }
        if (value instanceof Map<?, ?>) return shape.isMap() ? values(Tree.map(value), shape) : struct(Tree.map(value), shape);
        return switch (shape.of()) {
            case Schema.QUANTITY -> Quantity.canonical(value).<Object>map(text -> text).orElse(value);
            case Schema.BYTES -> bytes(value);
            default -> value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e15
                    ? (Object) number.longValue()
                    : value;
        };
    }

    private Map<String, Object> values(Map<String, Object> map, Shape shape) {
        Map<String, Object> values = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            if (value != null) values.put(key, value(value, schema.element(shape)));
        });
        return values;
    }

    private Map<String, Object> struct(Map<String, Object> struct, Shape shape) {
        Map<String, Object> source = conversion(struct, shape.of());
        Map<String, Object> normal = new LinkedHashMap<>();
        source.forEach((key, value) -> {
            Object inner = value(value, schema.field(shape, key));
            if (inner != null && (!Tree.isNothing(inner) || isMeant(inner, shape, key))) normal.put(key, inner);
        });
        if (schema.isKnown(shape)) {
            normal.entrySet().removeIf(field -> defaults.isDefault(shape.of(), normal, field.getKey(), field.getValue()));
        }
        return normal;
    }

    /** An empty selector of a network policy's peer selects everything, a missing one nothing; what a custom resource means nobody knows. */
    private boolean isMeant(Object value, Shape shape, String key) {
        return !schema.isKnown(shape)
                || (value instanceof Map<?, ?> && shape.of().equals("networking.v1.NetworkPolicyPeer") && key.endsWith("Selector"));
    }

    /** What the API server reads one field as another, or not at all. */
    private Map<String, Object> conversion(Map<String, Object> struct, String type) {
        boolean pod = type.equals("core.v1.PodSpec");
        boolean secret = type.equals("core.v1.Secret");
        if (!pod && !secret && !schema.isObject(type)) return struct;
        Map<String, Object> copy = new LinkedHashMap<>(struct);
        if (secret) stringData(copy);
        if (pod) {
            Object account = copy.remove("serviceAccount");
            if (account != null && Tree.text(copy, "serviceAccountName").isEmpty()) copy.put("serviceAccountName", account);
        } else {
            copy.keySet().removeAll(Set.of("apiVersion", "kind", "status"));
        }
        return copy;
    }

    private static void stringData(Map<String, Object> secret) {
        Map<String, Object> plain = Tree.map(secret.remove("stringData"));
        if (plain.isEmpty()) return;
        Map<String, Object> data = new LinkedHashMap<>(Tree.map(secret.get("data")));
        plain.forEach((key, value) -> {
            if (value instanceof String text) data.put(key, Base64.getEncoder().encodeToString(text.getBytes(UTF_8)));
        });
        secret.put("data", data);
    }

    private static Object bytes(Object value) {
        try {
            return Optional.of(value).filter(String.class::isInstance).map(String.class::cast)
                    .<Object>map(text -> Base64.getEncoder().encodeToString(Base64.getMimeDecoder().decode(text))).orElse(value);
        } catch (IllegalArgumentException noBase64) {
            return value;
        }
    }
}
