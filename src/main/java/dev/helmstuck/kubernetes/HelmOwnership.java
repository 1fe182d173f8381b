package dev.helmstuck.kubernetes;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import dev.helmstuck.runbook.Target;
import io.fabric8.kubernetes.api.model.HasMetadata;

/** Whose an object is, by what Helm writes on everything it makes (Helm {@code pkg/action/validate.go}); hooks get no such marks. */
record HelmOwnership(Target target) {
    private static final String NAME = "meta.helm.sh/release-name";
    private static final String NAMESPACE = "meta.helm.sh/release-namespace";
    private static final String HOOK = "helm.sh/hook";

    boolean on(JsonNode object) {
        JsonNode annotations = object.path("metadata").path("annotations");
        return target.release().equals(annotations.path(NAME).asText()) && target.namespace().equals(annotations.path(NAMESPACE).asText());
    }

    boolean on(HasMetadata object) {
        Map<String, String> annotations = annotations(object);
        return target.release().equals(annotations.get(NAME)) && target.namespace().equals(annotations.get(NAMESPACE));
    }

    /**
     * A hook that may be this release's: its labels name it, or name no release at all. A migration that still runs must block,
     * so the doubt counts against the delete.
     */
    boolean onHook(HasMetadata object) {
        Map<String, String> labels = Optional.ofNullable(object.getMetadata().getLabels()).orElse(Map.of());
        Stream<String> named = Stream.of("release", "app.kubernetes.io/instance").map(labels::get);
        var releases = named.filter(one -> one != null && !one.isBlank()).toList();
        return isHook(object) && (releases.isEmpty() || releases.contains(target.release()));
    }

    static boolean isHook(HasMetadata object) {
        return annotations(object).containsKey(HOOK);
    }

    private static Map<String, String> annotations(HasMetadata object) {
        return Optional.ofNullable(object.getMetadata().getAnnotations()).orElse(Map.of());
    }
}
