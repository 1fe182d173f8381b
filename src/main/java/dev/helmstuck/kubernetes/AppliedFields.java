package dev.helmstuck.kubernetes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.helmstuck.release.ManifestObject;
import dev.helmstuck.runbook.FieldConflict;
import dev.helmstuck.runbook.Target;

/**
 * What of a manifest's workloads others have taken over, by {@code managedFields}: each list as a whole once per kind and namespace, as for
 * the check of the workloads. Only names of fields and managers leave this class.
 */
final class AppliedFields {
    private static final Map<String, Resource> WORKLOADS = Map.of("apps/v1 Deployment", Resource.DEPLOYMENTS, "apps/v1 StatefulSet",
            Resource.STATEFUL_SETS, "apps/v1 DaemonSet", Resource.DAEMON_SETS);

    private final Clients clients;

    AppliedFields(Clients clients) {
        this.clients = clients;
    }

    /** The conflicts on which applying these objects server-side, without force, would fail. */
    List<FieldConflict> conflicts(Target target, List<ManifestObject> wanted) {
        List<FieldConflict> conflicts = new ArrayList<>();
        Map<AppliedPlace, List<ManifestObject>> places = wanted.stream().filter(object -> WORKLOADS.containsKey(type(object)))
                .collect(Collectors.groupingBy(object -> new AppliedPlace(type(object), object.namespace().orElse(target.namespace())),
                        TreeMap::new,
                        Collectors.toList()));
        places.forEach((place, objects) -> {
            ApiRequest ask = ApiRequest.list(target.cluster(), place.namespace(), WORKLOADS.get(place.type()));
            List<JsonNode> live = clients.of(target).list(ask);
            String before = place.namespace().equals(target.namespace()) ? "" : place.namespace() + "/";
            for (ManifestObject object : objects) {
                live.stream().filter(it -> it.path("metadata").path("name").asText().equals(object.name())).findFirst()
                        .ifPresent(it -> conflicts.addAll(of(before + object.kind() + "/" + object.name(), object, it)));
            }
        });
        return conflicts;
    }

    private record AppliedPlace(String type, String namespace) implements Comparable<AppliedPlace> {
        @Override
        public int compareTo(AppliedPlace other) {
            int types = type.compareTo(other.type);
            return types == 0 ? namespace.compareTo(other.namespace) : types;
        }
    }

    private static String type(ManifestObject object) {
        return object.apiVersion() + " " + object.kind();
    }

    static List<FieldConflict> of(String name, ManifestObject object, JsonNode live) {
        JsonNode owners = live.path("metadata").path("managedFields");
        String helm = helm(owners);
        JsonNode wanted = ApiResponse.JSON.valueToTree(object.content());
        List<FieldConflict> conflicts = new ArrayList<>();
        for (JsonNode owner : owners) {
            String manager = owner.path("manager").asText();
            if (isHelms(owner) && manager.equals(helm)) continue;
            for (String field : changed(owner.path("fieldsV1"), wanted, live, ""))
                conflicts.add(new FieldConflict(name, ApiResponse.cut(field), ApiResponse.cut(manager)));
        }
        return conflicts;
    }

    private static boolean isHelms(JsonNode owner) {
        return owner.path("operation").asText().equals("Apply") && owner.path("subresource").asText("").isEmpty();
    }

    /** Who applied Helm's own mark; the command line calls itself helm. Helm 3's updates under the same name are another owner. */
    private static String helm(JsonNode owners) {
        for (JsonNode owner : owners) {
            boolean marks = owner.path("fieldsV1").path("f:metadata").path("f:annotations").has("f:meta.helm.sh/release-name");
            if (marks && isHelms(owner)) return owner.path("manager").asText();
        }
        return "helm";
    }

    /** The owned fields that the manifest sets to another value than they have. */
    private static List<String> changed(JsonNode owned, JsonNode wanted, JsonNode live, String path) {
        List<String> changed = new ArrayList<>();
        owned.properties().forEach(entry -> {
            String part = entry.getKey();
            if (part.startsWith("f:")) {
                String field = part.substring(2);
                changed.addAll(field(entry.getValue(), wanted.path(field), live.path(field), path.isEmpty() ? field : path + "." + field));
            } else if (part.startsWith("k:")) {
                JsonNode keys = keys(part.substring(2));
                element(wanted, keys).ifPresent(one -> changed.addAll(changed(entry.getValue(), one,
                        element(live, keys).orElse(ApiResponse.JSON.missingNode()), path + "[" + label(keys) + "]")));
            }
        });
        return changed;
    }

    private static List<String> field(JsonNode owned, JsonNode wanted, JsonNode live, String path) {
        if (wanted.isMissingNode() || wanted.isNull()) return List.of();
        if (!owned.isEmpty()) return changed(owned, wanted, live, path);
        return same(wanted, live) ? List.of() : List.of(path);
    }

    private static JsonNode keys(String json) {
        try {
            return ApiResponse.JSON.readTree(json);
        } catch (JsonProcessingException odd) {
            return ApiResponse.JSON.missingNode();
        }
    }

    /** A manifest may leave out the protocol of a port, which is a key of its list and TCP by default. */
    private static Optional<JsonNode> element(JsonNode list, JsonNode keys) {
        for (JsonNode element : list) {
            boolean match = keys.properties().stream().allMatch(key -> element.has(key.getKey())
                    ? same(element.path(key.getKey()), key.getValue())
                    : key.getKey().equals("protocol") && key.getValue().asText().equals("TCP"));
            if (match && !keys.isEmpty()) return Optional.of(element);
        }
        return Optional.empty();
    }

    private static String label(JsonNode keys) {
        return keys.properties().stream().map(key -> key.getValue().asText()).collect(Collectors.joining("/"));
    }

    /** Numbers are compared by value: 3 in one parser is an int, in the other a long. */
    private static boolean same(JsonNode one, JsonNode other) {
        if (one.isNumber() && other.isNumber()) return one.decimalValue().compareTo(other.decimalValue()) == 0;
        if (one.isArray() && other.isArray() && one.size() == other.size()) {
            for (int i = 0; i < one.size(); i++)
                if (!same(one.path(i), other.path(i))) return false;
            return true;
        }
        if (one.isObject() && other.isObject() && one.size() == other.size()) {
            return one.properties().stream().allMatch(entry -> same(entry.getValue(), other.path(entry.getKey())));
        }
        return Objects.equals(one, other);
    }
}
