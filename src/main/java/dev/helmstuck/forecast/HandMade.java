package dev.helmstuck.forecast;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds what somebody wrote into an object by hand ({@code managedFields}) that no deployed manifest says. All in {@link NormalForm}. */
final class HandMade {
    private final Schema schema;
    private final List<String> paths = new ArrayList<>();

    private HandMade(Schema schema) {
        this.schema = schema;
    }

    /** @param hands whose fields */
    static List<String> of(Schema schema, Map<String, Object> after, Map<String, Object> deployed, List<FieldOwner> hands, Shape root) {
        HandMade made = new HandMade(schema);
        hands.forEach(hand -> made.values("", after, deployed, hand.fields(), root));
        return made.paths;
    }

    private void values(String path, Object after, Object deployed, Map<String, Object> owned, Shape shape) {
        boolean all = owned.isEmpty() || owned.containsKey(".");
        if (deployed == null && all) {
            paths.add(path);
        } else if (after instanceof Map<?, ?>) {
            Tree.map(after).forEach((key, value) -> Optional.ofNullable(owned.get("f:" + key)).ifPresent(
                    below -> values(path.isEmpty() ? key : path + "." + key, value, Tree.map(deployed).get(key), Tree.map(below),
                            schema.field(shape, key))));
        } else if (after instanceof List<?>) {
            lists(path, Tree.list(after), Tree.list(deployed), owned, shape);
        }
    }

    private void lists(String path, List<Object> after, List<Object> deployed, Map<String, Object> owned, Shape shape) {
        boolean known = shape.set() || !shape.keys().isEmpty();
        ListKeys keys = known ? new ListKeys(shape.set(), shape.keys()) : ListKeys.ofOwned(List.of(owned));
        if (keys == null) return;
        for (Object element : after) {
            String part = keys.part(schema, element, shape);
            if (!owned.containsKey(part)) continue;
            Object there = deployed.stream().filter(one -> keys.part(schema, one, shape).equals(part)).findFirst().orElse(null);
            values(path + "[" + label(element, shape, part) + "]", element, there, Tree.map(owned.get(part)), schema.element(shape));
        }
    }

    private String label(Object element, Shape shape, String part) {
        String name = Tree.text(element, "name");
        return name.isEmpty() ? ElementName.of(schema, element, shape).orElse(part) : name;
    }
}
