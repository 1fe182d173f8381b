package dev.helmstuck.kubernetes;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import dev.helmstuck.forecast.ServedKind;
import dev.helmstuck.runbook.RunnerPlace;
import dev.helmstuck.runbook.Target;

/**
 * What is asked of which cluster, with the words for it, so that every error can name verb, resource and namespace.
 *
 * @param path from the API server's root
 * @param kind the kind of one object of it
 * @param name empty for a list
 * @param words such as {@code get secrets "x" in namespace "y"}
 * @param needed the permission, in RBAC's words
 * @param rule the line of a Role that gives it; empty if no Role can
 */
record ApiRequest(String cluster, String path, String kind, Optional<String> name, String words, String needed, Optional<String> rule) {

    static ApiRequest list(Target target, Resource resource) {
        return list(target.cluster(), target.namespace(), resource);
    }

    static ApiRequest list(String cluster, String namespace, Resource resource) {
        return of(cluster, namespace, "list", resource, Optional.empty());
    }

    static ApiRequest list(Target target, String namespace, Resource resource) {
        return of(target.cluster(), namespace, "list", resource, Optional.empty());
    }

    static ApiRequest list(RunnerPlace place, Resource resource) {
        return of(place.cluster(), place.namespace(), "list", resource, Optional.empty());
    }

    static ApiRequest secret(Target target, String verb, String name) {
        return named(target, verb, Resource.SECRETS, name);
    }

    static ApiRequest named(Target target, String verb, Resource resource, String name) {
        return of(target.cluster(), target.namespace(), verb, resource, Optional.of(name));
    }

    static ApiRequest namespace(String cluster, String name) {
        return new ApiRequest(cluster, "/api/v1/namespaces/" + encode(name), "Namespace", Optional.of(name),
                "get namespace \"" + name + "\"",
                "the verb \"get\" on \"namespaces\"", Optional.empty());
    }

    static ApiRequest nodes(String cluster) {
        return new ApiRequest(cluster, "/api/v1/nodes", "Node", Optional.empty(), "list nodes",
                "the verb \"list\" on \"nodes\" (by a ClusterRole, for nodes are in no namespace)", Optional.empty());
    }

    /** Of a kind that is none of {@link Resource}'s: read by the forecast, and by nothing else. */
    static ApiRequest list(Target target, ServedKind kind, String namespace) {
        String where = namespace.isEmpty() ? "" : " in namespace \"" + namespace + "\"";
        String path = root(kind.apiVersion()) + (namespace.isEmpty() ? "" : "/namespaces/" + encode(namespace)) + "/"
                + encode(kind.plural());
        return new ApiRequest(target.cluster(), path, kind.kind(), Optional.empty(), "list " + kind.plural() + where,
                "the verb \"list\" on \"" + kind.plural() + "\"" + where,
                Optional.of("- {apiGroups: [\"" + kind.group() + "\"], resources: [\"" + kind.plural() + "\"], verbs: [\"list\"]}"));
    }

    /** All API groups with their versions, but the core's. */
    static ApiRequest groups(Target target) {
        return new ApiRequest(target.cluster(), "/apis", "APIGroupList", Optional.empty(), "list its API groups",
                "the ClusterRole system:discovery", Optional.empty());
    }

    /** The kinds of one version of an API group. */
    static ApiRequest kinds(Target target, String apiVersion) {
        return new ApiRequest(target.cluster(), root(apiVersion), "APIResourceList", Optional.of(apiVersion),
                "list the kinds of " + apiVersion, "the ClusterRole system:discovery", Optional.empty());
    }

    /** What the kinds of one version of an API group look like. */
    static ApiRequest schema(Target target, String apiVersion) {
        return new ApiRequest(target.cluster(), "/openapi/v3" + root(apiVersion), "", Optional.of(apiVersion),
                "get the schema of " + apiVersion, "the ClusterRole system:discovery", Optional.empty());
    }

    private static String root(String apiVersion) {
        return (apiVersion.contains("/") ? "/apis/" : "/api/") + apiVersion;
    }

    static ApiRequest readyz(Target target) {
        return new ApiRequest(target.cluster(), "/readyz", "", Optional.empty(), "get /readyz",
                "the verb \"get\" on the URL /readyz (ClusterRole system:public-info-viewer)", Optional.empty());
    }

    static ApiRequest version(Target target) {
        return new ApiRequest(target.cluster(), "/version", "", Optional.empty(), "get /version",
                "the verb \"get\" on the URL /version (ClusterRole system:public-info-viewer)", Optional.empty());
    }

    /** Whether we may do something. */
    static ApiRequest review(Target target, String what) {
        return new ApiRequest(target.cluster(), "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", "SelfSubjectAccessReview",
                Optional.empty(), "create a review of whether the bot may " + what,
                "the ClusterRole system:basic-user, which every account has by default", Optional.empty());
    }

    private static ApiRequest of(String cluster, String namespace, String verb, Resource resource, Optional<String> name) {
        String collection = resource.path(namespace);
        String path = verb.equals("create") ? collection : name.map(one -> collection + "/" + encode(one)).orElse(collection);
        String where = " in namespace \"" + namespace + "\"";
        return new ApiRequest(cluster, path, resource.kind(), name,
                verb + " " + resource.plural() + name.map(one -> " \"" + one + "\"").orElse("") + where,
                "the verb \"" + verb + "\" on \"" + resource.plural() + "\"" + where, Optional.of(resource.rule(verb)));
    }

    /**
     * What to do when the API server forbids it; its own words name the account. A policy or a webhook forbids with the same code, and
     * no line of a Role would help.
     */
    String remedy(String said) {
        String verb = words.substring(0, words.indexOf(' '));
        return !said.contains(" cannot " + verb + " ")
                ? ""
                : ". Needed: " + needed + " for that account" + rule.map(line -> "; add to its Role: " + line).orElse("");
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
