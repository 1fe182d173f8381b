package dev.helmstuck.forecast;

import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.helmstuck.release.Manifest;
import dev.helmstuck.release.ManifestObject;

/**
 * All that a forecast is made from. What is worked out of one object is kept, for it is needed again and again; so this belongs to one
 * forecast, and to one thread.
 */
final class Facts {
    private final ReleaseHistory history;
    private final Manifests manifests;
    private final Live live;
    private final Kubernetes kubernetes = Kubernetes.builtIn();
    private final CustomDefaults customs;
    private final NormalForm normalForm;
    private final Map<String, String> strange;
    private final Scope scope;
    private final LiveState state;
    private final IdentityHashMap<Manifest, Map<ObjectId, ManifestObject>> objects = new IdentityHashMap<>();
    private final IdentityHashMap<ManifestObject, Map<String, Object>> marked = new IdentityHashMap<>();
    private final IdentityHashMap<Map<String, Object>, Map<String, Object>> normal = new IdentityHashMap<>();

    Facts(ReleaseHistory history, Manifests manifests, Live live, String namespace, String release) {
        this.history = history;
        this.manifests = manifests;
        this.live = live;
        this.customs = new CustomDefaults(live.schemas());
        this.scope = new Scope(kubernetes.schema(), release, namespace, live.clusterWide());
        this.state = new LiveState(live, scope);
        this.strange = strange();
        this.normalForm = kubernetes.normal().without(strange.keySet());
    }

    /** What manifests name, no live object has and Kubernetes does not know; what one has, its API server knows. */
    private Map<String, String> strange() {
        Map<String, String> fields = new LinkedHashMap<>();
        manifests.all().forEach(manifest -> objects(manifest).forEach((id, object) -> strange(object.apiVersion(), object.kind(),
                object.content()).forEach((field, path) -> fields.putIfAbsent(field, scope.words(id) + " " + path))));
        if (fields.isEmpty()) return fields;
        live.objects().forEach(object -> fields.keySet()
                .removeAll(strange(object.apiVersion(), object.kind(), object.content()).keySet()));
        return fields;
    }

    /** Of a version that is not built in, the fields may be others. */
    private Map<String, String> strange(String apiVersion, String kind, Map<String, Object> content) {
        return schema().kind(apiVersion, kind).map(known -> StrangeFields.of(schema(), content, schema().root(apiVersion, kind)))
                .orElse(Map.of());
    }

    /** The fields that the API server drops, as an object and a path for each. */
    List<String> dropped() {
        return List.copyOf(strange.values());
    }

    ReleaseHistory history() {
        return history;
    }

    Manifests manifests() {
        return manifests;
    }

    Live live() {
        return live;
    }

    Scope scope() {
        return scope;
    }

    /** The live objects by what they are. */
    LiveState state() {
        return state;
    }

    Schema schema() {
        return kubernetes.schema();
    }

    /** The manifest's objects by what they are, in its order. */
    Map<ObjectId, ManifestObject> objects(Manifest manifest) {
        return objects.computeIfAbsent(manifest, scope::objects);
    }

    /** The first of the manifest's objects whose kind the API server does not know in this version. */
    Optional<ManifestObject> unserved(Manifest manifest) {
        return manifest.objects().stream().filter(one -> live.unserved().contains(one.apiVersion() + " " + one.kind())).findFirst();
    }

    /** The object as Helm applies it. */
    Map<String, Object> marked(ManifestObject object) {
        return marked.computeIfAbsent(object, scope::marked);
    }

    /** Where a custom resource would change against its schema's rules. */
    Optional<String> fixed(Map<String, Object> before, Map<String, Object> after) {
        Map<String, Object> schema = live.schemas().get(Tree.text(before, "apiVersion") + " " + Tree.text(before, "kind"));
        return schema == null ? Optional.empty() : FixedFields.broken(schema, customs.stored(before), customs.stored(after));
    }

    /** The object in {@link NormalForm}. */
    Map<String, Object> normal(Map<String, Object> object, Shape root) {
        return normal.computeIfAbsent(object, it -> normalForm.of(customs.stored(it), root));
    }
}
