package dev.helmstuck.forecast;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
    private static final String STILL_THERE = "this hook is still there from an earlier run";
    private static final String NEVER_DELETED = "CustomResourceDefinition";
    /** What a hook sets going when it is made; all else does its work by being there. */
    private static final Set<String> RUN = Set.of("Job", "Pod");

    /** The first of these hooks of which that is so. */
    static Optional<HookInTheWay> of(Facts facts, List<Hook> hooks, boolean serverSide) {
        return hooks.stream().flatMap(hook -> there(facts, hook).flatMap(object -> why(facts, hook, object, serverSide))
                .map(why -> new HookInTheWay(hook, hook.kind() + "/" + hook.name(), why)).stream()).findFirst();
    }

    /** Whether Helm 4 takes what is there for the hook that it is to make, and does not run it again. */
    static boolean isTakenAsItIs(Facts facts, Hook hook, boolean serverSide) {
        return serverSide && RUN.contains(hook.kind()) && there(facts, hook).isPresent();
    }

    private static Optional<Map<String, Object>> there(Facts facts, Hook hook) {
        return objects(hook).flatMap(object -> facts.state().find(facts.scope().id(object), object.apiVersion()));
    }

    /** A server-side apply of what is there succeeds, unless it changes what can never change. */
    private static Optional<String> why(Facts facts, Hook hook, Map<String, Object> live, boolean serverSide) {
        if (!serverSide) return Optional.of(why(live));
        ManifestObject object = objects(hook).orElseThrow();
        Shape root = facts.schema().root(object.apiVersion(), object.kind());
        var applied = ServerSideApply.apply(facts.schema(), object.content(), live, root, "helm", false);
        if (!applied.conflicts().isEmpty()) return Optional.of(STILL_THERE + ", and somebody else owns fields of it");
        return Immutable.refused(facts.scope().id(object), live, Comparison.of(facts.schema(), facts.normal(live, root),
                facts.normal(applied.object(), root), root)).map(path -> STILL_THERE + ", and its " + path + " can never be changed");
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
        return STILL_THERE + ", and its delete policy lets Helm delete it only afterwards, so Helm cannot make it"
                + " again" + ttl;
    }
}
