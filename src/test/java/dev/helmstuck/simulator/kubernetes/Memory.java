package dev.helmstuck.simulator.kubernetes;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What the cluster remembers: objects in the order of their keys, one revision counter for all of them, and the past that lists are
 * still being read from. Stored objects are never changed in place, so a copy of the map is a copy of the past.
 */
final class Memory {
    private static final int KEPT_SNAPSHOTS = 100;

    private final Map<Long, NavigableMap<String, ObjectNode>> snapshots = new LinkedHashMap<>();
    private NavigableMap<String, ObjectNode> objects = new TreeMap<>();
    private long revision = 1000;

    static String key(Kind kind, String namespace, String name) {
        return prefix(kind, namespace) + name;
    }

    private static String prefix(Kind kind, String namespace) {
        String all = "/" + kind.qualified() + "/";
        return kind.namespaced() && !namespace.isEmpty() ? all + namespace + "/" : all;
    }

    synchronized long revision() {
        return revision;
    }

    synchronized Optional<ObjectNode> get(Kind kind, String namespace, String name) {
        return Optional.ofNullable(objects.get(key(kind, namespace, name)));
    }

    /** Stores the object under the next revision. */
    synchronized ObjectNode store(Kind kind, ObjectNode object) {
        ObjectNode stored = object.deepCopy();
        var metadata = Json.metadata(stored).put("resourceVersion", String.valueOf(++revision));
        objects.put(key(kind, metadata.path("namespace").asText(), metadata.path("name").asText()), stored);
        return stored;
    }

    synchronized Optional<ObjectNode> remove(Kind kind, String namespace, String name) {
        Optional<ObjectNode> removed = Optional.ofNullable(objects.remove(key(kind, namespace, name)));
        if (removed.isPresent())
            revision++;
        return removed;
    }

    /** The objects of a kind after the given key, as they are. */
    synchronized List<Map.Entry<String, ObjectNode>> list(Kind kind, String namespace, String after) {
        return list(objects, kind, namespace, after);
    }

    /** The same as they were at that revision, if that is still known. */
    synchronized Optional<List<Map.Entry<String, ObjectNode>>> listAt(long past, Kind kind, String namespace, String after) {
        return Optional.ofNullable(snapshots.get(past)).map(then -> list(then, kind, namespace, after));
    }

    /** Keeps what is now, for the pages of a list to come. */
    synchronized void keep() {
        snapshots.computeIfAbsent(revision, now -> new TreeMap<>(objects));
        if (snapshots.size() > KEPT_SNAPSHOTS)
            snapshots.remove(snapshots.keySet().iterator().next());
    }

    /** As etcd does every five minutes: lists that are being read cannot go on. */
    synchronized void compact() {
        snapshots.clear();
    }

    private static List<Map.Entry<String, ObjectNode>> list(NavigableMap<String, ObjectNode> from, Kind kind, String namespace,
            String after) {
        String prefix = prefix(kind, namespace);
        return from.tailMap(after.isEmpty() ? prefix : after, after.isEmpty()).entrySet().stream()
                .takeWhile(entry -> entry.getKey().startsWith(prefix)).map(entry -> Map.entry(entry.getKey(), entry.getValue())).toList();
    }
}
