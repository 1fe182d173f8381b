package dev.helmstuck.forecast;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What a server-side apply without force makes of an object (sigs.k8s.io/structured-merge-diff {@code merge.Updater}): it sets what the
 * manifest has, takes away what its manager alone applied before and now does not, and is refused where somebody else owns a field that it
 * would change.
 */
final class ServerSideApply {
    private final Schema schema;
    private final List<FieldOwner> others;
    private final List<Conflict> conflicts = new ArrayList<>();

    private ServerSideApply(Schema schema, List<FieldOwner> others) {
        this.schema = schema;
        this.others = List.copyOf(others);
    }

    /** What comes of it: the object, or the conflicts on which it is refused. */
    record Applied(Map<String, Object> object, List<Conflict> conflicts) {
        Applied {
            conflicts = List.copyOf(conflicts);
        }

        @Override
        public String toString() {
            return "Applied[" + conflicts + "]";
        }
    }

    /**
     * Applies the manifest as the manager.
     *
     * @param takesOver whether Helm first makes its client-side fields its own (its first server-side deploy of a client-side release)
     */
    static Applied apply(Schema schema, Map<String, Object> manifest, Map<String, Object> live, Shape root, String manager,
            boolean takesOver) {
        List<FieldOwner> owners = FieldOwner.of(live);
        List<FieldOwner> own = owners.stream().filter(owner -> owner.manager().equals(manager) && owner.subresource().isEmpty())
                .filter(owner -> owner.applies() || takesOver).toList();
        List<FieldOwner> others = owners.stream().filter(owner -> !own.contains(owner)).toList();
        ServerSideApply apply = new ServerSideApply(schema, others);
        List<Owned> nodes = owners.stream().map(owner -> new Owned(owner, owner.fields())).toList();
        Map<String, Object> merged = Tree.map(apply.merge(live, manifest, root, Shape.ANY, nodes, ""));
        for (FieldOwner last : own) {
            List<Owned> keepers = others.stream().map(owner -> new Owned(owner, owner.fields())).toList();
            merged = Tree.map(apply.prune(merged, last.fields(), manifest, true, keepers, root));
        }
        return new Applied(merged, apply.conflicts);
    }

    /** Where an owner's fields go on below the place that is looked at. */
    private record Owned(FieldOwner owner, Map<String, Object> fields) {
        private boolean isMember() {
            return fields.isEmpty() || fields.containsKey(".");
        }
    }

    private static List<Owned> below(List<Owned> nodes, String part) {
        return nodes.stream().filter(node -> node.fields().containsKey(part))
                .map(node -> new Owned(node.owner(), Tree.map(node.fields().get(part)))).toList();
    }

    /** @param within of what it is a field or an element */
    private Object merge(Object live, Object wanted, Shape shape, Shape within, List<Owned> nodes, String path) {
        boolean whole = schema.isAtomic(shape) || isOwnedWhole(live, shape, nodes);
        if (wanted instanceof Map<?, ?> && !whole && !(Tree.isNothing(live) && Tree.isNothing(wanted))) {
            return maps(Tree.map(live), Tree.map(wanted), shape, nodes, path);
        }
        ListKeys keys = wanted instanceof List<?> ? keys(shape, nodes) : null;
        if (keys != null && !(Tree.isNothing(live) && Tree.isNothing(wanted))) {
            return lists(Tree.list(live), Tree.list(wanted), shape, keys, nodes, path);
        }
        // of what is merged, null is an empty one: it sets nothing and takes nothing away that somebody else has
        if (wanted == null && !whole && (live instanceof Map<?, ?> || (live instanceof List<?> && keys(shape, nodes) != null))) {
            return Tree.copy(live);
        }
        Object value = wanted == null && within.isMap() && schema.isText(shape) ? "" : wanted;
        if (!Objects.equals(live, value)) conflict(path, nodes);
        return Tree.copy(value);
    }

    /** Of a custom resource its owners tell what is taken as a whole: nobody owns a part of what is there. */
    private static boolean isOwnedWhole(Object live, Shape shape, List<Owned> nodes) {
        return shape.of().equals(Shape.ANY.of()) && live instanceof Map<?, ?> && !Tree.isNothing(live)
                && !nodes.isEmpty() && nodes.stream().allMatch(node -> node.fields().isEmpty());
    }

    private void conflict(String path, List<Owned> nodes) {
        nodes.stream().filter(node -> node.isMember() && others.contains(node.owner()))
                .forEach(node -> conflicts.add(new Conflict(path, node.owner().manager())));
    }

    private Map<String, Object> maps(Map<String, Object> live, Map<String, Object> wanted, Shape shape, List<Owned> nodes, String path) {
        Map<String, Object> merged = new LinkedHashMap<>(Tree.copy(live));
        wanted.forEach(
                (key, value) -> merged.put(key, merge(live.get(key), value, schema.field(shape, key), shape, below(nodes, "f:" + key),
                        path.isEmpty() ? key : path + "." + key)));
        return merged;
    }

    /** Null if the list is taken as a whole. */
    private static ListKeys keys(Shape shape, List<Owned> nodes) {
        if (shape.set() || !shape.keys().isEmpty()) return new ListKeys(shape.set(), shape.keys());
        return shape.of().equals(Shape.ANY.of()) ? ListKeys.ofOwned(nodes.stream().map(Owned::fields).toList()) : null;
    }

    private List<Object> lists(List<Object> live, List<Object> wanted, Shape shape, ListKeys keys, List<Owned> nodes, String path) {
        List<String> before = parts(live, shape, keys);
        List<String> after = parts(wanted, shape, keys);
        Map<String, Object> merged = new LinkedHashMap<>();
        for (String part : new MergedOrder(before, after).parts()) {
            int old = before.indexOf(part);
            int now = after.indexOf(part);
            Object element = now < 0 ? live.get(old) : wanted.get(now);
            merged.put(part, now < 0
                    ? Tree.copy(element)
                    : merge(old < 0 ? null : live.get(old), element, schema.element(shape), shape,
                            below(nodes, part),
                            path + "[" + label(element, shape, part) + "]"));
        }
        return new ArrayList<>(merged.values());
    }

    private List<String> parts(List<Object> list, Shape shape, ListKeys keys) {
        return list.stream().map(element -> keys.part(schema, element, shape)).toList();
    }

    private String label(Object element, Shape shape, String part) {
        String name = Tree.text(element, "name");
        return name.isEmpty() ? ElementName.of(schema, element, shape).orElse(part) : name;
    }

    /** Takes away what was applied last time, is not wanted now and nobody else owns. */
    private Object prune(Object value, Map<String, Object> last, Object wanted, boolean isWanted, List<Owned> keepers, Shape shape) {
        if (value instanceof Map<?, ?>) return pruneMap(Tree.map(value), last, wanted, isWanted, keepers, shape);
        if (!(value instanceof List<?>)) return value;
        List<Map<String, Object>> nodes = new ArrayList<>(List.of(last));
        keepers.forEach(keeper -> nodes.add(keeper.fields()));
        boolean known = shape.set() || !shape.keys().isEmpty();
        ListKeys keys = known ? new ListKeys(shape.set(), shape.keys()) : ListKeys.ofOwned(nodes);
        return keys == null ? value : pruneList(Tree.list(value), last, Tree.list(wanted), keepers, shape, keys);
    }

    private Map<String, Object> pruneMap(Map<String, Object> map, Map<String, Object> last, Object wanted, boolean isWanted,
            List<Owned> keepers, Shape shape) {
        if (isWanted && schema.isAtomic(shape)) return map;
        Map<String, Object> kept = new LinkedHashMap<>(map);
        for (var part : last.entrySet()) {
            String key = part.getKey().startsWith("f:") ? part.getKey().substring(2) : "";
            if (!kept.containsKey(key)) continue;
            boolean still = Tree.map(wanted).containsKey(key);
            List<Owned> below = below(keepers, part.getKey());
            if (!still && below.isEmpty()) kept.remove(key);
            else
                kept.put(key, prune(kept.get(key), Tree.map(part.getValue()), Tree.map(wanted).get(key), still, below,
                        schema.field(shape, key)));
        }
        return kept;
    }

    private List<Object> pruneList(List<Object> list, Map<String, Object> last, List<Object> wanted, List<Owned> keepers, Shape shape,
            ListKeys keys) {
        List<String> still = parts(wanted, shape, keys);
        List<Object> kept = new ArrayList<>();
        for (Object element : list) {
            String part = keys.part(schema, element, shape);
            List<Owned> below = below(keepers, part);
            boolean applied = last.containsKey(part);
            int at = still.indexOf(part);
            if (applied && at < 0 && below.isEmpty()) continue;
            kept.add(applied
                    ? prune(element, Tree.map(last.get(part)), at < 0 ? null : wanted.get(at), at >= 0, below, schema.element(shape))
                    : element);
        }
        return kept;
    }

    /** The order of a merged list: as the manifest has it, what only the server has where it was. */
    private record MergedOrder(List<String> live, List<String> wanted) {
        private Set<String> parts() {
            Set<String> merged = new LinkedHashSet<>();
            List<String> shared = new ArrayList<>(wanted.stream().filter(live::contains).toList());
            int l = 0;
            int w = 0;
            while (l < live.size() || w < wanted.size()) {
                if (l < live.size() && w < wanted.size()) {
                    if (live.get(l).equals(wanted.get(w))) {
                        shared.remove(live.get(l));
                        merged.add(live.get(l++));
                        w++;
                        continue;
                    }
                    if (wanted.contains(live.get(l)) && !shared.isEmpty() && !shared.getFirst().equals(live.get(l))) {
                        l++;
                        continue;
                    }
                }
                if (l < live.size() && !wanted.contains(live.get(l))) {
                    merged.add(live.get(l++));
                    continue;
                }
                if (l < live.size() && merged.contains(live.get(l))) l++;
                if (w < wanted.size()) {
                    shared.remove(wanted.get(w));
                    merged.add(wanted.get(w++));
                }
            }
            return merged;
        }
    }
}
