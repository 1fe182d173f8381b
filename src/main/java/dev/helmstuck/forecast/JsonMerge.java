package dev.helmstuck.forecast;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * How Helm changes what it knows no Go type of: by the JSON merge patch (RFC 7386) from the old manifest to the new one. It does not look
 * at the live object, and replaces lists whole.
 */
final class JsonMerge {
    private JsonMerge() {}

    /** {@code live} with what changed from {@code original} to {@code modified}. */
    static Map<String, Object> merge(Map<String, Object> original, Map<String, Object> modified, Map<String, Object> live) {
        return apply(Tree.copy(live), diff(original, modified));
    }

    private static Map<String, Object> diff(Map<String, Object> original, Map<String, Object> modified) {
        Map<String, Object> patch = new LinkedHashMap<>();
        modified.forEach((key, value) -> {
            Object old = original.get(key);
            if (old instanceof Map<?, ?> && value instanceof Map<?, ?>) {
                Map<String, Object> inner = diff(Tree.map(old), Tree.map(value));
                if (!inner.isEmpty()) patch.put(key, inner);
            } else if (!original.containsKey(key) || !Objects.equals(old, value)) {
                patch.put(key, value);
            }
        });
        original.keySet().stream().filter(key -> !modified.containsKey(key)).forEach(key -> patch.put(key, null));
        return patch;
    }

    private static Map<String, Object> apply(Map<String, Object> target, Map<String, Object> patch) {
        patch.forEach((key, value) -> {
            if (value == null) {
                target.remove(key);
            } else if (value instanceof Map<?, ?>) {
                target.put(key, apply(Tree.copy(Tree.map(target.get(key))), Tree.map(value)));
            } else {
                target.put(key, Tree.copy(value));
            }
        });
        return target;
    }
}
