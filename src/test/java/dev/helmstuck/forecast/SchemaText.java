package dev.helmstuck.forecast;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;

/** Writes what the forecast needs of an API server's own schema ({@code /openapi/v3}) as the text that {@link Schema} reads. */
final class SchemaText {
    private static final String REF = "#/components/schemas/";
    private static final Set<String> ZERO = Set.of("{}", "\"\"", "0", "false", "[]", "null");

    private final Map<String, JsonNode> schemas = new TreeMap<>();
    private final Map<String, String> kinds = new TreeMap<>();
    private final Map<String, List<String>> types = new TreeMap<>();
    private final Set<String> atomic = new TreeSet<>();
    private final Deque<String> pending = new ArrayDeque<>();

    /** @param read the JSON of a path below the API server's root */
    static String of(Function<String, JsonNode> read) {
        SchemaText text = new SchemaText();
        for (var path : read.apply("/openapi/v3").path("paths").properties()) {
            if (path.getKey().matches("api/v1|apis/[^/]+/[^/]+")) text.group(read.apply("/openapi/v3/" + path.getKey()));
        }
        return text.write();
    }

    private void group(JsonNode document) {
        document.path("components").path("schemas").properties().forEach(one -> schemas.putIfAbsent(one.getKey(), one.getValue()));
        for (var path : document.path("paths").properties()) {
            String[] parts = path.getKey().substring(1).split("/", -1);
            int version = parts[0].equals("api") ? 1 : 2;
            boolean namespaced = parts.length == version + 4 && parts[version + 1].equals("namespaces");
            JsonNode post = path.getValue().path("post");
            if ((!namespaced && parts.length != version + 2) || post.isMissingNode()) continue;
            JsonNode kind = post.path("x-kubernetes-group-version-kind");
            String group = kind.path("group").asText();
            String apiVersion = (group.isEmpty() ? "" : group + "/") + kind.path("version").asText();
            String name = kind.path("kind").asText();
            schema(group, kind.path("version").asText(), name).filter(type -> has(type, "metadata")).ifPresent(type -> {
                kinds.put(apiVersion + " " + name,
                        "kind " + apiVersion + " " + name + " " + parts[parts.length - 1] + (namespaced ? " namespaced " : " cluster ")
                                + shorten(type));
                pending.add(type);
            });
        }
    }

    private boolean has(String type, String field) {
        return schemas.get(type).path("properties").has(field);
    }

    private Optional<String> schema(String group, String version, String kind) {
        return schemas.entrySet().stream().filter(one -> StreamSupport
                .stream(one.getValue().path("x-kubernetes-group-version-kind").spliterator(), false)
                .anyMatch(is -> is.path("group").asText().equals(group) && is.path("version").asText().equals(version)
                        && is.path("kind").asText().equals(kind)))
                .map(Map.Entry::getKey).findFirst();
    }

    private String write() {
        Set<String> seen = new TreeSet<>();
        while (!pending.isEmpty()) {
            String type = pending.remove();
            if (!seen.add(type)) continue;
            types.put(shorten(type), fields(type));
            if (schemas.get(type).path("x-kubernetes-map-type").asText().equals("atomic")) atomic.add(shorten(type));
        }
        StringBuilder text = new StringBuilder("# Made by ApiSchemaTest from the API server's own schema; do not edit.\n");
        kinds.values().forEach(line -> text.append(line).append('\n'));
        types.forEach((type, lines) -> {
            text.append("type ").append(type).append(atomic.contains(type) ? " atomic" : "").append('\n');
            lines.forEach(line -> text.append(' ').append(line).append('\n'));
        });
        return text.toString();
    }

    private List<String> fields(String type) {
        JsonNode schema = schemas.get(type);
        boolean object = schema.has("x-kubernetes-group-version-kind");
        Map<String, String> lines = new TreeMap<>();
        Set<String> plain = new TreeSet<>();
        for (var field : schema.path("properties").properties()) {
            if (object && Set.of("status", "apiVersion", "kind").contains(field.getKey())) continue;
            String line = value(field.getValue());
            String fallback = field.getValue().path("default").isMissingNode() ? "" : field.getValue().path("default").toString();
            if (!fallback.isEmpty() && !ZERO.contains(fallback)) line += " = " + fallback;
            if (line.equals("scalar")) plain.add(field.getKey());
            else
                lines.put(field.getKey(), field.getKey() + " " + line);
        }
        if (!plain.isEmpty()) lines.put("", "scalars " + String.join(" ", plain));
        return List.copyOf(lines.values());
    }

    private String value(JsonNode field) {
        String retain = field.path("x-kubernetes-patch-strategy").asText().contains("retainKeys") ? " retainKeys" : "";
        String atomic = field.path("x-kubernetes-map-type").asText().equals("atomic") ? " atomic" : "";
        if (field.path("type").asText().equals("array")) {
            return "list " + element(field.path("items")) + patch(field) + retain + listType(field);
        }
        if (field.has("additionalProperties")) return "map " + element(field.path("additionalProperties")) + atomic;
        return element(field) + retain + atomic;
    }

    private static String patch(JsonNode field) {
        if (!field.path("x-kubernetes-patch-strategy").asText().contains("merge")) return "";
        return " merge" + (field.has("x-kubernetes-patch-merge-key") ? "=" + field.path("x-kubernetes-patch-merge-key").asText() : "");
    }

    private static String listType(JsonNode field) {
        return switch (field.path("x-kubernetes-list-type").asText()) {
            case "map" -> " keys=" + StreamSupport.stream(field.path("x-kubernetes-list-map-keys").spliterator(), false)
                    .map(JsonNode::asText).collect(Collectors.joining(","));
            case "set" -> " set";
            default -> "";
        };
    }

    private String element(JsonNode schema) {
        String ref = schema.path("$ref").asText(schema.path("allOf").path(0).path("$ref").asText(""));
        if (ref.isEmpty()) {
            return switch (schema.path("type").asText("any")) {
                case "object", "any", "array" -> "any";
                default -> schema.path("format").asText().equals("byte") ? "bytes" : "scalar";
            };
        }
        String type = ref.substring(REF.length());
        JsonNode target = Objects.requireNonNull(schemas.get(type), type);
        if (type.endsWith(".Quantity")) return "quantity";
        if (target.has("properties")) {
            pending.add(type);
            return shorten(type);
        }
        return target.path("type").asText().equals("string") || target.path("format").asText().equals("int-or-string") ? "scalar" : "any";
    }

    private static String shorten(String type) {
        return type.replaceFirst("^io\\.k8s\\.(api|[a-z-]+\\.pkg\\.apis)\\.", "");
    }
}
