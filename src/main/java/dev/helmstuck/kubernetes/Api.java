package dev.helmstuck.kubernetes;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.helmstuck.ports.UnavailableException;
import okhttp3.Request;

/**
 * One API server. Reads are repeated a little when it is busy; a create or a delete is sent once, and never again by itself.
 * Every answer must be what the API itself would write, else {@link UnavailableException}.
 */
final class Api implements AutoCloseable {
    private static final int PAGE = 500;
    private static final int MAX_PAGES = 100;
    private static final String METADATA = "application/json;as=PartialObjectMetadata%s;g=meta.k8s.io;v=v1";

    private final Wire wire;

    Api(Wire wire) {
        this.wire = wire;
    }

    /** The objects that match, as metadata only: what they hold never leaves the API server. */
    List<JsonNode> listMetadata(ApiRequest ask, String labels) {
        return list(ask, "&labelSelector=" + ApiRequest.encode(labels), METADATA.formatted("List"), "PartialObjectMetadataList");
    }

    /** The same, but a server that is busy and a list that expired are left alone: whoever asks comes again by itself. */
    List<JsonNode> listMetadataOnce(ApiRequest ask, String labels) {
        return pages(ask, "&labelSelector=" + ApiRequest.encode(labels), METADATA.formatted("List"), "PartialObjectMetadataList",
                object -> object, false).orElseThrow(
                        () -> ClusterErrors
                                .of("the list in cluster " + ask.cluster() + " expired while it was read, asked to " + ask.words()));
    }

    /** The same for objects that match by their fields: the API server looks at these, we do not. */
    List<JsonNode> listMetadataByFields(ApiRequest ask, String fields) {
        return list(ask, "&fieldSelector=" + ApiRequest.encode(fields), METADATA.formatted("List"), "PartialObjectMetadataList");
    }

    /** All objects of the namespace, whole. */
    List<JsonNode> list(ApiRequest ask) {
        return list(ask, "", "application/json", ask.kind() + "List");
    }

    /** The object of this name in a list of one, whole: who may list needs no {@code get}. */
    List<JsonNode> listNamed(ApiRequest ask, String name) {
        return list(ask, "&fieldSelector=" + ApiRequest.encode("metadata.name=" + name), "application/json", ask.kind() + "List");
    }

    /**
     * What is to be known of the objects that match by their fields; of their wholes no more than a page is held.
     *
     * @param fields empty for all
     */
    <T> List<T> listKnown(ApiRequest ask, String fields, Function<JsonNode, T> known) {
        String query = fields.isEmpty() ? "" : "&fieldSelector=" + ApiRequest.encode(fields);
        return list(ask, query, "application/json", ask.kind() + "List", known);
    }

    /** What the API server says if it forbids this list; empty if it allows it. */
    Optional<UnavailableException> forbids(ApiRequest ask) {
        ApiResponse answer = read(ask, ask.path() + "?limit=1", METADATA.formatted("List"));
        return answer.code() == 403 && answer.failure().isPresent() ? Optional.of(ClusterErrors.answer(ask, answer)) : Optional.empty();
    }

    /** One object as metadata only; empty if the API server itself says that it is not there. */
    Optional<JsonNode> findMetadata(ApiRequest ask) {
        return find(ask, METADATA.formatted(""), "PartialObjectMetadata");
    }

    /** One object, whole. */
    Optional<JsonNode> find(ApiRequest ask) {
        return find(ask, "application/json", ask.kind());
    }

    /** Whether the API server itself says that it is not there; false also if it does not let us look. */
    boolean isGone(ApiRequest ask) {
        return read(ask, ask.path(), METADATA.formatted("")).saysGone(ask);
    }

    /** @param manager who writes, as the object's managedFields will name it */
    ApiResponse create(ApiRequest ask, String body, String manager) {
        String path = ask.path() + "?fieldManager=" + ApiRequest.encode(manager);
        return send(ask, wire.request("POST", path, "application/json", Optional.of(body)), false);
    }

    /** A create of which nothing is stored; of what would be there only the metadata come back, for the API server zips no answer to a create. */
    ApiResponse tryCreate(ApiRequest ask, String body, String manager) {
        String path = ask.path() + "?dryRun=All&fieldManager=" + ApiRequest.encode(manager);
        return send(ask, wire.request("POST", path, METADATA.formatted("") + ", application/json", Optional.of(body)), false);
    }

    ApiResponse delete(ApiRequest ask, String query, String body) {
        return send(ask, wire.request("DELETE", ask.path() + query, "application/json", Optional.of(body)), false);
    }

    /** {@code /readyz}, whatever it says. */
    ApiResponse ready(ApiRequest ask) {
        return send(ask, wire.request("GET", "/readyz", "text/plain, application/json", Optional.empty()), false);
    }

    /** {@code /version}, whatever it says. */
    ApiResponse version(ApiRequest ask) {
        return read(ask, ask.path(), "application/json");
    }

    /** A question in the shape of a create, of which nothing is ever stored. */
    ApiResponse review(ApiRequest ask, String body) {
        return send(ask, wire.request("POST", ask.path(), "application/json", Optional.of(body)), false);
    }

    private Optional<JsonNode> find(ApiRequest ask, String accept, String kind) {
        ApiResponse answer = read(ask, ask.path(), accept);
        if (answer.saysGone(ask)) return Optional.empty();
        return Optional.of(expect(ask, answer, kind));
    }

    private List<JsonNode> list(ApiRequest ask, String query, String accept, String kind) {
        return list(ask, query, accept, kind, object -> object);
    }

    /** The objects that are to be kept, whole; of the others nothing stays in memory but for their page. */
    List<JsonNode> list(ApiRequest ask, String query, Predicate<JsonNode> keep) {
        return list(ask, query, "application/json", ask.kind() + "List", item -> Optional.of(item).filter(keep)).stream()
                .flatMap(Optional::stream).toList();
    }

    private <T> List<T> list(ApiRequest ask, String query, String accept, String kind, Function<JsonNode, T> known) {
        return pages(ask, query, accept, kind, known, true).or(() -> pages(ask, query, accept, kind, known, true))
                .orElseThrow(() -> ClusterErrors
                        .of("the list in cluster " + ask.cluster() + " expired twice while it was read, asked to " + ask.words()));
    }

    /** Empty if the list expired between two pages (410): what was read so far is of no use. */
    private <T> Optional<List<T>> pages(ApiRequest ask, String query, String accept, String kind, Function<JsonNode, T> known,
            boolean again) {
        List<T> items = new ArrayList<>();
        String next = "";
        for (int page = 0; page < MAX_PAGES; page++) {
            String from = next.isEmpty() ? "" : "&continue=" + ApiRequest.encode(next);
            ApiResponse answer = read(ask, ask.path() + "?limit=" + PAGE + query + from, accept, again);
            if (answer.code() == 410 && answer.failure().isPresent() && !next.isEmpty()) return Optional.empty();
            JsonNode list = expect(ask, answer, kind);
            JsonNode found = list.path("items");
            if (!found.isArray() && !found.isNull()) throw ClusterErrors.answer(ask, answer);
            found.forEach(object -> items.add(known.apply(object)));
            String last = next;
            next = list.path("metadata").path("continue").asText("");
            if (!next.isEmpty() && next.equals(last)) throw endless(ask);
            if (next.isEmpty()) return Optional.of(items);
        }
        throw endless(ask);
    }

    private static UnavailableException endless(ApiRequest ask) {
        return ClusterErrors.of("the list in cluster " + ask.cluster() + " does not end, asked to " + ask.words());
    }

    private ApiResponse read(ApiRequest ask, String path, String accept) {
        return read(ask, path, accept, true);
    }

    private ApiResponse read(ApiRequest ask, String path, String accept, boolean again) {
        return send(ask, wire.request("GET", path, accept, Optional.empty()), again);
    }

    private static JsonNode expect(ApiRequest ask, ApiResponse answer, String kind) {
        return Optional.of(answer).filter(good -> good.code() == 200).flatMap(good -> good.ofKind(kind))
                .orElseThrow(() -> ClusterErrors.answer(ask, answer));
    }

    private ApiResponse send(ApiRequest ask, Request request, boolean again) {
        try {
            return again ? wire.patiently(request) : wire.once(request);
        } catch (IOException broken) {
            if (Thread.currentThread().isInterrupted()) throw ClusterErrors.interrupted(ask);
            throw ClusterErrors.silence(ask, broken, wire.whole());
        }
    }

    @Override
    public void close() {
        wire.close();
    }
}
