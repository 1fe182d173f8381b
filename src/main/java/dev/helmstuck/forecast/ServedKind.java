package dev.helmstuck.forecast;

import java.util.Optional;

/**
 * A kind as an API server serves it.
 *
 * @param plural its name in a URL
 * @param namespaced whether its objects lie in a namespace
 */
public record ServedKind(String apiVersion, String kind, String plural, boolean namespaced) {

    /** The kind, if Kubernetes itself brings it in this version. */
    public static Optional<ServedKind> builtIn(String apiVersion, String kind) {
        return Kubernetes.builtIn().schema().kind(apiVersion, kind)
                .map(found -> new ServedKind(found.apiVersion(), found.kind(), found.plural(), found.namespaced()));
    }

    /** Whether it is one of Kubernetes' own. */
    public boolean isBuiltIn() {
        return builtIn(apiVersion, kind).isPresent();
    }

    /** The group of its API, empty for the core. */
    public String group() {
        return Schema.group(apiVersion);
    }
}
