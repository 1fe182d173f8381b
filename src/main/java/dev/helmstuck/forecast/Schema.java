package dev.helmstuck.forecast;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What Kubernetes' own kinds look like, as far as merging and comparing need it. Of any other kind nothing is known, as Helm knows
 * nothing: its maps are merged, its lists replaced.
 */
final class Schema {
    static final String QUANTITY = "quantity";
    static final String BYTES = "bytes";
    private static final String SCALAR = "scalar";
    /** Of a custom resource only the metadata is known. */
    private static final String FIELD = " ";
    /** The line with the names of a struct's fields of which nothing is known but that they are. */
    private static final String PLAIN = "scalars";
    private static final Set<String> ENVELOPE = Set.of("apiVersion", "kind", "status");
    private static final Shape CUSTOM = Shape.one("custom");

    private final Map<String, TypedKind> kinds = new HashMap<>();
    private final Map<String, Map<String, Shape>> types = new HashMap<>();
    private final Map<String, Set<String>> scalars = new HashMap<>();
    private final Map<String, Shape> elements = new HashMap<>();
    private final Set<String> atomic = new HashSet<>();
    private final Set<String> objects;
    private final Set<String> groups;

    /**
     * A kind that Kubernetes itself brings.
     *
     * @param plural its name in a URL
     * @param namespaced whether its objects lie in a namespace
     * @param type the struct that it is
     */
    record TypedKind(String apiVersion, String kind, String plural, boolean namespaced, String type) {}

    /** Reads the text of {@code schema.txt}; the format is the one that its generator writes. */
    Schema(String text) {
        Map<String, Shape> fields = new HashMap<>();
        Set<String> plain = new HashSet<>();
        for (String line : text.lines().toList()) {
            String[] words = line.strip().split(" ", -1);
            switch (line.startsWith(" ") ? FIELD : words[0]) {
                case "#", "" -> {
                    /* a remark */ }
                case "kind" -> kinds.put(words[1] + " " + words[2],
                        new TypedKind(words[1], words[2], words[3], words[4].equals("namespaced"), words[5]));
                case "type" -> {
                    fields = new HashMap<>();
                    plain = new HashSet<>();
                    types.put(words[1], fields);
                    scalars.put(words[1], plain);
                    if (words.length > 2) atomic.add(words[1]);
                }
                default -> {
                    if (words[0].equals(PLAIN)) List.of(words).subList(1, words.length).forEach(plain::add);
                    else
                        fields.put(words[0], shape(line.strip().substring(words[0].length() + 1)));
                }
            }
        }
        types.values().forEach(all -> all.values().forEach(field -> elements.put(field.of(), Shape.one(field.of()))));
        types.put(CUSTOM.of(), Map.of("metadata", Shape.one("meta.v1.ObjectMeta")));
        objects = kinds.values().stream().map(TypedKind::type).collect(Collectors.toUnmodifiableSet());
        groups = kinds.values().stream().map(kind -> group(kind.apiVersion())).collect(Collectors.toUnmodifiableSet());
    }

    private static Shape shape(String text) {
        int equals = text.indexOf(" = ");
        Optional<String> fallback = equals < 0 ? Optional.empty() : Optional.of(text.substring(equals + 3));
        List<String> words = new ArrayList<>(List.of((equals < 0 ? text : text.substring(0, equals)).split(" ")));
        Shape.Form form = switch (words.getFirst()) {
            case "map" -> Shape.Form.MAP;
            case "list" -> Shape.Form.LIST;
            default -> Shape.Form.ONE;
        };
        if (form != Shape.Form.ONE) words.removeFirst();
        Optional<String> mergeKey = value(words, "merge=");
        boolean atomic = form == Shape.Form.LIST ? value(words, "keys=").isEmpty() && !words.contains("set") : words.contains("atomic");
        return new Shape(form, words.getFirst(), atomic, mergeKey.isPresent() || words.contains("merge"), mergeKey,
                words.contains("retainKeys"), value(words, "keys=").map(keys -> List.of(keys.split(","))).orElse(List.of()),
                words.contains("set"), fallback);
    }

    private static Optional<String> value(List<String> words, String prefix) {
        return words.stream().filter(word -> word.startsWith(prefix)).map(word -> word.substring(prefix.length())).findFirst();
    }

    /** The kind, if Kubernetes itself brings it in this version. */
    Optional<TypedKind> kind(String apiVersion, String kind) {
        return Optional.ofNullable(kinds.get(apiVersion + " " + kind));
    }

    /**
     * What an object of the kind looks like. A version of Kubernetes' own groups that is gone, or not there yet, is taken to look like the
     * one that is known.
     */
    Shape root(String apiVersion, String kind) {
        return kind(apiVersion, kind).or(() -> sameGroup(apiVersion, kind)).map(found -> Shape.one(found.type())).orElse(CUSTOM);
    }

    private Optional<TypedKind> sameGroup(String apiVersion, String kind) {
        return kinds.values().stream().filter(one -> one.kind().equals(kind) && group(one.apiVersion()).equals(group(apiVersion)))
                .max(Comparator.comparing(TypedKind::apiVersion));
    }

    /** Whether Helm knows the kind's Go type, and so merges it strategically. */
    boolean isBuiltIn(String apiVersion) {
        return groups.contains(group(apiVersion));
    }

    /** What each element of the list, or each value of the map, looks like. */
    Shape element(Shape shape) {
        return elements.getOrDefault(shape.of(), Shape.ANY);
    }

    /** Whether it is a text, a number or a truth value, of which null is the empty one. */
    boolean isText(Shape shape) {
        return shape.form() == Shape.Form.ONE && (shape.of().equals(SCALAR) || shape.of().equals(BYTES));
    }

    /** Whether a value of this shape can have such a field; of what is no struct of Kubernetes' own nobody knows. */
    boolean canHave(Shape shape, String name) {
        return !isKnown(shape) || shape.of().equals(CUSTOM.of()) || types.get(shape.of()).containsKey(name)
                || scalars.getOrDefault(shape.of(), Set.of()).contains(name) || (isObject(shape.of()) && ENVELOPE.contains(name));
    }

    /** What a field of a value of this shape looks like. */
    Shape field(Shape shape, String name) {
        if (shape.isMap()) return element(shape);
        return types.getOrDefault(shape.of(), Map.of()).getOrDefault(name, Shape.ANY);
    }

    /** Whether server-side apply takes the value as a whole. */
    boolean isAtomic(Shape shape) {
        return shape.atomic() || (shape.form() == Shape.Form.ONE && atomic.contains(shape.of()));
    }

    /** The structs, and of each the fields of which something is known. */
    Map<String, Map<String, Shape>> types() {
        return Map.copyOf(types);
    }

    /** Whether the value is a struct of Kubernetes' own. */
    boolean isKnown(Shape shape) {
        return shape.form() == Shape.Form.ONE && types.containsKey(shape.of());
    }

    /** Whether the struct is one that also is an object of its own, as the claim in a StatefulSet's templates. */
    boolean isObject(String type) {
        return objects.contains(type);
    }

    static String group(String apiVersion) {
        int slash = apiVersion.indexOf('/');
        return slash < 0 ? "" : apiVersion.substring(0, slash);
    }
}
