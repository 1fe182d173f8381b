package dev.helmstuck.simulator.kubernetes;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A request that the API server refuses, in the words of kube-apiserver 1.35. */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;
    private final transient ObjectNode status;

    private Refused(int code, String reason, String message, ObjectNode details) {
        super(message);
        this.code = code;
        status = Json.object().put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Failure").put("message", message).put("reason", reason);
        if (details != null)
            status.set("details", details);
        status.put("code", code);
    }

    int code() {
        return code;
    }

    /** The body of the answer. */
    ObjectNode status() {
        return status;
    }

    static Refused badRequest(String message) {
        return new Refused(400, "BadRequest", message, null);
    }

    static Refused unauthorized() {
        return new Refused(401, "Unauthorized", "Unauthorized", null);
    }

    static Refused forbidden(ApiRequest request, String user) {
        if (request.kind().isEmpty()) {
            return new Refused(403, "Forbidden",
                    "forbidden: User \"%s\" cannot %s path \"%s\"".formatted(user, request.verb(), request.path()), Json.object());
        }
        Kind kind = request.kind().orElseThrow();
        ObjectNode details = Json.object();
        if (!request.name().isEmpty())
            details.put("name", request.name());
        if (!kind.group().isEmpty())
            details.put("group", kind.group());
        details.put("kind", kind.plural());
        String object = request.name().isEmpty() ? kind.qualified() : kind.qualified() + " \"" + request.name() + "\"";
        String where = request.namespace().isEmpty() ? " at the cluster scope" : " in the namespace \"" + request.namespace() + "\"";
        return new Refused(403, "Forbidden", "%s is forbidden: User \"%s\" cannot %s resource \"%s\" in API group \"%s\"%s"
                .formatted(object, user, request.verb(), kind.plural(), kind.group(), where), details);
    }

    /** As a ResourceQuota says it that counts Secrets. */
    static Refused quota(Kind kind, String name) {
        return new Refused(403, "Forbidden", "%s \"%s\" is forbidden: exceeded quota: few-secrets, requested: secrets=1, used: secrets=9, "
                .formatted(kind.plural(), name) + "limited: secrets=9", named(kind, name));
    }

    static Refused notFound(Kind kind, String name) {
        return new Refused(404, "NotFound", "%s \"%s\" not found".formatted(kind.qualified(), name), named(kind, name));
    }

    static Refused noSuchResource() {
        return new Refused(404, "NotFound", "the server could not find the requested resource", Json.object());
    }

    static Refused methodNotAllowed() {
        return new Refused(405, "MethodNotAllowed", "the server does not allow this method on the requested resource", Json.object());
    }

    static Refused notAcceptable(String message) {
        return new Refused(406, "NotAcceptable", message, null);
    }

    static Refused alreadyExists(Kind kind, String name) {
        return new Refused(409, "AlreadyExists", "%s \"%s\" already exists".formatted(kind.qualified(), name), named(kind, name));
    }

    static Refused conflict(Kind kind, String name, String why) {
        ObjectNode details = Json.object().put("name", name);
        if (!kind.group().isEmpty())
            details.put("group", kind.group());
        details.put("kind", kind.title());
        String type = kind.group().isEmpty() ? kind.title() : kind.title() + "." + kind.group();
        return new Refused(409, "Conflict", "Operation cannot be fulfilled on %s \"%s\": %s".formatted(type, name, why), details);
    }

    static Refused expired() {
        return new Refused(410, "Expired",
                "The provided continue parameter is too old to display a consistent list result. You can start a "
                        + "new list without the continue parameter.",
                null);
    }

    static Refused tooLarge() {
        return new Refused(413, "RequestEntityTooLarge", "Request entity too large: limit is 3145728", null);
    }

    static Refused unsupportedMediaType() {
        return new Refused(415, "UnsupportedMediaType", "the body of the request was in an unknown format - accepted media types include: "
                + "application/json, application/yaml, application/vnd.kubernetes.protobuf", null);
    }

    /** One thing that is wrong with an object. */
    record Cause(String field, String reason, String message) {}

    static Refused invalid(String group, String kind, String name, List<Cause> causes) {
        String what = causes.stream().map(cause -> cause.field() + ": " + cause.message()).collect(Collectors.joining(", "));
        ObjectNode details = Json.object();
        if (!name.isEmpty())
            details.put("name", name);
        if (!group.isEmpty())
            details.put("group", group);
        details.put("kind", kind);
        var list = details.putArray("causes");
        causes.forEach(
                cause -> list.addObject().put("reason", cause.reason()).put("message", cause.message()).put("field", cause.field()));
        return new Refused(422, "Invalid", "%s \"%s\" is invalid: %s".formatted(group.isEmpty() ? kind : kind + "." + group, name,
                causes.size() == 1 ? what : "[" + what + "]"), details);
    }

    /** By an admission policy. */
    static Refused denied(Kind kind, String name, String why) {
        return new Refused(422, "Invalid", kind.qualified() + " \"" + name + "\" is forbidden: " + why, named(kind, name));
    }

    static Refused tooManyRequests(Map<String, Integer> retryAfter) {
        ObjectNode details = Json.object();
        retryAfter.forEach(details::put);
        return new Refused(429, "TooManyRequests", "the server has received too many requests and has asked us to try again later",
                details);
    }

    static Refused internalError(String cause) {
        ObjectNode details = Json.object();
        details.putArray("causes").addObject().put("message", cause);
        return new Refused(500, "InternalError", "Internal error occurred: " + cause, details);
    }

    static Refused unavailable() {
        return new Refused(503, "ServiceUnavailable", "the server is currently unable to handle the request", null);
    }

    private static ObjectNode named(Kind kind, String name) {
        ObjectNode details = Json.object().put("name", name);
        if (!kind.group().isEmpty())
            details.put("group", kind.group());
        return details.put("kind", kind.plural());
    }
}
