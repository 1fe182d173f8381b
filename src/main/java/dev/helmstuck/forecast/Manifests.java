package dev.helmstuck.forecast;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import dev.helmstuck.release.Hook;
import dev.helmstuck.release.Manifest;
import dev.helmstuck.release.ManifestObject;
import dev.helmstuck.release.ReleaseRecord;
import dev.helmstuck.release.Revision;

/** The manifests of a history, each read once. */
final class Manifests {
    private static final Set<String> HOOKS = Set.of("Job", "Pod");

    private final ReleaseHistory history;
    private final Map<Integer, Manifest> read = new HashMap<>();

    Manifests(ReleaseHistory history) {
        this.history = history;
    }

    /** The revision's manifest; an empty one if there is no such revision, one with a problem if its record cannot be read. */
    Manifest of(Optional<Revision> revision) {
        return revision.map(one -> read.computeIfAbsent(one.number(), number -> manifest(one)))
                .orElse(new Manifest(List.of(), List.of()));
    }

    private Manifest manifest(Revision revision) {
        return history.record(revision).map(record -> Manifest.of(record.manifest()))
                .orElse(new Manifest(List.of(),
                        List.of(new Manifest.Flaw(0, Optional.empty(),
                                "the record of revision " + revision.number() + " cannot be read"))));
    }

    List<Manifest> all() {
        return history.revisions().stream().filter(one -> history.payloads().containsKey(one.number())).map(one -> of(Optional.of(one)))
                .toList();
    }

    /**
     * Everything that has to be looked at: what any manifest names, the Jobs and Pods of the stuck revision's hooks, and what may be in the
     * way of a hook of the next deploy.
     */
    List<Wanted> wanted() {
        Map<KindInNamespace, Set<String>> names = new LinkedHashMap<>();
        Stream<ManifestObject> hooks = hooks(history.stuck()).filter(hook -> HOOKS.contains(hook.kind())).map(Hook::manifest)
                .flatMap(text -> Manifest.of(text).objects().stream());
        Stream<ManifestObject> inTheWay = Stream.of(history.attempted(), history.reverted()).flatMap(this::hooks)
                .flatMap(hook -> HookInTheWay.objects(hook).stream());
        Stream.of(all().stream().flatMap(manifest -> manifest.objects().stream()), hooks, inTheWay).flatMap(it -> it)
                .forEach(object -> names
                        .computeIfAbsent(new KindInNamespace(object.apiVersion(), object.kind(), object.namespace()),
                                none -> new LinkedHashSet<>())
                        .add(object.name()));
        return names.entrySet().stream()
                .map(entry -> new Wanted(entry.getKey().apiVersion(), entry.getKey().kind(), entry.getKey().namespace(), entry.getValue()))
                .toList();
    }

    private Stream<Hook> hooks(Optional<Revision> revision) {
        return revision.flatMap(history::record).map(ReleaseRecord::hooks).orElse(List.of()).stream();
    }

    private record KindInNamespace(String apiVersion, String kind, Optional<String> namespace) {}
}
