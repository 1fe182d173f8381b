package dev.helmstuck.forecast;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * The strategic merge patch between two values, of the same form as Kubernetes' own (k8s.io/apimachinery {@code strategicpatch}): with its
 * directives, and with its oddities where two elements of a list share a merge key, as a Service's port 53 by TCP and by UDP does.
 */
final class StrategicDiff {
    static final String PATCH = "$patch";
    static final String DELETE = "delete";
    static final String ORDER = "$setElementOrder/";
    static final String RETAIN = "$retainKeys";
    static final String DELETE_SCALARS = "$deleteFromPrimitiveList/";

    private final Schema schema;
    /** Whether only what is gone is of interest, or only what is new or other. */
    private final boolean deletions;

    private StrategicDiff(Schema schema, boolean deletions) {
        this.schema = schema;
        this.deletions = deletions;
    }

    /** What {@code modified} no longer has of {@code original}. */
    static Map<String, Object> deletions(Schema schema, Map<String, Object> original, Map<String, Object> modified, Shape shape)
            throws Unmergeable {
        return new StrategicDiff(schema, true).maps(original, modified, shape, false);
    }

    /** What {@code modified} has that {@code live} has not, or otherwise. */
    static Map<String, Object> additions(Schema schema, Map<String, Object> live, Map<String, Object> modified, Shape shape)
            throws Unmergeable {
        return new StrategicDiff(schema, false).maps(live, modified, shape, false);
    }

    private Map<String, Object> maps(Map<String, Object> original, Map<String, Object> modified, Shape shape, boolean retain)
            throws Unmergeable {
        Map<String, Object> patch = new LinkedHashMap<>();
        for (var field : modified.entrySet()) {
            if (original.containsKey(field.getKey())) {
                both(field.getKey(), original.get(field.getKey()), field.getValue(), shape, patch);
            } else if (!deletions) {
                patch.put(field.getKey(), field.getValue());
            }
        }
        if (deletions) original.keySet().stream().filter(key -> !modified.containsKey(key)).forEach(key -> patch.put(key, null));
        if (retain) retain(original, modified, patch);
        return patch;
    }

    private static void retain(Map<String, Object> original, Map<String, Object> modified, Map<String, Object> patch) {
        boolean dropped = original.entrySet().stream().anyMatch(one -> one.getValue() != null && !modified.containsKey(one.getKey()));
        TreeSet<String> kept = new TreeSet<>();
        modified.forEach((key, value) -> {
            if (value != null) kept.add(key);
        });
        if (!kept.isEmpty() && (!patch.isEmpty() || dropped)) patch.put(RETAIN, List.copyOf(kept));
    }

    private void both(String key, Object original, Object modified, Shape shape, Map<String, Object> patch) throws Unmergeable {
        Shape field = schema.field(shape, key);
        boolean nested = original instanceof Map<?, ?> || original instanceof List<?>;
        if (nested && !schema.canHave(shape, key) && !key.equals("status")) {
            throw new Unmergeable("Kubernetes has no such field as " + key + ", and Helm's merge stops at it as it is no plain value");
        }
        if (original instanceof Map<?, ?> && modified instanceof Map<?, ?>) {
            Map<String, Object> inner = maps(Tree.map(original), Tree.map(modified), field, field.retainKeys());
            if (!inner.isEmpty()) patch.put(key, inner);
        } else if (original instanceof List<?> old && modified instanceof List<?> now && field.merge()) {
            lists(key, Tree.list(old), Tree.list(now), field, patch);
        } else if (!deletions && !Objects.equals(original, modified)) {
            patch.put(key, modified);
        }
    }

    private void lists(String key, List<Object> original, List<Object> modified, Shape field, Map<String, Object> patch)
            throws Unmergeable {
        if (original.isEmpty()) {
            if (!deletions && !modified.isEmpty()) patch.put(key, modified);
        } else if (field.mergeKey().isPresent()) {
            objects(key, original, modified, field, patch);
        } else {
            scalars(key, original, modified, patch);
        }
    }

    private void scalars(String key, List<Object> original, List<Object> modified, Map<String, Object> patch) {
        if (original.equals(modified)) return;
        List<Object> gone = original.stream().filter(one -> !modified.contains(one)).distinct().toList();
        if (deletions && !gone.isEmpty()) patch.put(DELETE_SCALARS + key, gone);
        List<Object> added = modified.stream().filter(one -> !original.contains(one)).toList();
        if (!deletions && !added.isEmpty()) patch.put(key, added);
        if (!deletions || !gone.isEmpty()) patch.put(ORDER + key, modified);
    }

    private void objects(String key, List<Object> original, List<Object> modified, Shape field, Map<String, Object> patch)
            throws Unmergeable {
        String mergeKey = field.mergeKey().orElseThrow();
        List<Map<String, Object>> old = Tree.elements(key, mergeKey, original);
        List<Map<String, Object>> now = Tree.elements(key, mergeKey, modified);
        List<Object> changes = new ArrayList<>(zip(old, now, mergeKey, field));
        if (!changes.isEmpty()) patch.put(key, changes);
        boolean sameOrder = old.stream().map(one -> one.get(mergeKey)).toList().equals(now.stream().map(one -> one.get(mergeKey)).toList());
        if (!changes.isEmpty() || (!deletions && !sameOrder)) {
            patch.put(ORDER + key, now.stream().<Object>map(one -> Map.of(mergeKey, one.get(mergeKey))).toList());
        }
    }

    /** Both sorted by merge key, side by side; the changes in the order of {@code now}, the deletions behind them. */
    private List<Map<String, Object>> zip(List<Map<String, Object>> old, List<Map<String, Object>> now, String mergeKey, Shape field)
            throws Unmergeable {
        List<Map<String, Object>> before = sorted(old, mergeKey);
        List<Map<String, Object>> after = sorted(now, mergeKey);
        List<Map<String, Object>> changes = new ArrayList<>();
        List<Map<String, Object>> gone = new ArrayList<>();
        int o = 0;
        int n = 0;
        while (o < before.size() || n < after.size()) {
            int compared = o == before.size()
                    ? 1
                    : n == after.size() ? -1 : text(before.get(o), mergeKey).compareTo(text(after.get(n), mergeKey));
            if (compared == 0) {
                Map<String, Object> inner = maps(before.get(o++), after.get(n), schema.element(field), field.retainKeys());
                if (!inner.isEmpty()) inner.put(mergeKey, after.get(n).get(mergeKey));
                if (!inner.isEmpty()) changes.add(inner);
                n++;
            } else if (compared > 0) {
                if (!deletions) changes.add(after.get(n));
                n++;
            } else {
                Map<String, Object> delete = new LinkedHashMap<>();
                delete.put(mergeKey, before.get(o++).get(mergeKey));
                delete.put(PATCH, DELETE);
                if (deletions) gone.add(delete);
            }
        }
        List<Object> order = now.stream().map(one -> one.get(mergeKey)).toList();
        changes.sort(Comparator.comparingInt(change -> order.indexOf(change.get(mergeKey))));
        changes.addAll(gone);
        return changes;
    }

    /** As Go's {@code sort.Sort} with a comparison that calls equal ones ordered: it turns them round. */
    private static List<Map<String, Object>> sorted(List<Map<String, Object>> list, String mergeKey) {
        if (list.size() < 2) return list;
        return list.reversed().stream().sorted(Comparator.comparing(one -> text(one, mergeKey))).toList();
    }

    private static String text(Map<String, Object> element, String key) {
        return String.valueOf(element.get(key));
    }
}
