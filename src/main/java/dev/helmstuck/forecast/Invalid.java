package dev.helmstuck.forecast;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the API server refuses although each field of it is right: fields that exclude one another (Kubernetes {@code pkg/apis/*}
 * {@code /validation}). A merge that cannot take away what it does not know of makes such objects: a revert of an environment variable from
 * {@code valueFrom} to {@code value} has both.
 */
final class Invalid {
    private static final List<String> HANDLERS = List.of("exec", "httpGet", "tcpSocket", "grpc", "sleep");
    private static final List<String> SOURCES = List.of("fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef");

    private final Schema schema;

    private Invalid(Schema schema) {
        this.schema = schema;
    }

    /** The first place that would be refused, with the reason in words. */
    static Optional<String> refused(Schema schema, Map<String, Object> object, Shape root) {
        return new Invalid(schema).value("", object, root);
    }

    private Optional<String> value(String path, Object value, Shape shape) {
        if (value instanceof List<?>) {
            return first(Tree.list(value).stream().map(element -> value(path + "[" + label(element, shape) + "]", element,
                    schema.element(shape))));
        }
        if (!(value instanceof Map<?, ?>)) return Optional.empty();
        Map<String, Object> map = Tree.map(value);
        Optional<String> here = shape.isMap() ? Optional.empty() : clash(map, shape.of());
        if (here.isPresent()) return here.map(why -> path + " would have " + why + ", which the API server refuses");
        return first(map.entrySet().stream().map(field -> value(path.isEmpty() ? field.getKey() : path + "." + field.getKey(),
                field.getValue(), schema.field(shape, field.getKey()))));
    }

    private String label(Object element, Shape shape) {
        String name = Tree.text(element, "name");
        return name.isEmpty() ? ElementName.of(schema, element, shape).orElse("") : name;
    }

    private static Optional<String> first(Stream<Optional<String>> found) {
        return found.flatMap(Optional::stream).findFirst();
    }

    private static Optional<String> clash(Map<String, Object> struct, String type) {
        return switch (type) {
            case "core.v1.Probe", "core.v1.LifecycleHandler" -> several(struct, HANDLERS).or(() -> none(struct, HANDLERS));
            case "core.v1.EnvVarSource" -> several(struct, SOURCES);
            case "core.v1.EnvVar" -> "".equals(struct.getOrDefault("value", "")) ? Optional.empty() : both(struct, "value", "valueFrom");
            case "core.v1.Volume" -> several(struct, struct.keySet().stream().filter(key -> !key.equals("name")).toList());
            case "core.v1.ServiceSpec" -> ports(Tree.list(struct.get("ports")));
            case "core.v1.ResourceRequirements" -> limits(struct);
            case "policy.v1.PodDisruptionBudgetSpec" -> both(struct, "minAvailable", "maxUnavailable");
            case "apps.v1.DeploymentStrategy" -> unless(struct, "Recreate");
            case "apps.v1.StatefulSetUpdateStrategy" -> unless(struct, "OnDelete");
            default -> Optional.empty();
        };
    }

    private static Optional<String> both(Map<String, Object> struct, String one, String other) {
        return Tree.isNothing(struct.get(one)) || Tree.isNothing(struct.get(other))
                ? Optional.empty()
                : Optional.of("both " + one + " and " + other);
    }

    private static Optional<String> several(Map<String, Object> struct, List<String> exclusive) {
        List<String> there = exclusive.stream().filter(key -> struct.get(key) != null).sorted().toList();
        return there.size() < 2 ? Optional.empty() : Optional.of("both " + String.join(" and ", there));
    }

    /** What a server-side apply of null leaves of a struct: fields that nobody applied. */
    private static Optional<String> none(Map<String, Object> struct, List<String> handlers) {
        return handlers.stream().noneMatch(key -> struct.get(key) != null) ? Optional.of("no handler") : Optional.empty();
    }

    private static Optional<String> unless(Map<String, Object> strategy, String type) {
        return type.equals(strategy.get("type")) && strategy.get("rollingUpdate") != null
                ? Optional.of("rollingUpdate with the type " + type)
                : Optional.empty();
    }

    private static Optional<String> ports(List<Object> ports) {
        Set<Object> seen = new HashSet<>();
        for (Object port : ports) {
            String name = Tree.text(port, "name");
            if (ports.size() > 1 && name.isEmpty()) return Optional.of("several ports, one of them without a name");
            if (!seen.add(name)) return Optional.of("two ports named " + name);
            Map<String, Object> one = Tree.map(port);
            if (!seen.add(List.of(Objects.requireNonNullElse(one.get("port"), ""), one.getOrDefault("protocol", "TCP"))))
                return Optional.of("port " + one.get("port") + " twice");
        }
        return Optional.empty();
    }

    private static Optional<String> limits(Map<String, Object> resources) {
        Map<String, Object> limits = Tree.map(resources.get("limits"));
        return Tree.map(resources.get("requests")).entrySet().stream()
                .filter(request -> limits.containsKey(request.getKey()) && isMore(request.getValue(), limits.get(request.getKey())))
                .map(request -> "a higher request of " + request.getKey() + " than its limit").findFirst();
    }

    private static boolean isMore(Object request, Object limit) {
        Optional<BigDecimal> most = Quantity.number(limit);
        return Quantity.number(request).filter(much -> most.filter(it -> much.compareTo(it) > 0).isPresent())
                .isPresent();
    }
}
