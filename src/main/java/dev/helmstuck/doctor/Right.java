package dev.helmstuck.doctor;

import java.util.List;
import java.util.stream.Stream;

/**
 * A verb on a resource that the bot uses in a namespace, as RBAC names it.
 *
 * @param group the API group, empty for the core one
 * @param role the folder of {@code manifests/target} that grants it
 */
public record Right(ClusterAccount account, String verb, String group, String resource, String namespace, String role) {
    private static final String OWN = "namespace";
    private static final String FURTHER = "workloads";
    private static final String DRILL = "drill";

    /** All that a target needs in the namespace of its records: what {@code manifests/target/namespace} grants. */
    public static List<Right> ofRecords(String namespace) {
        Stream<Right> records = Stream.of(new Right(ClusterAccount.READER, "get", "", "secrets", namespace, OWN),
                new Right(ClusterAccount.READER, "list", "", "secrets", namespace, OWN),
                new Right(ClusterAccount.READER, "list", "", "configmaps", namespace, OWN),
                new Right(ClusterAccount.DELETER, "create", "", "secrets", namespace, OWN),
                new Right(ClusterAccount.DELETER, "delete", "", "secrets", namespace, OWN));
        return Stream.concat(records, workloads(namespace, OWN)).toList();
    }

    /** What a drill needs besides in its namespace: what {@code manifests/target/drill} grants. */
    public static List<Right> ofDrill(String namespace) {
        return Stream.of("create", "delete").map(verb -> new Right(ClusterAccount.DELETER, verb, "", "configmaps", namespace, DRILL))
                .toList();
    }

    /** All that it needs in a further namespace with workloads: what {@code manifests/target/workloads} grants. */
    public static List<Right> ofWorkloads(String namespace) {
        return workloads(namespace, FURTHER).toList();
    }

    private static Stream<Right> workloads(String namespace, String role) {
        return Stream
                .of("apps/deployments", "apps/statefulsets", "apps/daemonsets", "batch/jobs", "autoscaling/horizontalpodautoscalers",
                        "/pods", "/events")
                .map(name -> new Right(ClusterAccount.READER, "list", name.substring(0, name.indexOf('/')),
                        name.substring(name.indexOf('/') + 1), namespace, role));
    }

    /** As the API server's own refusals have it. */
    String words() {
        return verb + " " + resource + (group.isEmpty() ? "" : "." + group);
    }

    /** The line of a Role that grants it. */
    String rule() {
        return "- {apiGroups: [\"" + group + "\"], resources: [\"" + resource + "\"], verbs: [\"" + verb + "\"]}";
    }
}
