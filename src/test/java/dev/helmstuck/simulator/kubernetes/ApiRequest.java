package dev.helmstuck.simulator.kubernetes;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A request as the API server understood it, also as kept in the log. Values of Secrets and variables of pods are cut from the
 * body.
 *
 * @param verb as RBAC calls it: get, list, watch, create, update, patch, delete, deletecollection; lower-case HTTP method elsewhere
 * @param kind empty for paths that name no object: {@code /readyz}, discovery
 * @param namespace empty for all namespaces
 * @param name empty for lists and creates
 * @param query decoded; of a repeated parameter the last
 * @param body {@code MissingNode} without one
 */
public record ApiRequest(String verb, String path, Optional<Kind> kind, String namespace, String name, Map<String, String> query,
        String accept, String agent, JsonNode body) {

    public ApiRequest {
        query = Map.copyOf(query);
    }

    public boolean is(String wantedVerb, Kind wantedKind) {
        return verb.equals(wantedVerb) && kind.equals(Optional.of(wantedKind));
    }

    /** Whether the server is asked to change nothing: by parameter, or by the DeleteOptions. */
    public boolean dryRun() {
        return query.containsKey("dryRun") || !body.path("dryRun").isEmpty();
    }

    /** For {@link Faults}: a verb on a kind, dry run or not. */
    public static Predicate<ApiRequest> of(String verb, Kind kind) {
        return request -> request.is(verb, kind);
    }

    /** For {@link Faults}: what really deletes an object of that kind. */
    public static Predicate<ApiRequest> realDelete(Kind kind) {
        return request -> request.is("delete", kind) && !request.dryRun();
    }

    /** For {@link Faults}: what really makes an object of that kind. */
    public static Predicate<ApiRequest> realCreate(Kind kind) {
        return request -> request.is("create", kind) && !request.dryRun();
    }

    /** For {@link Faults}: a path without objects, as {@code /readyz}. */
    public static Predicate<ApiRequest> path(String path) {
        return request -> request.path().equals(path);
    }

    ApiRequest without(String parameter) {
        var fewer = new HashMap<>(query);
        fewer.remove(parameter);
        return new ApiRequest(verb, path, kind, namespace, name, fewer, accept, agent, body);
    }
}
