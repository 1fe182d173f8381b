package dev.helmstuck.forecast;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An object in {@link NormalForm} as its single values by their paths; a list whose elements have no names is one value. */
final class Leaves {
    private final Schema schema;
    private final Map<String, Object> leaves = new LinkedHashMap<>();

    private Leaves(Schema schema) {
        this.schema = schema;
    }

    static Map<String, Object> of(Schema schema, Map<String, Object> object, Shape root) {
        Leaves leaves = new Leaves(schema);
        leaves.map("", object, root);
        return leaves.leaves;
    }

    private void map(String path, Map<String, Object> map, Shape shape) {
        map.forEach((key, value) -> value(path.isEmpty() ? key : path + "." + key, value, schema.field(shape, key)));
    }

    private void value(String path, Object value, Shape shape) {
        if (value instanceof Map<?, ?> && !Tree.isNothing(value)) {
            map(path, Tree.map(value), shape);
        } else if (value instanceof List<?> && isNamed(Tree.list(value), shape)) {
            Tree.list(value).forEach(element -> value(path + "[" + ElementName.of(schema, element, shape).orElseThrow() + "]", element,
                    schema.element(shape)));
        } else {
            leaves.put(path, value);
        }
    }

    private boolean isNamed(List<Object> list, Shape shape) {
        List<Optional<String>> names = list.stream().map(element -> ElementName.of(schema, element, shape)).toList();
        return !names.isEmpty() && names.stream().allMatch(Optional::isPresent) && names.stream().distinct().count() == names.size();
    }
}
