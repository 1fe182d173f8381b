package dev.helmstuck.forecast;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.helmstuck.release.ApplyMethod;
import dev.helmstuck.release.Hook;
import dev.helmstuck.release.ManifestObject;
import dev.helmstuck.release.ManifestText;
import dev.helmstuck.release.Payload;
import dev.helmstuck.release.ReleaseRecord;
import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.release.Revision;

/** A release "app" in namespace "ns", built revision by revision, and a cluster that has what is put into it. */
final class SomeRelease {
    private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");

    private final List<Revision> revisions = new ArrayList<>();
    private final Map<Integer, Payload> payloads = new HashMap<>();
    private final List<Live.LiveObject> objects = new ArrayList<>();
    private final List<Live.UnreadKind> unread = new ArrayList<>();
    private ApplyMethod method = ApplyMethod.UNSAID;

    /** When a revision's record was made: ten minutes lie between two. */
    static Instant made(int revision) {
        return START.plusSeconds(600L * revision);
    }

    SomeRelease applied(ApplyMethod how) {
        method = how;
        return this;
    }

    SomeRelease revision(int number, ReleaseStatus status, String description, String manifest, Hook... hooks) {
        revisions.add(
                new Revision("sh.helm.release.v1.app.v" + number, number, "uid-" + number, "1", made(number), Optional.of(status.word()),
                        Optional.of(Integer.toString(number)), Optional.of(made(number))));
        ReleaseRecord record = new ReleaseRecord("app", "ns", number, status, description, "chart-1", "", Optional.of(made(number)));
        payloads.put(number, new Payload.Decoded(record.with(new ManifestText.RenderedYaml(manifest)).with(List.of(hooks)).with(method)));
        return this;
    }

    SomeRelease undecodable(int number) {
        revisions.add(new Revision("sh.helm.release.v1.app.v" + number, number, "uid-" + number, "1", made(number), Optional.of("deployed"),
                Optional.of(Integer.toString(number))));
        payloads.put(number, new Payload.Undecodable("it is not base64"));
        return this;
    }

    /** The cluster has these objects with the release's marks, as the Helm that worked on this revision wrote them. */
    SomeRelease live(int writtenBy, String manifest) {
        for (ManifestObject object : Yaml.manifest(manifest).objects()) {
            Map<String, Object> content = scope().marked(object);
            Map<String, Object> metadata = new LinkedHashMap<>(Tree.map(content.get("metadata")));
            metadata.put("creationTimestamp", made(writtenBy == 1 ? 1 : writtenBy).toString());
            metadata.putIfAbsent("managedFields",
                    List.of(Map.of("manager", "helm", "operation", method == ApplyMethod.SERVER_SIDE ? "Apply" : "Update",
                            "time", made(writtenBy).plusSeconds(1).toString(), "fieldsV1",
                            Map.of("f:metadata", Map.of("f:annotations", Map.of("f:meta.helm.sh/release-name", Map.of()))))));
            content.put("metadata", metadata);
            put(object, content);
        }
        return this;
    }

    /** The same, made long before the stuck revision. */
    SomeRelease old(int writtenBy, String manifest) {
        int before = objects.size();
        live(writtenBy, manifest);
        objects.subList(before, objects.size())
                .forEach(object -> Tree.map(object.content().get("metadata")).put("creationTimestamp", made(1).toString()));
        return this;
    }

    /** The cluster has these without any mark. */
    SomeRelease foreign(String manifest) {
        Yaml.manifest(manifest).objects().forEach(object -> put(object, object.content()));
        return this;
    }

    private void put(ManifestObject object, Map<String, Object> content) {
        objects.add(new Live.LiveObject(object.apiVersion(), object.kind(), object.namespace().orElse("ns"), object.name(), content));
    }

    SomeRelease unread(String apiVersion, String kind, String namespace, String why) {
        unread.add(new Live.UnreadKind(apiVersion, kind, namespace, why));
        return this;
    }

    static Scope scope() {
        return new Scope(Yaml.schema(), "app", "ns", Set.of());
    }

    static Hook hook(String name, String event, Optional<Instant> started) {
        return new Hook("Job", name, "hooks.yaml", List.of(event), 0, List.of(),
                started.map(at -> new Hook.LastRun(Optional.of(at), Optional.empty(), Hook.Phase.RUNNING)),
                new ManifestText.RenderedYaml("{apiVersion: batch/v1, kind: Job, metadata: {name: " + name + "}}"));
    }

    /** One that Helm deletes only so. */
    static Hook hook(String name, String event, String deletePolicy) {
        return hook(name, event, deletePolicy, "{apiVersion: batch/v1, kind: Job, metadata: {name: " + name + "}}");
    }

    static Hook hook(String name, String event, String deletePolicy, String job) {
        return new Hook("Job", name, "hooks.yaml", List.of(event), 0, List.of(deletePolicy), Optional.empty(),
                new ManifestText.RenderedYaml(job));
    }

    /** A hook that does not run. */
    static Hook secretHook(String name, String event, String deletePolicy) {
        return new Hook("Secret", name, "hooks.yaml", List.of(event), 0, List.of(deletePolicy), Optional.empty(),
                new ManifestText.RenderedYaml("{apiVersion: v1, kind: Secret, metadata: {name: " + name + "}}"));
    }

    ReleaseHistory history() {
        return new ReleaseHistory(revisions, payloads);
    }

    Live live() {
        return new Live(objects, unread, Set.of());
    }

    Forecast foretell() {
        return new Forecaster(history(), "ns", "app").foretell(live()).orElseThrow();
    }
}
