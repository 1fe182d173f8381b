package dev.helmstuck.forecast;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The live objects by what they are; see {@link Live}. */
final class LiveState {
    private final Map<ObjectId, Map<String, Map<String, Object>>> objects = new LinkedHashMap<>();
    private final Map<String, String> unread = new HashMap<>();
    private final Scope scope;

    LiveState(Live live, Scope scope) {
        this.scope = scope;
        for (Live.LiveObject object : live.objects()) {
            ObjectId id = scope.id(object.apiVersion(), object.kind(), object.namespace(), object.name());
            objects.computeIfAbsent(id, none -> new LinkedHashMap<>()).put(object.apiVersion(), object.content());
        }
        for (Live.UnreadKind one : live.unread()) {
            unread.put(place(Schema.group(one.apiVersion()), one.kind(), one.namespace()), one.why());
        }
    }

    private static String place(String group, String kind, String namespace) {
        return group + "/" + kind + "/" + namespace;
    }

    /** The object in this version of its API, or in another one if it was read in that. */
    Optional<Map<String, Object>> find(ObjectId id, String apiVersion) {
        Map<String, Map<String, Object>> versions = objects.getOrDefault(id, Map.of());
        return Optional.ofNullable(versions.get(apiVersion)).or(() -> versions.values().stream().findFirst());
    }

    Optional<Map<String, Object>> find(ObjectId id) {
        return find(id, "");
    }

    /** Why nothing is known of it; empty if it was looked at. */
    Optional<String> unread(ObjectId id) {
        return Optional.ofNullable(unread.get(place(id.group(), id.kind(), id.namespace())));
    }

    /** Everything with the release's marks, but what a controller made after one of its objects, and what goes by itself. */
    List<ObjectId> owned() {
        return objects.entrySet().stream().filter(entry -> entry.getValue().values().stream().anyMatch(this::isOwn)).map(Map.Entry::getKey)
                .toList();
    }

    private boolean isOwn(Map<String, Object> object) {
        return scope.owns(object) && !Tree.isBeingDeleted(object)
                && Tree.list(Tree.at(object, "metadata", "ownerReferences").orElse(List.of())).stream()
                        .noneMatch(owner -> Tree.at(owner, "controller").filter(Boolean.TRUE::equals).isPresent());
    }
}
