package dev.helmstuck.forecast;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import dev.helmstuck.release.Manifest;
import dev.helmstuck.release.ManifestObject;

/** Reads from each live object whether the stuck operation came to it. */
final class Traces {
    private static final String KEEP = "helm.sh/resource-policy";

    private final Facts facts;
    private final LiveState live;
    private final Map<ObjectId, ManifestObject> after;
    private final List<Map<ObjectId, ManifestObject>> before = new ArrayList<>();
    private final Map<ObjectId, ManifestObject> original;
    private final Operation operation;

    /**
     * What got stuck.
     *
     * @param after what it was to bring about
     * @param before what may have been there when it began: one manifest, or several if a failed upgrade may have been applied or not
     * @param original the manifest that Helm took for the current one
     * @param serverSide how it applied
     * @param began when its record was made
     * @param beforeBegan when the record of the revision was made that it was to replace
     */
    record Operation(Manifest after, List<Manifest> before, Manifest original, boolean serverSide, Instant began, Instant beforeBegan) {
        Operation {
            before = List.copyOf(before);
        }
    }

    Traces(Facts facts, Operation operation) {
        this.facts = facts;
        this.live = facts.state();
        this.operation = operation;
        this.after = facts.objects(operation.after());
        operation.before().forEach(one -> this.before.add(facts.objects(one)));
        this.original = facts.objects(operation.original());
    }

    /** Of every object that the operation was to change, in the order in which Helm comes to it; what it removes comes last. */
    Map<ObjectId, Trace> read() {
        Map<ObjectId, Trace> traces = new LinkedHashMap<>();
        after.forEach((id, object) -> {
            if (live.unread(id).isEmpty()) traces.put(id, trace(id, object));
        });
        deletedSince(traces);
        Set<ObjectId> removed = new LinkedHashSet<>();
        before.forEach(objects -> removed.addAll(objects.keySet()));
        removed.removeAll(after.keySet());
        removed.stream().filter(id -> live.unread(id).isEmpty()).forEach(id -> traces.put(id, removal(id)));
        traces.values().removeIf(trace -> trace == Trace.SAYS_NOTHING);
        return traces;
    }

    /** Helm stops at the first object that it cannot make: one that is missing ahead of one that was applied was made, and deleted since. */
    private void deletedSince(Map<ObjectId, Trace> traces) {
        int last = List.copyOf(traces.values()).lastIndexOf(Trace.APPLIED);
        List<ObjectId> ahead = List.copyOf(traces.keySet()).subList(0, Math.max(0, last));
        ahead.stream().filter(id -> live.find(id).isEmpty()).forEach(id -> traces.put(id, Trace.SAYS_NOTHING));
    }

    private Trace removal(ObjectId id) {
        boolean certain = before.stream().allMatch(objects -> objects.containsKey(id));
        Optional<Map<String, Object>> found = live.find(id);
        if (found.isEmpty()) return certain ? Trace.APPLIED_UNDATED : Trace.SAYS_NOTHING;
        if (Tree.isBeingDeleted(found.get())) return deleted(found.get());
        return Tree.text(found.get(), "metadata", "annotations", KEEP).equals("keep") ? Trace.SAYS_NOTHING : Trace.OLD;
    }

    /** Its finalizers may take their time. */
    private Trace deleted(Map<String, Object> found) {
        return FieldOwner.time(Tree.text(found, "metadata", "deletionTimestamp")).filter(at -> !at.isBefore(operation.began())).isPresent()
                ? Trace.APPLIED
                : Trace.SAYS_NOTHING;
    }

    private Trace trace(ObjectId id, ManifestObject object) {
        List<Optional<ManifestObject>> old = before.stream().map(objects -> Optional.ofNullable(objects.get(id))).toList();
        Optional<Map<String, Object>> found = live.find(id, object.apiVersion());
        boolean madeByHelm = found.filter(facts.scope()::owns).isPresent();
        if (found.isEmpty() || (!madeByHelm && old.stream().anyMatch(Optional::isEmpty))) {
            return old.stream().anyMatch(Optional::isEmpty) ? Trace.OLD : Trace.SAYS_NOTHING;
        }
        if (made(found.get(), operation.began())) return Trace.APPLIED;
        return compare(id, object, old, found.get());
    }

    private Trace compare(ObjectId id, ManifestObject object, List<Optional<ManifestObject>> old, Map<String, Object> found) {
        Shape root = facts.schema().root(object.apiVersion(), object.kind());
        Map<String, Object> wanted = leaves(facts.marked(object), root);
        Map<String, Object> is = leaves(found, root);
        List<Map<String, Object>> was = old.stream().map(one -> one.map(it -> leaves(facts.marked(it), root)).orElse(Map.of())).toList();
        Set<String> paths = new LinkedHashSet<>(wanted.keySet());
        was.forEach(one -> paths.addAll(one.keySet()));
        // what a Secret once said as text stays in its data whatever a later manifest says
        paths.removeIf(path -> !wanted.containsKey(path) && old.stream().flatMap(Optional::stream).anyMatch(one -> isText(one, path)));
        paths.removeIf(path -> was.stream().allMatch(one -> Objects.equals(one.get(path), wanted.get(path))) || isScaled(path, found));
        if (!operation.serverSide()) {
            // a client-side merge takes away only what is in the manifest that Helm takes for the current one
            Map<String, Object> current = Optional.ofNullable(original.get(id)).map(it -> leaves(facts.marked(it), root)).orElse(Map.of());
            paths.removeIf(path -> !wanted.containsKey(path) && !current.containsKey(path));
        }
        Leaf leaf = new Leaf(wanted, is, was, !written(found, operation.began())
                && FieldOwner.of(found).stream().noneMatch(FieldOwner::isHand));
        if (paths.stream().anyMatch(leaf::isOld)) return paths.stream().anyMatch(leaf::isSurelyNew) ? Trace.SAYS_NOTHING : Trace.OLD;
        if (paths.stream().noneMatch(leaf::isNew)) return Trace.SAYS_NOTHING;
        return dated(found, paths.stream().filter(leaf::isNew).anyMatch(wanted::containsKey), paths.stream().anyMatch(leaf::isSurelyNew));
    }

    /** @param sets whether becoming so set a field, which leaves a date; taking one away leaves none */
    private Trace dated(Map<String, Object> found, boolean sets, boolean isSurelyNew) {
        if (written(found, operation.began())) return Trace.APPLIED;
        boolean dated = sets && written(found, Instant.EPOCH);
        boolean wasOther = isSurelyNew || (!sets && before.size() > 1 && written(found, operation.beforeBegan()));
        return !dated && wasOther ? Trace.APPLIED_UNDATED : Trace.SO_BEFORE;
    }

    /**
     * One value that the operation changes.
     *
     * @param untouched whether neither Helm since it began, nor ever a person, has written to the object
     */
    private record Leaf(Map<String, Object> wanted, Map<String, Object> is, List<Map<String, Object>> was, boolean untouched) {

        boolean isNew(String path) {
            return Objects.equals(is.get(path), wanted.get(path));
        }

        boolean isSurelyNew(String path) {
            return isNew(path) && was.stream().noneMatch(one -> Objects.equals(one.get(path), is.get(path)));
        }

        boolean isOld(String path) {
            return !isNew(path) && (was.stream().anyMatch(one -> Objects.equals(one.get(path), is.get(path))) || isAnother(path));
        }

        /** What no manifest says: the API server gave it, as a Service's address, or a deploy whose record is gone. */
        private boolean isAnother(String path) {
            return untouched && wanted.containsKey(path) && is.containsKey(path);
        }
    }

    private Map<String, Object> leaves(Map<String, Object> object, Shape root) {
        return Leaves.of(facts.schema(), facts.normal(object, root), root);
    }

    private static boolean isText(ManifestObject object, String path) {
        return object.kind().equals("Secret") && path.startsWith("data.")
                && Tree.map(object.content().get("stringData")).containsKey(path.substring("data.".length()));
    }

    /** Whether an autoscaler or a person has taken the number of replicas over. */
    private static boolean isScaled(String path, Map<String, Object> found) {
        return path.equals("spec.replicas") && FieldOwner.of(found).stream().anyMatch(owner -> owner.subresource().equals("scale"));
    }

    private static boolean made(Map<String, Object> found, Instant since) {
        return FieldOwner.time(Tree.text(found, "metadata", "creationTimestamp")).filter(at -> !at.isBefore(since)).isPresent();
    }

    /** Whether a Helm set a field of it since then. */
    private static boolean written(Map<String, Object> found, Instant since) {
        return FieldOwner.of(found).stream().filter(FieldOwner::isHelm).flatMap(owner -> owner.written().stream())
                .anyMatch(at -> !at.isBefore(since));
    }
}
