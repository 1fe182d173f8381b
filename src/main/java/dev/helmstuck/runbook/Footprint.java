package dev.helmstuck.runbook;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import dev.helmstuck.release.Hook;
import dev.helmstuck.release.Manifest;
import dev.helmstuck.release.ManifestObject;
import dev.helmstuck.release.Payload;
import dev.helmstuck.release.ReleaseRecord;

/**
 * Where a release's workloads lie, by the manifests and hooks of its two newest revisions: while it is stuck, either may be what runs.
 *
 * @param namespaces the release's own first, then every other one in which it has something that runs pods or scales them
 * @param revisions which could be read, the newest first
 * @param named what they name of these kinds
 * @param customKinds kinds of others' making that they name; whether they run pods only their controllers know
 * @param unread which parts of the manifests could not be read; without them {@code namespaces} may lack one
 */
public record Footprint(Set<String> namespaces, List<Integer> revisions, List<NamedObject> named, List<String> customKinds,
        List<String> unread) {
    /** By kind, the API groups in which it means this: another group's Job is another thing. */
    private static final Map<String, Set<String>> RUNS = Map.of("Deployment", Set.of("apps", "extensions"), "StatefulSet", Set.of("apps"),
            "DaemonSet", Set.of("apps", "extensions"), "ReplicaSet", Set.of("apps", "extensions"), "ReplicationController", Set.of(""),
            "Job", Set.of("batch"), "CronJob", Set.of("batch"), "Pod", Set.of(""), "HorizontalPodAutoscaler", Set.of("autoscaling"));
    private static final int LONGEST = 100;

    public Footprint {
        namespaces = Collections.unmodifiableSet(new LinkedHashSet<>(namespaces));
        revisions = List.copyOf(revisions);
        named = List.copyOf(named);
        customKinds = List.copyOf(customKinds);
        unread = List.copyOf(unread);
    }

    /**
     * An object that a manifest or a hook names.
     *
     * @param revisions which of the two
     */
    public record NamedObject(String kind, String namespace, String name, boolean hook, Set<Integer> revisions) {
        public NamedObject {
            revisions = Collections.unmodifiableSet(new TreeSet<>(revisions));
        }

        /** Whether it is one of the three kinds whose rollout can be settled. */
        public boolean rollsOut() {
            return kind.equals("Deployment") || kind.equals("StatefulSet") || kind.equals("DaemonSet");
        }
    }

    /** Of a release whose records could not be read: they are another check's to judge. */
    public static Footprint unknown(Target target) {
        return new Footprint(Set.of(target.namespace()), List.of(), List.of(), List.of(), List.of());
    }

    /** By what the records say; one that does not decode says nothing here. */
    public static Footprint of(Target target, Releases releases) {
        Reading reading = new Reading(target);
        releases.top().ifPresent(reading::payload);
        releases.below().ifPresent(reading::payload);
        Set<String> namespaces = new LinkedHashSet<>(Set.of(target.namespace()));
        reading.named.values().forEach(named -> namespaces.add(named.namespace()));
        return new Footprint(namespaces, reading.revisions, List.copyOf(reading.named.values()), List.copyOf(reading.customKinds),
                reading.unread);
    }

    /** Whether it is one that they name. */
    public boolean names(String kind, String namespace, String name) {
        return named.stream().anyMatch(it -> it.kind().equals(kind) && it.name().equals(name) && it.namespace().equals(namespace));
    }

    /** Whether every revision that could be read names it. */
    public boolean alwaysNamed(NamedObject it) {
        return it.revisions().size() == revisions.size();
    }

    private static final class Reading {
        private final Target target;
        private final List<Integer> revisions = new ArrayList<>();
        private final Map<String, NamedObject> named = new TreeMap<>();
        private final Set<String> customKinds = new TreeSet<>();
        private final List<String> unread = new ArrayList<>();

        Reading(Target target) {
            this.target = target;
        }

        void payload(Payload payload) {
            if (!(payload instanceof Payload.Decoded(ReleaseRecord record))) return;
            revisions.add(record.version());
            manifest(record, Manifest.of(record.manifest()), false);
            for (Hook hook : record.hooks())
                manifest(record, Manifest.of(hook.manifest()), true);
        }

        private void manifest(ReleaseRecord record, Manifest manifest, boolean hook) {
            manifest.problems().forEach(problem -> unread.add("revision " + record.version() + ", " + (hook ? "a hook, " : "")
                    + problem.words()));
            manifest.objects().forEach(object -> object(record, object, hook));
        }

        private void object(ReleaseRecord record, ManifestObject object, boolean hook) {
            String group = object.apiVersion().contains("/") ? object.apiVersion().substring(0, object.apiVersion().indexOf('/')) : "";
            if (RUNS.getOrDefault(object.kind(), Set.of()).contains(group)) {
                String namespace = object.namespace().orElse(target.namespace());
                Set<Integer> revisions = new TreeSet<>(Set.of(record.version()));
                String key = object.kind() + " " + namespace + "/" + object.name();
                Optional.ofNullable(named.get(key)).ifPresent(other -> revisions.addAll(other.revisions()));
                named.put(key, new NamedObject(object.kind(), namespace, object.name(), hook, revisions));
            } else if (group.contains(".") && !group.endsWith(".k8s.io")) {
                customKinds.add(cut(object.kind() + "." + group));
            }
        }

        private static String cut(String text) {
            return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
        }
    }
}
