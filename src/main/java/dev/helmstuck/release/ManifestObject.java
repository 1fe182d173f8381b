package dev.helmstuck.release;

import java.util.Map;
import java.util.Optional;

/**
 * One object of a manifest. What it holds may be a Secret: it is for comparing, never for showing.
 *
 * @param apiVersion such as {@code apps/v1}; empty if it does not say
 * @param namespace the one it names itself; without one it goes to the release's, or to none if its kind has none
 * @param content all of it, unmodifiable: {@code Map<String, Object>}, {@code List<Object>}, {@code String}, {@code Long}, {@code Double},
 *        {@code Boolean}, and null where the YAML says null (which Kubernetes' merges tell from "not there")
 */
public record ManifestObject(String apiVersion, String kind, Optional<String> namespace, String name, Map<String, Object> content) {

    @Override
    public String toString() {
        return "ManifestObject[" + kind + "/" + name + "]";
    }
}
