package dev.helmstuck.kubernetes;

import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import dev.helmstuck.runbook.Footprint;
import dev.helmstuck.runbook.Target;

/**
 * Whose an object is: by what Helm writes on everything it makes (Helm {@code pkg/action/validate.go}), or by being named in the release's
 * manifest. Hooks get no marks.
 */
record HelmOwnership(Target target, Footprint footprint) {
    private static final String NAME = "meta.helm.sh/release-name";
    private static final String NAMESPACE = "meta.helm.sh/release-namespace";
    private static final String HOOK = "helm.sh/hook";

    /** By Helm's marks and a hook's labels only. */
    HelmOwnership(Target target) {
        this(target, Footprint.unknown(target));
    }

    boolean on(JsonNode object) {
        JsonNode annotations = object.path("metadata").path("annotations");
        return target.release().equals(annotations.path(NAME).asText()) && target.namespace().equals(annotations.path(NAMESPACE).asText());
    }

    /**
     * Whether it is this release's. A hook may be ours if its labels name us, or name no release at all: a migration that still runs must
     * block, so the doubt counts against the delete.
     */
    boolean has(String kind, JsonNode object) {
        JsonNode meta = object.path("metadata");
        return has(kind, meta.path("namespace").asText(""), meta.path("name").asText(""), Meta.texts(meta.path("labels")),
                Meta.texts(meta.path("annotations")));
    }

    private boolean has(String kind, String namespace, String name, Map<String, String> labels, Map<String, String> annotations) {
        boolean marked = target.release().equals(annotations.get(NAME)) && target.namespace().equals(annotations.get(NAMESPACE));
        return marked || footprint.names(kind, namespace, name) || (annotations.containsKey(HOOK) && mayBeOurs(labels));
    }

    private boolean mayBeOurs(Map<String, String> labels) {
        Stream<String> named = Stream.of("release", "app.kubernetes.io/instance").map(labels::get);
        var releases = named.filter(one -> one != null && !one.isBlank()).toList();
        return releases.isEmpty() || releases.contains(target.release());
    }

    static boolean isHook(JsonNode object) {
        return object.path("metadata").path("annotations").has(HOOK);
    }

    /** How people read its name: with the namespace where that is not the release's. */
    String shown(String namespace, String name) {
        return namespace.equals(target.namespace()) ? name : namespace + "/" + name;
    }
}
