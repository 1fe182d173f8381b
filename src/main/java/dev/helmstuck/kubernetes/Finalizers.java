package dev.helmstuck.kubernetes;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import dev.helmstuck.runbook.DeleteAnswer;
import dev.helmstuck.runbook.Finalizer;

/** The finalizers in an object's metadata, and who set them: each is an entry of its own in {@code managedFields}. */
final class Finalizers {

    private Finalizers() {}

    static DeleteAnswer.Held of(JsonNode metadata) {
        List<Finalizer> finalizers = StreamSupport.stream(metadata.path("finalizers").spliterator(), false).map(JsonNode::asText)
                .map(name -> finalizer(ApiResponse.cut(name), owner(metadata.path("managedFields"), name))).toList();
        return new DeleteAnswer.Held(finalizers, time(metadata.path("deletionTimestamp")));
    }

    private static Finalizer finalizer(String name, Optional<JsonNode> owner) {
        return new Finalizer(name, owner.map(entry -> ApiResponse.cut(entry.path("manager").asText("")))
                .filter(manager -> !manager.isEmpty()), owner.flatMap(entry -> time(entry.path("time"))));
    }

    private static Optional<JsonNode> owner(JsonNode managedFields, String finalizer) {
        return StreamSupport.stream(managedFields.spliterator(), false)
                .filter(entry -> entry.path("fieldsV1").path("f:metadata").path("f:finalizers").has("v:\"" + finalizer + "\"")).findFirst();
    }

    private static Optional<Instant> time(JsonNode text) {
        try {
            return text.isTextual() ? Optional.of(Instant.parse(text.asText())) : Optional.empty();
        } catch (DateTimeException odd) {
            return Optional.empty();
        }
    }
}
