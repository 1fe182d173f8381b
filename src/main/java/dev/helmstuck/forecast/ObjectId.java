package dev.helmstuck.forecast;

/**
 * What Helm takes for one object: the version of its API does not count (Helm {@code pkg/kube/resource.go}, isMatchingInfo).
 *
 * @param namespace empty for an object that lies in none
 */
public record ObjectId(String group, String kind, String namespace, String name) implements Comparable<ObjectId> {

    /** {@code Kind/name}, with its namespace before it if that is not the release's. */
    public String words(String releaseNamespace) {
        String own = kind + "/" + name;
        return namespace.isEmpty() || namespace.equals(releaseNamespace) ? own : namespace + "/" + own;
    }

    @Override
    public int compareTo(ObjectId other) {
        return words("").compareTo(other.words(""));
    }
}
