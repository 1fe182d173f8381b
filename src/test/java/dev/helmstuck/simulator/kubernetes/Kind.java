package dev.helmstuck.simulator.kubernetes;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The kinds of objects that the simulated cluster knows. */
public enum Kind {
    // @formatter:off
    SECRET("", "v1", "secrets", "Secret"),
    CONFIG_MAP("", "v1", "configmaps", "ConfigMap"),
    EVENT("", "v1", "events", "Event"),
    POD("", "v1", "pods", "Pod"),
    NAMESPACE("", "v1", "namespaces", "Namespace"),
    NODE("", "v1", "nodes", "Node"),
    DEPLOYMENT("apps", "v1", "deployments", "Deployment"),
    STATEFUL_SET("apps", "v1", "statefulsets", "StatefulSet"),
    DAEMON_SET("apps", "v1", "daemonsets", "DaemonSet"),
    REPLICA_SET("apps", "v1", "replicasets", "ReplicaSet"),
    JOB("batch", "v1", "jobs", "Job"),
    HORIZONTAL_POD_AUTOSCALER("autoscaling", "v2", "horizontalpodautoscalers", "HorizontalPodAutoscaler");
    // @formatter:on

    private final String group;
    private final String version;
    private final String plural;
    private final String title;

    Kind(String group, String version, String plural, String title) {
        this.group = group;
        this.version = version;
        this.plural = plural;
        this.title = title;
    }

    /** The API group, empty for the core one. */
    public String group() {
        return group;
    }

    /** As in paths and messages: {@code secrets}. */
    public String plural() {
        return plural;
    }

    /** As in the field kind: {@code Secret}. */
    public String title() {
        return title;
    }

    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    public boolean namespaced() {
        return this != NAMESPACE && this != NODE;
    }

    String singular() {
        return title.toLowerCase(Locale.ROOT);
    }

    /** As in the messages that name an object: {@code secrets}, {@code deployments.apps}. */
    String qualified() {
        return group.isEmpty() ? plural : plural + "." + group;
    }

    static List<Kind> of(String apiVersion) {
        return Arrays.stream(values()).filter(kind -> kind.apiVersion().equals(apiVersion)).toList();
    }

    static Optional<Kind> of(String apiVersion, String plural) {
        return of(apiVersion).stream().filter(kind -> kind.plural.equals(plural)).findFirst();
    }

    static Optional<Kind> titled(String apiVersion, String title) {
        return of(apiVersion).stream().filter(kind -> kind.title.equals(title)).findFirst();
    }
}
