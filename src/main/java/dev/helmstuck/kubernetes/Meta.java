package dev.helmstuck.kubernetes;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The metadata of an object that must have all of it: name, uid, resourceVersion and creationTimestamp.
 *
 * @param written the newest time in {@code managedFields}: when anybody last changed it, to the second
 */
record Meta(String name, String uid, String resourceVersion, Instant created, Map<String, String> labels, Map<String, String> annotations,
        Optional<Instant> written) {

    static Meta of(ApiRequest ask, JsonNode object) {
        JsonNode meta = object.path("metadata");
        try {
            return new Meta(required(ask, meta, "name"), required(ask, meta, "uid"), required(ask, meta, "resourceVersion"),
                    Instant.parse(required(ask, meta, "creationTimestamp")), texts(meta.path("labels")), texts(meta.path("annotations")),
                    written(meta.path("managedFields")));
        } catch (DateTimeException noTime) {
            throw incomplete(ask, "creationTimestamp");
        }
    }

    private static Optional<Instant> written(JsonNode managedFields) {
        return StreamSupport.stream(managedFields.spliterator(), false).map(entry -> entry.path("time").asText(""))
                .filter(time -> !time.isEmpty()).map(Instant::parse).max(Comparator.naturalOrder());
    }

    Optional<String> label(String key) {
        return Optional.ofNullable(labels.get(key));
    }

    Optional<String> annotation(String key) {
        return Optional.ofNullable(annotations.get(key));
    }

    /** A JSON object of texts, in the order of its keys. */
    static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new TreeMap<>();
        object.properties().forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText("")));
        return texts;
    }

    private static String required(ApiRequest ask, JsonNode meta, String field) {
        String text = meta.path(field).asText("");
        if (text.isEmpty()) throw incomplete(ask, field);
        return text;
    }

    private static RuntimeException incomplete(ApiRequest ask, String field) {
        return ClusterErrors
                .of("cluster " + ask.cluster() + " gave an object without a usable metadata." + field + ", asked to " + ask.words());
    }

    /** Labels and annotations may hold what was applied by hand, a Secret's content too. */
    @Override
    public String toString() {
        return "Meta[" + name + ", " + uid + ", " + resourceVersion + "]";
    }
}
