package dev.helmstuck.forecast;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * An object as the API server would store it, but without what it fills in by itself and what only it or controllers write: two objects
 * that are equal in this form are the same to Kubernetes.
 */
final class NormalForm {
    private static final Set<String> SERVERS_METADATA = Set.of("uid", "resourceVersion", "generation", "creationTimestamp", "managedFields",
            "selfLink", "deletionTimestamp", "deletionGracePeriodSeconds");
    /** What lies in it is stored as it is said: the defaults come when a CronJob makes a Job. */
    private static final String NOT_DEFAULTED = "batch.v1.JobTemplateSpec";

    /** An empty selector of theirs is another one than none. */
    private static final Set<String> SELECTING = Set.of("networking.v1.NetworkPolicyPeer", "policy.v1.PodDisruptionBudgetSpec",
            "core.v1.PodAffinityTerm", "core.v1.TopologySpreadConstraint");
    /** An empty object of theirs says something. */
    private static final Set<String> MEANT = Set.of("apiextensions.v1.JSONSchemaProps", "apiextensions.v1.CustomResourceSubresources");

    private static final Set<String> ENVELOPE = Set.of("apiVersion", "kind", "status");

    private final Schema schema;
    private final Defaults defaults;
    private final Set<String> strange;

    NormalForm(Schema schema, Defaults defaults) {
        this(schema, defaults, Set.of());
    }

    private NormalForm(Schema schema, Defaults defaults, Set<String> strange) {
        this.schema = schema;
        this.defaults = defaults;
        this.strange = Set.copyOf(strange);
    }

    /** The same without these fields of structs, which the API server drops ({@link StrangeFields}). */
    NormalForm without(Set<String> fields) {
        return fields.isEmpty() ? this : new NormalForm(schema, defaults, fields);
    }

    /** The object's normal form; the object itself stays as it is. */
    Map<String, Object> of(Map<String, Object> object, Shape root) {
        Map<String, Object> copy = new LinkedHashMap<>(object);
        copy.remove("status");
        copy.remove("apiVersion");
        copy.remove("kind");
        copy.put("metadata", metadata(Tree.map(object.get("metadata"))));
        return struct(copy, root, "");
    }

    private static Map<String, Object> metadata(Map<String, Object> metadata) {
        Map<String, Object> copy = new LinkedHashMap<>(metadata);
        copy.keySet().removeAll(SERVERS_METADATA);
        copy.remove("namespace");
        copy.remove("name");
        return copy;
    }

    /** @param within the struct whose field it is */
    private Object value(Object value, Shape shape, String within) {
        if (value instanceof List<?>) {
            List<Object> list = new ArrayList<>();
            Tree.list(value).forEach(element -> list.add(value(element, schema.element(shape), within)));
            return list;
        }
        if (value instanceof Map<?, ?>) return shape.isMap() ? values(Tree.map(value), shape) : struct(Tree.map(value), shape, within);
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
            if (value != null) values.put(key, value(value, schema.element(shape), shape.of()));
        });
        return values;
    }

    private Map<String, Object> struct(Map<String, Object> struct, Shape shape, String within) {
        Map<String, Object> source = conversion(struct, within.equals(NOT_DEFAULTED) ? "" : shape.of());
        Map<String, Object> normal = new LinkedHashMap<>();
        source.forEach((key, value) -> {
            if (!strange.isEmpty() && strange.contains(StrangeFields.key(shape, key))) return;
            Object inner = value(value, schema.field(shape, key), shape.of());
            if (inner != null && (!Tree.isNothing(inner) || isMeant(inner, shape, key))) normal.put(key, inner);
        });
        if (schema.isKnown(shape) && !within.equals(NOT_DEFAULTED)) {
            normal.entrySet().removeIf(field -> defaults.isDefault(shape.of(), normal, field.getKey(), field.getValue()));
        }
        return normal;
    }

    /** An empty selector may select everything, a missing one nothing; what a custom resource means nobody knows. */
    private boolean isMeant(Object value, Shape shape, String key) {
        return !schema.isKnown(shape) || (value instanceof Map<?, ?> && (MEANT.contains(shape.of())
                || (SELECTING.contains(shape.of()) && key.toLowerCase(Locale.ROOT).endsWith("selector"))));
    }

    /** What the API server reads one field as another, or not at all, or fills in from others. */
    private Map<String, Object> conversion(Map<String, Object> struct, String type) {
        Consumer<Map<String, Object>> change = switch (type) {
            case "core.v1.PodSpec" -> NormalForm::account;
            case "core.v1.Secret" -> NormalForm::stringData;
            case "batch.v1.JobSpec" -> Filled::job;
            case "core.v1.LimitRangeItem" -> Filled::limits;
            case "autoscaling.v2.HorizontalPodAutoscalerBehavior" -> Filled::behavior;
            default -> schema.isObject(type) ? object -> object.keySet().removeAll(ENVELOPE) : none -> {};
        };
        Map<String, Object> copy = new LinkedHashMap<>(struct);
        change.accept(copy);
        return copy;
    }

    private static void account(Map<String, Object> pod) {
        Object account = pod.remove("serviceAccount");
        if (account != null && Tree.text(pod, "serviceAccountName").isEmpty()) pod.put("serviceAccountName", account);
    }

    private static void stringData(Map<String, Object> secret) {
        secret.keySet().removeAll(ENVELOPE);
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
