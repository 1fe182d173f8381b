package dev.helmstuck.simulator.playground;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.helmstuck.simulator.kubernetes.Kind;

/** The world as it is now, beside what the bot says of it: read from the simulated cluster and GitLab themselves. */
final class WorldView {
    private static final int RECORDS = 6;
    private static final int JOBS = 8;
    private static final DateTimeFormatter HELM_TIME = DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss yyyy", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private WorldView() {}

    static ObjectNode of(PlayedWorld played) {
        ObjectNode view = JsonNodeFactory.instance.objectNode();
        records(played, view.putArray("records"));
        copies(played, view.putArray("copies"));
        helm(played, view.putObject("helm"));
        deployments(played, view.putArray("deployments"));
        jobs(played, view.putArray("jobs"));
        return view;
    }

    private static void records(PlayedWorld played, ArrayNode shown) {
        played.records().limit(RECORDS).forEach(record -> shown.addObject().put("revision", label(record, "version"))
                .put("status", label(record, "status")).put("created", record.at("/metadata/creationTimestamp").asText())
                .put("resourceVersion", record.at("/metadata/resourceVersion").asText()).put("uid", record.at("/metadata/uid").asText()));
    }

    private static void copies(PlayedWorld played, ArrayNode shown) {
        played.cluster.list(Kind.SECRET, PlayedWorld.NAMESPACE).stream()
                .filter(secret -> secret.path("type").asText().equals("helm-stuck/release-backup.v1"))
                .forEach(secret -> shown.add(secret.at("/metadata/name").asText()));
    }

    /** What Helm's client prints; it takes both from the newest record. */
    private static void helm(PlayedWorld played, ObjectNode shown) {
        played.newestRecord().ifPresentOrElse(record -> {
            Instant created = Instant.parse(record.at("/metadata/creationTimestamp").asText());
            shown.put("status", "NAME: gitlab-cny\nLAST DEPLOYED: " + HELM_TIME.format(created) + "\nNAMESPACE: " + PlayedWorld.NAMESPACE
                    + "\nSTATUS: " + label(record, "status") + "\nREVISION: " + label(record, "version"));
            shown.put("locked", played.isPending()).put("upgrade", played.isPending()
                    ? "Error: UPGRADE FAILED: another operation (install/upgrade/rollback) is in progress"
                    : "would begin revision " + (record.at("/metadata/labels/version").asInt() + 1));
        }, () -> shown.put("status", "Error: release: not found").put("locked", false).put("upgrade", "Error: release: not found"));
    }

    private static void deployments(PlayedWorld played, ArrayNode shown) {
        played.cluster.list(Kind.DEPLOYMENT, PlayedWorld.NAMESPACE).forEach(deployment -> {
            int wanted = deployment.at("/spec/replicas").asInt();
            JsonNode status = deployment.path("status");
            ObjectNode row = shown.addObject().put("name", deployment.at("/metadata/name").asText())
                    .put("generation", deployment.at("/metadata/generation").asInt())
                    .put("observed", status.path("observedGeneration").asInt())
                    .put("ready", status.path("readyReplicas").asInt() + "/" + wanted)
                    .put("well", status.path("readyReplicas").asInt() == wanted && status.path("updatedReplicas").asInt() == wanted);
            ArrayNode images = row.putArray("images");
            deployment.at("/spec/template/spec/containers").forEach(container -> images.add(container.path("image").asText()));
        });
    }

    private static void jobs(PlayedWorld played, ArrayNode shown) {
        played.world.project().jobs().stream().limit(JOBS).forEach(job -> {
            JsonNode json = job.json();
            shown.addObject().put("id", job.id()).put("name", job.name()).put("status", json.path("status").asText())
                    .put("by", json.at("/user/username").asText()).put("created", json.path("created_at").asText())
                    .put("pipeline", json.at("/pipeline/id").asLong()).put("pipelineStatus", json.at("/pipeline/status").asText());
        });
    }

    private static String label(JsonNode record, String name) {
        return record.at("/metadata/labels/" + name).asText();
    }
}
