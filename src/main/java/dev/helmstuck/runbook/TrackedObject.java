package dev.helmstuck.runbook;

import java.util.Set;

/**
 * An object as it was when the next deploy was foretold. None of its content: only who wrote it and when.
 *
 * @param namespace empty if it lies in none
 * @param generation as the API server counts it; 0 if it does not for this kind
 * @param seal equal as long as nobody but its status and its scale is written; empty if it was not there
 * @param claims what was foretold of it; none of a workload that no deploy touches
 */
public record TrackedObject(String apiVersion, String kind, String namespace, String name, long generation, String seal,
        Set<Claim> claims) {

    public TrackedObject {
        claims = Set.copyOf(claims);
    }

    /** {@code Kind/name}, with its namespace before it if that is not the release's. */
    public String words(String releaseNamespace) {
        String own = kind + "/" + name;
        return namespace.isEmpty() || namespace.equals(releaseNamespace) ? own : namespace + "/" + own;
    }

    /** Whether it was there. */
    public boolean wasThere() {
        return !seal.isEmpty();
    }
}
