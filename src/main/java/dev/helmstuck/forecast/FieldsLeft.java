package dev.helmstuck.forecast;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Finds what an object still has from another revision although the deployed manifest does not say it. All in {@link NormalForm}. */
final class FieldsLeft {
    private static final String SERVICE = "core.v1.Service";
    private static final String SERVICE_SPEC = "core.v1.ServiceSpec";

    private final Schema schema;
    private final List<String> paths = new ArrayList<>();

    private FieldsLeft(Schema schema) {
        this.schema = schema;
    }

    /** @param origin as the other revision's manifest has the object */
    static List<String> of(Schema schema, Map<String, Object> after, Map<String, Object> deployed, Map<String, Object> origin, Shape root) {
        FieldsLeft left = new FieldsLeft(schema);
        left.maps("", after, deployed, origin, root);
        if (root.of().equals(SERVICE)) left.paths.addAll(left.consequences(Tree.map(after.get("spec"))));
        return left.paths;
    }

    /** What the API server itself fills in after a field, and what stays with it. */
    private List<String> consequences(Map<String, Object> service) {
        List<String> more = new ArrayList<>();
        boolean typed = paths.contains("spec.type");
        boolean balances = "LoadBalancer".equals(service.get("type"));
        if (paths.contains("spec.sessionAffinity")) more.add("spec.sessionAffinityConfig");
        if (typed || paths.contains("spec.externalIPs")) more.add("spec.externalTrafficPolicy");
        if (balances && paths.contains("spec.externalTrafficPolicy")) more.add("spec.healthCheckNodePort");
        if (typed && balances) more.add("spec.allocateLoadBalancerNodePorts");
        Shape ports = schema.field(Shape.one(SERVICE_SPEC), "ports");
        if (typed) {
            Tree.list(service.get("ports")).forEach(port -> ElementName.of(schema, port, ports)
                    .ifPresent(name -> more.add("spec.ports[" + label(port, name) + "].nodePort")));
        }
        return more.stream().filter(path -> !paths.contains(path)).toList();
    }

    private void maps(String path, Map<String, Object> after, Map<String, Object> deployed, Map<String, Object> origin, Shape shape) {
        origin.forEach((key, value) -> {
            if (after.containsKey(key)) {
                values(path.isEmpty() ? key : path + "." + key, after.get(key), deployed.get(key), value, schema.field(shape, key));
            }
        });
    }

    private void values(String path, Object after, Object deployed, Object origin, Shape shape) {
        if (deployed == null && isAllFrom(after, origin, shape)) {
            paths.add(path);
        } else if (after instanceof Map<?, ?>) {
            maps(path, Tree.map(after), Tree.map(deployed), Tree.map(origin), shape);
        } else if (after instanceof List<?>) {
            lists(path, Tree.list(after), Tree.list(deployed), Tree.list(origin), shape);
        }
    }

    private void lists(String path, List<Object> after, List<Object> deployed, List<Object> origin, Shape shape) {
        for (Object element : origin) {
            Optional<String> name = ElementName.of(schema, element, shape);
            if (name.isEmpty()) return;
            Optional<Object> there = find(after, name.get(), shape);
            Optional<Object> wanted = find(deployed, name.get(), shape);
            there.ifPresent(it -> {
                String place = path + "[" + label(it, name.get()) + "]";
                // with whatever the API server has given it since
                if (wanted.isEmpty() || isNamedAs(element, it, wanted.get())) paths.add(place);
                else
                    values(place, it, wanted.get(), element, schema.element(shape));
            });
        }
    }

    /**
     * Whether it has kept the other revision's name. Two ports of one number have one key for a client-side patch, which then renames the
     * first of them instead of the one that is meant.
     */
    private static boolean isNamedAs(Object origin, Object after, Object deployed) {
        String name = Tree.text(after, "name");
        return !name.isEmpty() && name.equals(Tree.text(origin, "name")) && !name.equals(Tree.text(deployed, "name"));
    }

    private Optional<Object> find(List<Object> list, String name, Shape shape) {
        return list.stream().filter(element -> ElementName.of(schema, element, shape).filter(name::equals).isPresent()).findFirst();
    }

    private static String label(Object element, String name) {
        String own = Tree.text(element, "name");
        return own.isEmpty() ? name : own;
    }

    /** Whether there is nothing in it that the other revision does not name too. */
    private boolean isAllFrom(Object after, Object origin, Shape shape) {
        if (after instanceof Map<?, ?> && origin instanceof Map<?, ?>) {
            Map<String, Object> from = Tree.map(origin);
            return Tree.map(after).entrySet().stream().allMatch(entry -> from.containsKey(entry.getKey())
                    && isAllFrom(entry.getValue(), from.get(entry.getKey()), schema.field(shape, entry.getKey())));
        }
        if (after instanceof List<?> && origin instanceof List<?>) {
            return Tree.list(after).stream().allMatch(element -> ElementName.of(schema, element, shape)
                    .map(name -> find(Tree.list(origin), name, shape).filter(it -> isAllFrom(element, it, schema.element(shape)))
                            .isPresent())
                    .orElseGet(() -> Objects.equals(after, origin)));
        }
        return Objects.equals(after, origin);
    }
}
