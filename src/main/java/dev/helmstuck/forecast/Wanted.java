package dev.helmstuck.forecast;

import java.util.Optional;
import java.util.Set;

/**
 * What has to be looked at: one list of a kind in a namespace.
 *
 * @param apiVersion the version that a manifest uses
 * @param namespace empty if the manifest names none: the release's, or no namespace if the kind has none
 * @param names which of its objects matter, besides those with the release's marks
 */
public record Wanted(String apiVersion, String kind, Optional<String> namespace, Set<String> names) {

    public Wanted {
        names = Set.copyOf(names);
    }
}
