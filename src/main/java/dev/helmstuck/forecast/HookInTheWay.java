package dev.helmstuck.forecast;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.helmstuck.release.Hook;
import dev.helmstuck.release.Manifest;
import dev.helmstuck.release.ManifestObject;

/**
 * A hook that Helm cannot make, for its object is still there from an earlier run and its policy does not let Helm delete it before. Whoever
 * was to delete it afterwards was the Helm that died (Helm {@code pkg/action/hooks.go}).
 *
 * @param name {@code Kind/name}
 * @param why it fails, in words for a person
 */
record HookInTheWay(Hook hook, String name, String why) {
    private static final String BEFORE = "before-hook-creation";
    private static final String NEVER_DELETED = "CustomResourceDefinition";

    /** The first of these hooks of which that is so. */
    static Optional<HookInTheWay> of(Facts facts, List<Hook> hooks) {
        for (Hook hook : hooks) {
            Optional<Map<String, Object>> there = objects(hook).flatMap(object -> facts.state()
                    .find(facts.scope().id(object), object.apiVersion()));
            if (there.isPresent()) return there.map(object -> new HookInTheWay(hook, hook.kind() + "/" + hook.name(), why(object)));
        }
        return Optional.empty();
    }

    /** The object, if it must not be there yet when Helm comes to make it. */
    static Optional<ManifestObject> objects(Hook hook) {
        boolean deletesFirst = hook.deletePolicies().isEmpty() || hook.deletePolicies().contains(BEFORE);
        if (deletesFirst && !hook.kind().equals(NEVER_DELETED)) return Optional.empty();
        return Manifest.of(hook.manifest()).objects().stream().filter(object -> object.name().equals(hook.name())).findFirst();
    }

    private static String why(Map<String, Object> object) {
        String ttl = Tree.at(object, "spec", "ttlSecondsAfterFinished").map(seconds -> ", unless Kubernetes deletes it before then ("
                + seconds + " s after it has ended)").orElse("");
        return "this hook is still there from an earlier run, and its delete policy lets Helm delete it only afterwards, so Helm cannot make it"
                + " again" + ttl;
    }
}
