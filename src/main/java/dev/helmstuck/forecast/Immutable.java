package dev.helmstuck.forecast;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The fields that the API server never lets anybody change (Kubernetes {@code pkg/apis/*}{@code /validation}). */
final class Immutable {
    private static final Map<String, List<String>> FIELDS = Map.ofEntries(
            Map.entry("apps/Deployment", List.of("spec.selector")), Map.entry("apps/DaemonSet", List.of("spec.selector")),
            Map.entry("apps/ReplicaSet", List.of("spec.selector")),
            Map.entry("batch/Job", List.of("spec.selector", "spec.template", "spec.completionMode", "spec.podFailurePolicy",
                    "spec.backoffLimitPerIndex", "spec.managedBy", "spec.successPolicy")),
            Map.entry("/Secret", List.of("type")), Map.entry("/ResourceQuota", List.of("spec.scopes")),
            Map.entry("discovery.k8s.io/EndpointSlice", List.of("addressType")),
            Map.entry("/PersistentVolumeClaim", List.of("spec.accessModes", "spec.selector", "spec.storageClassName", "spec.volumeName",
                    "spec.volumeMode", "spec.dataSource", "spec.dataSourceRef", "spec.resources.limits")),
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

    /** All else in a Pod's spec stays as it was made. */
    private static final Pattern POD_MAY = Pattern
            .compile("spec\\.((initC|c)ontainers\\[[^\\]]+]\\.image|activeDeadlineSeconds|tolerations.*)");

    private static final List<String> ONCE_BOUND = List.of("spec.resources.requests", "spec.volumeAttributesClassName");

    private static final String SIZE = "spec.resources.requests.storage";

    private Immutable() {}

    /** The first of the differences that the API server refuses. */
    static Optional<String> refused(ObjectId id, Map<String, Object> live, List<Difference> differences) {
        String kind = id.group() + "/" + id.kind();
        if (kind.equals("/Service")) return address(differences);
        if (kind.equals("/PersistentVolumeClaim") && shrinks(live, differences)) return Optional.of(SIZE);
        return differences.stream().map(Difference::path).filter(path -> switch (kind) {
            case "/Pod" -> path.startsWith("spec.") && !POD_MAY.matcher(path).matches();
            case "batch/Job" -> isBelow(FIELDS.get(kind), path)
                    || (path.equals("spec.completions") && !Tree.text(live, "spec", "completionMode").equals("Indexed"));
            case "apps/StatefulSet" -> path.startsWith("spec.") && !isBelow(STATEFUL_SET_MAY, path);
            case "/ConfigMap", "/Secret" -> isBelow(FIELDS.getOrDefault(kind, List.of()), path)
                    || (Boolean.TRUE.equals(live.get("immutable")) && isBelow(List.of("data", "binaryData", "immutable"), path));
            case "/PersistentVolumeClaim" -> isBelow(FIELDS.get(kind), path)
                    || (isBelow(ONCE_BOUND, path) && !Tree.text(live, "status", "phase").equals("Bound"));
            default -> isBelow(FIELDS.getOrDefault(kind, List.of()), path);
        }).findFirst();
    }

    /** A claim that is bound may ask for less only as long as it has not got what it asks for. */
    private static boolean shrinks(Map<String, Object> live, List<Difference> differences) {
        Optional<BigDecimal> has = Tree.at(live, "status", "capacity", "storage").flatMap(Quantity::number);
        return differences.stream().filter(one -> one.path().equals(SIZE)).anyMatch(one -> {
            Optional<BigDecimal> before = one.before().flatMap(Quantity::number);
            Optional<BigDecimal> after = one.after().flatMap(Quantity::number);
            return before.isPresent() && after.isPresent() && has.isPresent() && after.get().compareTo(before.get()) < 0
                    && after.get().compareTo(has.get()) <= 0;
        });
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
