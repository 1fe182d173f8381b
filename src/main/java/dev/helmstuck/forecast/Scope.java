package dev.helmstuck.forecast;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.helmstuck.release.Manifest;
import dev.helmstuck.release.ManifestObject;

/**
 * The release, and where its objects lie.
 *
 * @param clusterWide the custom kinds without a namespace, as {@code group/Kind}
 */
record Scope(Schema schema, String release, String namespace, Set<String> clusterWide) {
    static final String NAME_MARK = "meta.helm.sh/release-name";
    static final String NAMESPACE_MARK = "meta.helm.sh/release-namespace";
    private static final String MANAGED_BY = "app.kubernetes.io/managed-by";

    Scope {
        clusterWide = Set.copyOf(clusterWide);
    }

    ObjectId id(ManifestObject object) {
        return id(object.apiVersion(), object.kind(), object.namespace().orElse(namespace), object.name());
    }

    ObjectId id(String apiVersion, String kind, String where, String name) {
        return new ObjectId(Schema.group(apiVersion), kind, isNamespaced(apiVersion, kind) ? where : "", name);
    }

    boolean isNamespaced(String apiVersion, String kind) {
        return schema.kind(apiVersion, kind).map(Schema.TypedKind::namespaced)
                .orElse(!clusterWide.contains(Schema.group(apiVersion) + "/" + kind));
    }

    /** The manifest's objects in its order; of two with the same id, which Helm applies one after the other, the last is what stays. */
    Map<ObjectId, ManifestObject> objects(Manifest manifest) {
        Map<ObjectId, ManifestObject> objects = new LinkedHashMap<>();
        manifest.objects().forEach(object -> objects.put(id(object), object));
        return objects;
    }

    /** The same, but of two with the same id the first, for which Helm takes either as the older version of an object. */
    Map<ObjectId, ManifestObject> originals(Manifest manifest) {
        Map<ObjectId, ManifestObject> objects = new LinkedHashMap<>();
        manifest.objects().forEach(object -> objects.putIfAbsent(id(object), object));
        return objects;
    }

    /** The object with what Helm puts on everything that it applies (Helm {@code pkg/action/validate.go}, setMetadataVisitor). */
    Map<String, Object> marked(ManifestObject object) {
        Map<String, Object> copy = new LinkedHashMap<>(object.content());
        Map<String, Object> metadata = new LinkedHashMap<>(Tree.map(copy.get("metadata")));
        metadata.put("labels", with(metadata.get("labels"), Map.of(MANAGED_BY, "Helm")));
        metadata.put("annotations", with(metadata.get("annotations"), Map.of(NAME_MARK, release, NAMESPACE_MARK, namespace)));
        copy.put("metadata", metadata);
        return copy;
    }

    private static Map<String, Object> with(Object map, Map<String, Object> more) {
        Map<String, Object> both = new LinkedHashMap<>(Tree.map(map));
        both.putAll(more);
        return both;
    }

    /** Whether Helm takes the live object for this release's. */
    boolean owns(Map<String, Object> live) {
        return Tree.text(live, "metadata", "labels", MANAGED_BY).equals("Helm")
                && Tree.text(live, "metadata", "annotations", NAME_MARK).equals(release)
                && Tree.text(live, "metadata", "annotations", NAMESPACE_MARK).equals(namespace);
    }

    String words(ObjectId id) {
        return id.words(namespace);
    }

    List<String> words(Iterable<ObjectId> ids) {
        List<String> words = new ArrayList<>();
        ids.forEach(id -> words.add(words(id)));
        return words.stream().sorted().distinct().toList();
    }
}
