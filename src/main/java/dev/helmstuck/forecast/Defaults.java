package dev.helmstuck.forecast;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What the API server fills in by itself, so that it makes no difference whether an object says it. */
final class Defaults {
    private static final String ANY_TYPE = "*";
    private static final Set<String> DEPENDING = Set.of("imagePullPolicy", "targetPort", "apiGroup", "podReplacementPolicy", "policyTypes",
            "listKind", "singular", "metrics", "volumeLifecycleModes");
    private static final String RBAC = "rbac.authorization.k8s.io";

    private final Map<String, Map<String, Set<Object>>> values = new HashMap<>();

    /** Reads the text of {@code defaults.txt}: type, field and JSON value, one a line. */
    Defaults(String text, Schema schema) {
        for (String line : text.lines().toList()) {
            if (line.isBlank() || line.startsWith("#")) continue;
            String[] words = line.strip().split(" ", 3);
            add(words[0], words[1], words[2]);
        }
        schema.types()
                .forEach((type, fields) -> fields.forEach((name, field) -> field.fallback().ifPresent(json -> add(type, name, json))));
    }

    private void add(String type, String field, String json) {
        values.computeIfAbsent(type, none -> new HashMap<>()).computeIfAbsent(field, none -> new HashSet<>()).add(scalar(json));
    }

    private static Object scalar(String json) {
        if (json.startsWith("\"")) return json.substring(1, json.length() - 1);
        return json.equals("true") || json.equals("false") ? (Object) Boolean.valueOf(json) : Long.valueOf(json);
    }

    /** Whether the struct would have this value of the field without saying so. */
    boolean isDefault(String type, Map<String, Object> struct, String field, Object value) {
        return of(type, field).contains(value) || of(ANY_TYPE, field).contains(value)
                || (value.equals("") && !field.equals("storageClassName"))
                || value.equals(depending(type, struct, field));
    }

    private Set<Object> of(String type, String field) {
        return values.getOrDefault(type, Map.of()).getOrDefault(field, Set.of());
    }

    /** The defaults that depend on other fields (Kubernetes {@code pkg/apis/core/v1/defaults.go} and its neighbours). */
    private static Object depending(String type, Map<String, Object> struct, String field) {
        return !DEPENDING.contains(field) ? null : switch (type + " " + field) {
            case "core.v1.Container imagePullPolicy", "core.v1.EphemeralContainer imagePullPolicy" -> pullPolicy(struct.get("image"));
            case "core.v1.ServicePort targetPort" -> struct.get("port");
            case "rbac.v1.Subject apiGroup" -> Objects.equals(struct.get("kind"), "ServiceAccount") ? "" : RBAC;
            case "batch.v1.JobSpec podReplacementPolicy" -> struct.containsKey("podFailurePolicy") ? "Failed" : "TerminatingOrFailed";
            case "networking.v1.NetworkPolicySpec policyTypes" ->
                Tree.isNothing(struct.get("egress")) ? List.of("Ingress") : List.of("Ingress", "Egress");
            case "apiextensions.v1.CustomResourceDefinitionNames listKind" -> struct.get("kind") + "List";
            case "apiextensions.v1.CustomResourceDefinitionNames singular" ->
                String.valueOf(struct.get("kind")).toLowerCase(java.util.Locale.ROOT);
            case "storage.v1.CSIDriverSpec volumeLifecycleModes" -> List.of("Persistent");
            case "autoscaling.v2.HorizontalPodAutoscalerSpec metrics" -> List.of(Map.of("type", "Resource", "resource",
                    Map.of("name", "cpu", "target", Map.of("type", "Utilization", "averageUtilization", 80L))));
            default -> null;
        };
    }

    private static String pullPolicy(Object image) {
        String reference = String.valueOf(image);
        if (reference.contains("@")) return "IfNotPresent";
        String last = reference.substring(reference.lastIndexOf('/') + 1);
        return last.contains(":") && !last.endsWith(":latest") ? "IfNotPresent" : "Always";
    }
}
