package dev.helmstuck.forecast;

import static dev.helmstuck.forecast.StrategicDiff.DELETE;
import static dev.helmstuck.forecast.StrategicDiff.DELETE_SCALARS;
import static dev.helmstuck.forecast.StrategicDiff.ORDER;
import static dev.helmstuck.forecast.StrategicDiff.PATCH;
import static dev.helmstuck.forecast.StrategicDiff.RETAIN;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Applies a strategic merge patch as the API server does (k8s.io/apimachinery {@code strategicpatch}). */
final class StrategicPatch {
    private final Schema schema;

    private StrategicPatch(Schema schema) {
        this.schema = schema;
    }

    /**
     * Helm's three-way merge: what {@code original} had and {@code modified} has not goes, what {@code modified} has comes, all else stays
     * as it is {@code live} (Helm {@code pkg/kube/client.go}, createPatch).
     */
    static Map<String, Object> merge(Schema schema, Map<String, Object> original, Map<String, Object> modified, Map<String, Object> live,
            Shape shape) throws Unmergeable {
        Map<String, Object> deletions = StrategicDiff.deletions(schema, original, modified, shape);
        Map<String, Object> additions = StrategicDiff.additions(schema, live, modified, shape);
        StrategicPatch patch = new StrategicPatch(schema);
        return patch.maps(patch.maps(Tree.copy(live), deletions, shape), additions, shape);
    }

    private Map<String, Object> maps(Map<String, Object> target, Map<String, Object> patch, Shape shape) throws Unmergeable {
        List<Object> retained = Tree.list(patch.get(RETAIN));
        if (!retained.isEmpty()) target.keySet().retainAll(retained);
        for (var change : patch.entrySet()) {
            String key = change.getKey();
            if (key.startsWith(ORDER)) {
                ordered(target, key.substring(ORDER.length()), patch, Tree.list(change.getValue()), shape);
            } else if (key.startsWith(DELETE_SCALARS)) {
                String list = key.substring(DELETE_SCALARS.length());
                target.computeIfPresent(list, (same, value) -> without(Tree.list(value), Tree.list(change.getValue())));
            } else if (!key.equals(RETAIN) && !patch.containsKey(ORDER + key)) {
                set(target, key, change.getValue(), shape);
            }
        }
        return target;
    }

    private static List<Object> without(List<Object> list, List<Object> gone) {
        return new ArrayList<>(list.stream().filter(one -> !gone.contains(one)).toList());
    }

    private void set(Map<String, Object> target, String key, Object value, Shape shape) throws Unmergeable {
        Object old = target.get(key);
        Shape field = schema.field(shape, key);
        if (value == null) {
            target.remove(key);
        } else if (old instanceof Map<?, ?> && value instanceof Map<?, ?>) {
            target.put(key, maps(Tree.map(old), Tree.map(value), field));
        } else if (old instanceof List<?> && value instanceof List<?> && field.merge()) {
            target.put(key, lists(Tree.list(old), Tree.list(value), field));
        } else {
            target.put(key, plain(value).orElse(null));
        }
    }

    /** What is new, without directives and nulls. */
    private static Optional<Object> plain(Object value) {
        if (value instanceof Map<?, ?>) {
            Map<String, Object> map = Tree.map(value);
            if (map.containsKey(PATCH)) return Optional.empty();
            Map<String, Object> plain = new LinkedHashMap<>();
            map.forEach((key, inner) -> {
                if (inner != null) plain(inner).ifPresent(it -> plain.put(key, it));
            });
            return Optional.of(plain);
        }
        if (value instanceof List<?>) {
            List<Object> plain = new ArrayList<>();
            Tree.list(value).forEach(element -> plain(element).ifPresent(plain::add));
            return Optional.of(plain);
        }
        return Optional.ofNullable(value);
    }

    private void ordered(Map<String, Object> target, String key, Map<String, Object> patch, List<Object> order, Shape shape)
            throws Unmergeable {
        Object old = target.get(key);
        Object change = patch.get(key);
        if (old == null && change == null) return;
        Shape field = schema.field(shape, key);
        if (!isInOrder(Tree.list(change), order, field)) {
            throw new Unmergeable("two elements of " + key + " have one " + field.mergeKey().orElse("value")
                    + ", and Helm's patch for them is in an order that the API server refuses");
        }
        List<Object> merged = old == null
                ? Tree.list(plain(change).orElse(List.of()))
                : change == null ? Tree.list(old) : lists(Tree.list(old), Tree.list(change), field);
        target.put(key, order(merged, order, Tree.list(old), field));
    }

    /** The API server wants what is changed in the order of all; a patch of two elements of one key is in another ({@code
     * validatePatchWithSetOrderList}). */
    private static boolean isInOrder(List<Object> changes, List<Object> order, Shape field) {
        int at = 0;
        for (Object change : changes) {
            if (Tree.map(change).containsKey(PATCH)) continue;
            while (at < order.size() && !key(order.get(at), field).equals(key(change, field)))
                at++;
            if (at == order.size()) return order.isEmpty();
            at++;
        }
        return true;
    }

    private List<Object> lists(List<Object> old, List<Object> patch, Shape field) throws Unmergeable {
        if (field.mergeKey().isEmpty()) {
            LinkedHashSet<Object> both = new LinkedHashSet<>(old);
            both.addAll(patch);
            return order(new ArrayList<>(both), patch, old, field);
        }
        String key = field.mergeKey().get();
        List<Object> kept = new ArrayList<>(old);
        List<Object> changes = new ArrayList<>();
        for (Map<String, Object> element : Tree.elements("a list", key, patch)) {
            if (DELETE.equals(element.get(PATCH))) {
                kept.removeIf(one -> Objects.equals(Tree.map(one).get(key), element.get(key)));
            } else {
                changes.add(element);
            }
        }
        List<Object> merged = new ArrayList<>(kept);
        for (Object change : changes) {
            int at = keys(merged, field).indexOf(key(change, field));
            if (at < 0) plain(change).ifPresent(merged::add);
            else
                merged.set(at, maps(Tree.map(merged.get(at)), Tree.map(change), schema.element(field)));
        }
        return order(merged, changes, kept, field);
    }

    /** What the patch names in its order, what only the server has where it was before. */
    private static List<Object> order(List<Object> merged, List<Object> wanted, List<Object> server, Shape field) {
        List<Object> wantedKeys = keys(wanted, field);
        List<Object> serverKeys = keys(server, field);
        List<Object> named = new ArrayList<>();
        List<Object> others = new ArrayList<>();
        for (Object one : merged)
            (wantedKeys.contains(key(one, field)) ? named : others).add(one);
        named.sort(Comparator.comparingInt(one -> wantedKeys.indexOf(key(one, field))));
        others.sort(Comparator.comparingInt(one -> serverKeys.indexOf(key(one, field))));
        List<Object> all = new ArrayList<>();
        int n = 0;
        for (Object other : others) {
            int place = serverKeys.indexOf(key(other, field));
            while (n < named.size()) {
                int at = serverKeys.indexOf(key(named.get(n), field));
                if (place >= 0 && place < at) break;
                all.add(named.get(n++));
            }
            all.add(other);
        }
        all.addAll(named.subList(n, named.size()));
        return all;
    }

    private static List<Object> keys(List<Object> list, Shape field) {
        return list.stream().map(one -> key(one, field)).toList();
    }

    private static Object key(Object element, Shape field) {
        return field.mergeKey().<Object>map(name -> String.valueOf(Tree.map(element).get(name))).orElse(element);
    }
}
