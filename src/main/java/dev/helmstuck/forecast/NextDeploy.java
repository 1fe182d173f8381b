package dev.helmstuck.forecast;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.helmstuck.forecast.Effect.What;
import dev.helmstuck.release.Manifest;
import dev.helmstuck.release.ManifestObject;

/**
 * A deploy, played on what the cluster has now, in Helm's order and by Helm's merge: apply every object of the manifest, and only if none
 * was refused remove what the manifest that Helm takes for the current one has besides (Helm {@code pkg/kube/client.go}, update).
 */
final class NextDeploy {
    static final String NOT_OURS = "it exists without this release's marks, so Helm refuses the whole deploy";
    private static final String KEEP = "helm.sh/resource-policy";

    private final Facts facts;
    private final Way way;

    /**
     * How it applies.
     *
     * @param serverSide by server-side apply
     * @param takesOver as the first server-side deploy over a client-side one
     */
    record Way(boolean serverSide, boolean takesOver) {}

    NextDeploy(Facts facts, Way way) {
        this.facts = facts;
        this.way = way;
    }

    /**
     * What becomes of each object, in the order in which Helm comes to it.
     *
     * @param original the manifest that Helm takes for the current one
     */
    List<Effect> run(Manifest original, Manifest manifest) {
        Map<ObjectId, ManifestObject> current = facts.scope().originals(original);
        Map<ObjectId, ManifestObject> wanted = facts.objects(manifest);
        List<Effect> effects = new ArrayList<>(foreign(current, wanted));
        if (!effects.isEmpty()) return effects;
        Map<ObjectId, Effect> applied = new LinkedHashMap<>();
        manifest.objects().forEach(object -> {
            ObjectId id = facts.scope().id(object);
            applied.merge(id, apply(id, Optional.ofNullable(current.get(id)), object),
                    (first, last) -> again(first, last, current, object));
        });
        effects.addAll(applied.values());
        boolean fails = effects.stream().anyMatch(effect -> effect.what() == What.REFUSED);
        current.forEach((id, object) -> {
            if (!wanted.containsKey(id)) effects.add(remove(id, object, fails));
        });
        return effects;
    }

    /**
     * The manifest has it once more. A server-side apply takes away again what only the one before set; a client-side one merges into what
     * that made.
     */
    private Effect again(Effect first, Effect last, Map<ObjectId, ManifestObject> current, ManifestObject object) {
        if (first.what() == What.REFUSED || last.what() == What.REFUSED) return first.what() == What.REFUSED ? first : last;
        if (first.what() == What.CREATED || last.what() == What.UNKNOWN) return last;
        Map<String, Object> live = facts.state().find(last.id(), object.apiVersion()).orElseThrow();
        Effect both = way.serverSide()
                ? last
                : clientSide(last.id(), Optional.ofNullable(current.get(last.id())), object, live, first.after().orElseThrow());
        boolean isOther = both.after().isPresent() && !differences(object, first.after().orElseThrow(), both.after().get()).isEmpty();
        return isOther ? both.after(first.differences()) : both;
    }

    private List<Difference> differences(ManifestObject object, Map<String, Object> before, Map<String, Object> after) {
        Shape root = facts.schema().root(object.apiVersion(), object.kind());
        return Comparison.of(facts.schema(), facts.normal(before, root), facts.normal(after, root), root);
    }

    /** What is there without the release's marks: then Helm does not even begin. */
    private List<Effect> foreign(Map<ObjectId, ManifestObject> current, Map<ObjectId, ManifestObject> wanted) {
        return wanted.entrySet().stream().filter(entry -> !current.containsKey(entry.getKey()))
                .filter(entry -> facts.state().find(entry.getKey(), entry.getValue().apiVersion())
                        .filter(found -> !facts.scope().owns(found)).isPresent())
                .map(entry -> new Effect(entry.getKey(), What.REFUSED, facts.state().find(entry.getKey()), List.of(), List.of(),
                        NOT_OURS))
                .toList();
    }

    private Effect apply(ObjectId id, Optional<ManifestObject> original, ManifestObject object) {
        Optional<String> unread = facts.state().unread(id);
        if (unread.isPresent()) return new Effect(id, What.UNKNOWN, Optional.empty(), List.of(), List.of(), unread.get());
        Map<String, Object> wanted = facts.marked(object);
        Optional<Map<String, Object>> found = facts.state().find(id, object.apiVersion());
        if (found.isEmpty() && facts.live().unserved().contains(object.apiVersion() + " " + object.kind())) {
            return new Effect(id, What.UNKNOWN, Optional.empty(), List.of(), List.of(), "the cluster does not know the kind "
                    + object.kind() + " of " + object.apiVersion() + "; the chart may make it first");
        }
        if (found.isEmpty()) return Effect.of(id, What.CREATED, Optional.of(wanted));
        Shape root = facts.schema().root(object.apiVersion(), object.kind());
        if (way.serverSide()) return serverSide(id, wanted, found.get(), root);
        return clientSide(id, original, object, found.get(), found.get());
    }

    /**
     * @param live before the deploy
     * @param found what it is merged into
     */
    private Effect clientSide(ObjectId id, Optional<ManifestObject> original, ManifestObject object, Map<String, Object> live,
            Map<String, Object> found) {
        Shape root = facts.schema().root(object.apiVersion(), object.kind());
        Map<String, Object> wanted = facts.marked(object);
        try {
            // what is not in the current manifest is taken for unchanged since then: nothing of it is ever removed
            Map<String, Object> old = original.map(ManifestObject::content).orElse(wanted);
            return outcome(id, live, facts.schema().isBuiltIn(object.apiVersion())
                    ? StrategicPatch.merge(facts.schema(), old, wanted, found, root)
                    : JsonMerge.merge(old, wanted, found), root);
        } catch (Unmergeable unmergeable) {
            return new Effect(id, What.REFUSED, Optional.of(live), List.of(), List.of(), unmergeable.getMessage());
        }
    }

    private Effect serverSide(ObjectId id, Map<String, Object> wanted, Map<String, Object> found, Shape root) {
        String manager = FieldOwner.helm(FieldOwner.of(found)).orElse("helm");
        ServerSideApply.Applied applied = ServerSideApply.apply(facts.schema(), wanted, found, root, manager, way.takesOver());
        if (applied.conflicts().isEmpty()) return outcome(id, found, applied.object(), root);
        return new Effect(id, What.REFUSED, Optional.of(found), List.of(), applied.conflicts(), "somebody else owns fields of it");
    }

    private Effect outcome(ObjectId id, Map<String, Object> before, Map<String, Object> merged, Shape root) {
        Map<String, Object> after = Allocated.kept(id, before, merged);
        List<Difference> differences = Comparison.of(facts.schema(), facts.normal(before, root), facts.normal(after, root),
                root);
        Optional<String> immutable = differences.isEmpty()
                ? Optional.empty()
                : Immutable.refused(id, before, differences).or(() -> facts.fixed(before, after));
        if (immutable.isPresent()) {
            return new Effect(id, What.REFUSED, Optional.of(before), List.of(), List.of(), immutable.get() + " can never be changed");
        }
        Optional<String> invalid = differences.isEmpty() ? Optional.empty() : Invalid.refused(facts.schema(), after, root);
        if (invalid.isPresent()) return new Effect(id, What.REFUSED, Optional.of(before), List.of(), List.of(), invalid.get());
        return new Effect(id, differences.isEmpty() ? What.SAME : What.CHANGED, Optional.of(after), differences, List.of(), "");
    }

    private Effect remove(ObjectId id, ManifestObject object, boolean fails) {
        Optional<String> unread = facts.state().unread(id);
        if (unread.isPresent()) return new Effect(id, What.UNKNOWN, Optional.empty(), List.of(), List.of(), unread.get());
        Optional<Map<String, Object>> found = facts.state().find(id, object.apiVersion());
        if (found.isEmpty()) return Effect.of(id, What.SAME, Optional.empty());
        boolean keeps = Tree.text(found.get(), "metadata", "annotations", KEEP).equals("keep");
        return keeps || fails || Tree.isBeingDeleted(found.get())
                ? Effect.of(id, What.STAYS, found)
                : Effect.of(id, What.REMOVED, Optional.empty());
    }
}
