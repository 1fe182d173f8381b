package dev.helmstuck.forecast;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The fields that the API server never lets anybody change (Kubernetes {@code pkg/apis/*}{@code /validation}). */
final class Immutable {
    private static final Map<String, List<String>> FIELDS = Map.ofEntries(
            Map.entry("apps/Deployment", List.of("spec.selector")), Map.entry("apps/DaemonSet", List.of("spec.selector")),
            Map.entry("apps/ReplicaSet", List.of("spec.selector")),
            Map.entry("batch/Job", List.of("spec.selector", "spec.template", "spec.completionMode", "spec.podFailurePolicy",
                    "spec.backoffLimitPerIndex", "spec.managedBy", "spec.successPolicy")),
            Map.entry("/Secret", List.of("type")),
            Map.entry("/PersistentVolumeClaim", List.of("spec.accessModes", "spec.selector", "spec.storageClassName", "spec.volumeName",
                    "spec.volumeMode", "spec.dataSource", "spec.dataSourceRef")),
            Map.entry("rbac.authorization.k8s.io/RoleBinding", List.of("roleRef")),
            Map.entry("rbac.authorization.k8s.io/ClusterRoleBinding", List.of("roleRef")),
            Map.entry("storage.k8s.io/StorageClass", List.of("provisioner", "parameters", "reclaimPolicy", "volumeBindingMode")),
            Map.entry("scheduling.k8s.io/PriorityClass", List.of("value", "preemptionPolicy")),
            Map.entry("networking.k8s.io/IngressClass", List.of("spec.controller")),
            Map.entry("node.k8s.io/RuntimeClass", List.of("handler")),
            Map.entry("apiextensions.k8s.io/CustomResourceDefinition", List.of("spec.group", "spec.scope", "spec.names.plural",
                    "spec.names.kind")));
    private static final List<String> STATEFUL_SET_MAY = List.of("spec.replicas", "spec.ordinals", "spec.template", "spec.updateStrategy",
            "spec.revisionHistoryLimit", "spec.persistentVolumeClaimRetentionPolicy", "spec.minReadySeconds");

    private static final List<String> ONCE_BOUND = List.of("spec.resources.requests", "spec.volumeAttributesClassName");

    private Immutable() {}

    /** The first of the differences that the API server refuses. */
    static Optional<String> refused(ObjectId id, Map<String, Object> live, List<Difference> differences) {
        String kind = id.group() + "/" + id.kind();
        if (kind.equals("/Service")) return address(differences);
        return differences.stream().map(Difference::path).filter(path -> switch (kind) {
            case "apps/StatefulSet" -> path.startsWith("spec.") && !isBelow(STATEFUL_SET_MAY, path);
            case "/ConfigMap", "/Secret" -> isBelow(FIELDS.getOrDefault(kind, List.of()), path)
                    || (Boolean.TRUE.equals(live.get("immutable")) && isBelow(List.of("data", "binaryData", "immutable"), path));
            case "/PersistentVolumeClaim" -> isBelow(FIELDS.get(kind), path)
                    || (isBelow(ONCE_BOUND, path) && !Tree.text(live, "status", "phase").equals("Bound"));
            default -> isBelow(FIELDS.getOrDefault(kind, List.of()), path);
        }).findFirst();
    }

    /** A Service keeps its address for good, unless it is to have none. */
    private static Optional<String> address(List<Difference> differences) {
        boolean named = differences.stream().anyMatch(one -> one.path().equals("spec.type")
                && (one.after().filter("ExternalName"::equals).isPresent() || one.before().filter("ExternalName"::equals).isPresent()));
        return differences.stream().filter(one -> !named && one.path().startsWith("spec.clusterIP") && one.before().isPresent())
                .map(Difference::path).findFirst();
    }

    private static boolean isBelow(List<String> fields, String path) {
        return fields.stream().anyMatch(field -> path.equals(field) || path.startsWith(field + ".") || path.startsWith(field + "["));
    }
}
