package dev.helmstuck.kubernetes;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.helmstuck.release.Sha256;
import dev.helmstuck.runbook.SecretRef;

/**
 * How a record and its copy are written: the copy has the record's data byte for byte, and what else a restore needs as an
 * annotation. It has no label {@code owner}, so Helm does not see it.
 */
final class BackupSecret {
    static final String TYPE = "helm-stuck/release-backup.v1";
    static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    static final String BOT = "helm-stuck";
    static final String RELEASE = "helm-stuck/release";
    static final String REVISION = "helm-stuck/revision";
    static final String ORIGINAL = "helm-stuck/original";
    static final String UID = "helm-stuck/uid";
    static final String RESOURCE_VERSION = "helm-stuck/resource-version";
    static final String REMEDIATION = "helm-stuck/remediation";

    private BackupSecret() {}

    /** The same for the same object at the same version, so that a repeated backup finds the first. */
    static String name(String release, int revision, SecretRef record) {
        return "helm-stuck." + release + ".v" + revision + "." + Sha256.hex(record.uid() + "/" + record.resourceVersion(), 8);
    }

    static ObjectNode of(JsonNode record, String release, int revision, SecretRef ref, String remediation) {
        ObjectNode copy = secret(name(release, revision, ref), TYPE, Map.of(MANAGED_BY, BOT, RELEASE, release, REVISION, "" + revision),
                Map.of(ORIGINAL, original(record), UID, ref.uid(), RESOURCE_VERSION, ref.resourceVersion(), REMEDIATION, remediation));
        copy.set("data", data(record));
        return copy.put("immutable", true);
    }

    /** The record as it was, if the copy's annotation is whole. */
    static Optional<ObjectNode> record(JsonNode copy) {
        return original(Meta.texts(copy.path("metadata").path("annotations"))).map(was -> {
            ObjectNode record = secret(was.path("name").asText(""), was.path("type").asText(""), Meta.texts(was.path("labels")),
                    Meta.texts(was.path("annotations")));
            record.set("data", data(copy));
            if (was.path("immutable").asBoolean(false)) record.put("immutable", true);
            return record;
        });
    }

    /** Type, name, labels and annotations of the record, if the annotation holds them. */
    static Optional<JsonNode> original(Map<String, String> annotations) {
        try {
            return Optional.of(ApiResponse.JSON.readTree(annotations.getOrDefault(ORIGINAL, "")))
                    .filter(was -> was.path("name").isTextual());
        } catch (JsonProcessingException damaged) {
            return Optional.empty();
        }
    }

    /** Whether two Secrets hold the same bytes under the same keys. */
    static boolean sameData(JsonNode one, JsonNode other) {
        return data(one).equals(data(other));
    }

    /** Whether two copies are of the same object at the same version; which remediation asked does not matter. */
    static boolean sameMarks(JsonNode one, JsonNode other) {
        return one.path("type").equals(other.path("type")) && marks(one).equals(marks(other));
    }

    private static Map<String, String> marks(JsonNode copy) {
        JsonNode meta = copy.path("metadata");
        Map<String, String> marks = new TreeMap<>(Meta.texts(meta.path("annotations")));
        marks.keySet().retainAll(Set.of(ORIGINAL, UID, RESOURCE_VERSION));
        for (String label : List.of(MANAGED_BY, RELEASE, REVISION))
            marks.put(label, meta.path("labels").path(label).asText(""));
        return marks;
    }

    private static String original(JsonNode record) {
        JsonNode meta = record.path("metadata");
        ObjectNode original = ApiResponse.JSON.createObjectNode().put("type", record.path("type").asText()).put("name",
                meta.path("name").asText());
        original.set("labels", ApiResponse.JSON.valueToTree(Meta.texts(meta.path("labels"))));
        original.set("annotations", ApiResponse.JSON.valueToTree(Meta.texts(meta.path("annotations"))));
        if (record.path("immutable").asBoolean(false)) original.put("immutable", true);
        return original.toString();
    }

    private static ObjectNode secret(String name, String type, Map<String, String> labels, Map<String, String> annotations) {
        ObjectNode secret = ApiResponse.JSON.createObjectNode().put("apiVersion", "v1").put("kind", "Secret").put("type", type);
        ObjectNode meta = secret.putObject("metadata").put("name", name);
        meta.set("labels", ApiResponse.JSON.valueToTree(new TreeMap<>(labels)));
        meta.set("annotations", ApiResponse.JSON.valueToTree(new TreeMap<>(annotations)));
        return secret;
    }

    private static JsonNode data(JsonNode secret) {
        JsonNode data = secret.path("data");
        return data.isObject() ? data : ApiResponse.JSON.createObjectNode();
    }
}
