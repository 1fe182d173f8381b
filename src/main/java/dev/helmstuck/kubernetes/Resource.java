package dev.helmstuck.kubernetes;

/** The resources that the bot touches, and nothing else: there is no path to any other in this package. */
enum Resource {
    SECRETS("/api/v1", "secrets", "Secret"),
    CONFIG_MAPS("/api/v1", "configmaps", "ConfigMap"),
    PODS("/api/v1", "pods", "Pod"),
    EVENTS("/api/v1", "events", "Event"),
    DEPLOYMENTS("/apis/apps/v1", "deployments",
            "Deployment"),
    STATEFUL_SETS("/apis/apps/v1", "statefulsets", "StatefulSet"),
    DAEMON_SETS("/apis/apps/v1", "daemonsets",
            "DaemonSet"),
    JOBS("/apis/batch/v1", "jobs",
            "Job"),
    AUTOSCALERS("/apis/autoscaling/v2", "horizontalpodautoscalers", "HorizontalPodAutoscaler");

    private final String api;
    private final String plural;
    private final String kind;

    Resource(String api, String plural, String kind) {
        this.api = api;
        this.plural = plural;
        this.kind = kind;
    }

    /** The URL's path from the API server's root, for a namespace. */
    String path(String namespace) {
        return api + "/namespaces/" + ApiRequest.encode(namespace) + "/" + plural;
    }

    /** The line of a Role that allows the verb. */
    String rule(String verb) {
        String group = api.startsWith("/apis/") ? api.substring("/apis/".length(), api.lastIndexOf('/')) : "";
        return "- {apiGroups: [\"" + group + "\"], resources: [\"" + plural + "\"], verbs: [\"" + verb + "\"]}";
    }

    /** The name that RBAC rules and the API's messages use. */
    String plural() {
        return plural;
    }

    String kind() {
        return kind;
    }
}
