package dev.helmstuck.forecast;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the cluster has of the kinds that the manifests name: every object that a manifest names or that carries the release's marks.
 *
 * @param objects as the API server gave them
 * @param unread what could not be looked at; of it nothing is known, not even that it is missing
 * @param clusterWide the custom kinds whose objects lie in no namespace, as {@code group/Kind}
 * @param schemas of the custom kinds, as {@code apiVersion Kind}: what the API server says of them (OpenAPI v3)
 * @param unserved what the API server does not know, as {@code apiVersion Kind}; in another version it may know the kind
 */
public record Live(List<LiveObject> objects, List<UnreadKind> unread, Set<String> clusterWide,
        Map<String, Map<String, Object>> schemas, Set<String> unserved) {

    public Live {
        schemas = Map.copyOf(schemas);
        unserved = Set.copyOf(unserved);
        objects = List.copyOf(objects);
        unread = List.copyOf(unread);
        clusterWide = Set.copyOf(clusterWide);
    }

    public Live(List<LiveObject> objects, List<UnreadKind> unread, Set<String> clusterWide) {
        this(objects, unread, clusterWide, Map.of(), Set.of());
    }

    /**
     * One object. It may be a Secret: it is for comparing, never for showing.
     *
     * @param namespace empty if it lies in none
     * @param content all of it, as {@link dev.helmstuck.release.ManifestObject} has it
     */
    public record LiveObject(String apiVersion, String kind, String namespace, String name, Map<String, Object> content) {
        @Override
        public String toString() {
            return "LiveObject[" + kind + "/" + name + "]";
        }
    }

    /**
     * Objects of a kind that could not be listed.
     *
     * @param namespace where; empty for a kind whose objects lie in none
     * @param why in words for a person, with the permission that is missing
     */
    public record UnreadKind(String apiVersion, String kind, String namespace, String why) {}
}
