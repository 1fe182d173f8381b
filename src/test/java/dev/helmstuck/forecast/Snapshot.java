package dev.helmstuck.forecast;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a cluster holds of a release, read with kubectl: nothing of the code that is judged is in here. */
record Snapshot(Map<String, JsonNode> objects, Map<String, Long> generations) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> KINDS = List.of("configmaps", "secrets", "services", "serviceaccounts", "persistentvolumeclaims",
            "limitranges", "resourcequotas", "endpoints", "pods", "deployments.apps", "statefulsets.apps", "daemonsets.apps",
            "replicasets.apps", "cronjobs.batch",
            "jobs.batch", "poddisruptionbudgets.policy", "networkpolicies.networking.k8s.io", "ingresses.networking.k8s.io",
            "roles.rbac.authorization.k8s.io", "rolebindings.rbac.authorization.k8s.io", "horizontalpodautoscalers.autoscaling",
            // of no namespace: they come with each
            "clusterroles.rbac.authorization.k8s.io", "clusterrolebindings.rbac.authorization.k8s.io", "priorityclasses.scheduling.k8s.io",
            "ingressclasses.networking.k8s.io", "validatingadmissionpolicies.admissionregistration.k8s.io",
            "validatingwebhookconfigurations.admissionregistration.k8s.io", "mutatingwebhookconfigurations.admissionregistration.k8s.io");

    /** Controllers count in them. */
    private static final List<String> COUNTERS = List.of("deployment.kubernetes.io/revision", "deprecated.daemonset.template.generation");

    static Snapshot of(ForecastStage stage) {
        Map<String, JsonNode> objects = new TreeMap<>();
        Map<String, Long> generations = new TreeMap<>();
        List<String> kinds = new ArrayList<>(KINDS);
        kinds.addAll(stage.kinds());
        for (String namespace : stage.namespaces()) {
            String all = stage.cluster().kubectl("get", String.join(",", kinds), "-n", namespace, "-o", "json").succeeded().stdout();
            for (JsonNode item : items(all)) {
                if (!isOwn(item.path("metadata"), stage.namespace())) continue;
                String name = name(item, stage.namespace());
                generations.put(name, item.path("metadata").path("generation").asLong());
                objects.put(name, stripped(item));
            }
        }
        return new Snapshot(objects, generations);
    }

    private static boolean isOwn(JsonNode metadata, String namespace) {
        JsonNode annotations = metadata.path("annotations");
        return annotations.path("meta.helm.sh/release-name").asText().equals(ForecastStage.RELEASE)
                && annotations.path("meta.helm.sh/release-namespace").asText().equals(namespace) && !metadata.has("ownerReferences");
    }

    private static String name(JsonNode item, String namespace) {
        String where = item.path("metadata").path("namespace").asText("");
        return (where.isEmpty() || where.equals(namespace) ? "" : where + "/") + item.path("kind").asText() + "/"
                + item.path("metadata").path("name").asText();
    }

    private static List<JsonNode> items(String json) {
        try {
            return StreamSupport.stream(JSON.readTree(json).path("items").spliterator(), false).toList();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode stripped(JsonNode item) {
        ObjectNode copy = item.deepCopy();
        copy.remove(List.of("status", "apiVersion"));
        // a controller gathers them
        if (copy.has("aggregationRule")) copy.remove("rules");
        ObjectNode metadata = (ObjectNode) copy.path("metadata");
        metadata.remove(List.of("resourceVersion", "uid", "generation", "creationTimestamp", "managedFields"));
        if (metadata.path("annotations") instanceof ObjectNode annotations) annotations.remove(COUNTERS);
        return copy;
    }

    /** Whose content is another, or which came or went. */
    static Set<String> changes(Snapshot before, Snapshot after) {
        Set<String> names = new TreeSet<>(before.objects.keySet());
        names.addAll(after.objects.keySet());
        names.removeIf(name -> before.objects.containsKey(name) && before.objects.get(name).equals(after.objects.get(name)));
        return names;
    }

    /** Which workloads' generation grew. */
    static Set<String> rolls(Snapshot before, Snapshot after) {
        Set<String> names = new TreeSet<>(before.generations.keySet());
        names.removeIf(name -> !name.matches("(.*/)?(Deployment|StatefulSet|DaemonSet|ReplicaSet)/.*")
                || after.generations.getOrDefault(name, 0L) <= before.generations.get(name));
        return names;
    }

    /** The single values of an object that were not in it before, by their paths. */
    static Set<String> extras(JsonNode before, JsonNode after) {
        Set<String> paths = new TreeSet<>(leaves(after).keySet());
        paths.removeAll(leaves(before).keySet());
        return paths;
    }

    /** The same, and those that were others: where a default is what was there before. */
    static Set<String> others(JsonNode before, JsonNode after) {
        Map<String, JsonNode> values = leaves(after);
        values.entrySet().removeAll(leaves(before).entrySet());
        return new TreeSet<>(values.keySet());
    }

    private static Map<String, JsonNode> leaves(JsonNode object) {
        Map<String, JsonNode> values = new TreeMap<>();
        leaves("", object, values);
        return values;
    }

    private static void leaves(String path, JsonNode node, Map<String, JsonNode> values) {
        if (node.isObject() && !node.isEmpty()) {
            node.properties()
                    .forEach(field -> leaves(path.isEmpty() ? field.getKey() : path + "." + field.getKey(), field.getValue(), values));
        } else if (node.isArray() && !node.isEmpty() && StreamSupport.stream(node.spliterator(), false).allMatch(one -> one.has("name"))) {
            node.forEach(element -> leaves(path + "[" + element.path("name").asText() + "]", element, values));
        } else {
            values.put(path, node);
        }
    }
}
