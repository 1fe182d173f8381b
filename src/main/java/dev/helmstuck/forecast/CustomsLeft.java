package dev.helmstuck.forecast;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

import dev.helmstuck.release.Manifest;
import dev.helmstuck.release.ManifestObject;

/**
 * What custom resources keep of another revision. Helm looks at no live object to change one client-side: it sends what differs between two
 * manifests, so a revert to the manifest that it takes for the current one sends nothing, and every value stays.
 *
 * @param fieldsLeft the fields that stay and that the deployed manifest does not have, of all objects
 */
record CustomsLeft(Facts facts, Map<String, List<String>> fieldsLeft) {

    /** Per object, the paths; empty after a deploy that sets them all. */
    Map<String, List<String>> of(Manifest deployed, List<Effect> effects) {
        Map<String, List<String>> kept = new TreeMap<>();
        Map<ObjectId, ManifestObject> objects = facts.objects(deployed);
        effects.stream().filter(effect -> objects.containsKey(effect.id()) && effect.after().isPresent()).forEach(effect -> {
            ManifestObject object = objects.get(effect.id());
            if (facts.schema().isBuiltIn(object.apiVersion())) return;
            String name = facts.scope().words(effect.id());
            Set<String> paths = new LinkedHashSet<>(fieldsLeft.getOrDefault(name, List.of()));
            paths.addAll(otherValues(effect.id(), effect.after().get(), object));
            if (!paths.isEmpty()) kept.put(name, paths.stream().sorted().toList());
        });
        return kept;
    }

    /** Where the object is otherwise than the deployed manifest says, and as another one does. */
    private List<String> otherValues(ObjectId id, Map<String, Object> after, ManifestObject object) {
        Shape root = facts.schema().root(object.apiVersion(), object.kind());
        Map<String, Object> is = leaves(after, root);
        Map<String, Object> wanted = leaves(object.content(), root);
        List<Map<String, Object>> others = facts.manifests().all().stream().map(facts::objects).map(all -> all.get(id))
                .filter(Objects::nonNull).map(other -> leaves(other.content(), root)).toList();
        return wanted.keySet().stream().filter(path -> is.containsKey(path) && !is.get(path).equals(wanted.get(path)))
                .filter(path -> others.stream().anyMatch(other -> is.get(path).equals(other.get(path)))).toList();
    }

    private Map<String, Object> leaves(Map<String, Object> object, Shape root) {
        return Leaves.of(facts.schema(), facts.normal(object, root), root);
    }
}
