package dev.helmstuck.kubernetes;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.helmstuck.ports.UnavailableException;

/**
 * A part of an object of the API whose fields have the API's types, or cannot be read. What is absent is what Go leaves out of the JSON: 0,
 * false, an empty text or list.
 *
 * @param path of the part within the object, empty for all of it
 */
record StrictNode(ApiRequest ask, String path, JsonNode node) {

    static StrictNode of(ApiRequest ask, JsonNode object) {
        return new StrictNode(ask, "", object);
    }

    /** A part that is an object itself; one that is absent has nothing. */
    StrictNode at(String field) {
        JsonNode part = typed(field, JsonNode::isObject).orElseGet(MissingNode::getInstance);
        return new StrictNode(ask, path + "." + field, part);
    }

    boolean has(String field) {
        return node.hasNonNull(field);
    }

    Optional<Integer> number(String field) {
        return typed(field, value -> value.isIntegralNumber() && value.canConvertToInt()).map(JsonNode::intValue);
    }

    int count(String field) {
        return number(field).orElse(0);
    }

    long generation(String field) {
        return typed(field, value -> value.isIntegralNumber() && value.canConvertToLong()).map(JsonNode::longValue).orElse(0L);
    }

    boolean flag(String field) {
        return typed(field, JsonNode::isBoolean).map(JsonNode::booleanValue).orElse(false);
    }

    String text(String field) {
        return typed(field, JsonNode::isTextual).map(JsonNode::textValue).orElse("");
    }

    Stream<StrictNode> list(String field) {
        List<JsonNode> parts = typed(field, JsonNode::isArray).map(all -> StreamSupport.stream(all.spliterator(), false).toList())
                .orElse(List.of());
        String where = path + "." + field + "[]";
        return parts.stream().map(part -> {
            if (!part.isObject()) throw odd(where);
            return new StrictNode(ask, where, part);
        });
    }

    private Optional<JsonNode> typed(String field, Predicate<JsonNode> type) {
        JsonNode value = node.path(field);
        if (value.isMissingNode() || value.isNull()) return Optional.empty();
        if (!type.test(value)) throw odd(path + "." + field);
        return Optional.of(value);
    }

    private UnavailableException odd(String where) {
        return ClusterErrors.of("cluster " + ask.cluster() + " gave a " + ask.kind() + " that cannot be read (" + where.substring(1)
                + " has another type than the API's), asked to " + ask.words());
    }

    /** What an object holds may be secret. */
    @Override
    public String toString() {
        return "StrictNode[" + ask.kind() + path + "]";
    }
}
