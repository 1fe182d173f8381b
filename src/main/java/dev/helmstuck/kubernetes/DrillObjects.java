package dev.helmstuck.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.runbook.Target;

/**
 * What a drill makes, as Helm would have: a release of one ConfigMap whose upgrade from revision 1 to 2 died before it changed anything. A
 * record is JSON, gzip, base64 (Helm {@code pkg/storage/driver/util.go}, encodeRelease), and base64 once more as every Secret.
 */
final class DrillObjects {
    /** The only object of the release; a drill has its namespace to itself. */
    static final String CONFIG_MAP = "helm-stuck-drill";
    private static final String TEMPLATE = "templates/configmap.yaml";

    private final Target target;
    private final Instant now;

    DrillObjects(Target target, Instant now) {
        this.target = target;
        this.now = now.truncatedTo(ChronoUnit.SECONDS);
    }

    /** As the first revision makes it, with the marks by which Helm knows what is its own. */
    ObjectNode configMap() {
        ObjectNode map = object("ConfigMap", CONFIG_MAP, labelled(Map.of("app.kubernetes.io/managed-by", "Helm")),
                Map.of("meta.helm.sh/release-name", target.release(), "meta.helm.sh/release-namespace", target.namespace()));
        map.putObject("data").put("revision", "1");
        return map;
    }

    /** The first revision. */
    ObjectNode deployed() {
        return record(1, ReleaseStatus.DEPLOYED, "Install complete", Map.of());
    }

    /** The second one, whose Helm never came to its end, for there was none. */
    ObjectNode stuck() {
        return record(2, ReleaseStatus.PENDING_UPGRADE, "Preparing upgrade", Map.of(DrillMark.MADE, now.toString()));
    }

    private ObjectNode record(int revision, ReleaseStatus status, String description, Map<String, String> annotations) {
        ObjectNode secret = object("Secret", RecordName.of(target.release(), revision),
                labelled(Map.of("owner", "helm", "name", target.release(), "status", status.word(), "version", "" + revision, "modifiedAt",
                        "" + now.getEpochSecond())),
                annotations);
        secret.put("type", RecordName.TYPE).putObject("data").put("release", base64(base64(zipped(release(revision, status, description)))
                .getBytes(UTF_8)));
        return secret;
    }

    private byte[] release(int revision, ReleaseStatus status, String description) {
        ObjectNode release = ApiResponse.JSON.createObjectNode().put("name", target.release());
        release.putObject("info").put("first_deployed", now.toString()).put("last_deployed", now.toString()).put("deleted", "")
                .put("description", description).put("status", status.word())
                .put("notes", "A release to practise on, made by helm-stuck's drill.");
        release.set("chart", chart(revision));
        release.putObject("config");
        release.put("manifest", "---\n# Source: helm-stuck-drill/" + TEMPLATE + "\n" + manifest(revision));
        return release.put("version", revision).put("namespace", target.namespace()).toString().getBytes(UTF_8);
    }

    private static ObjectNode chart(int revision) {
        ObjectNode chart = ApiResponse.JSON.createObjectNode();
        chart.putObject("metadata").put("apiVersion", "v2").put("name", "helm-stuck-drill").put("version", revision + ".0.0")
                .put("description", "To practise on").put("type", "application").put("appVersion", "" + revision);
        chart.putNull("lock");
        chart.putArray("templates").addObject().put("name", TEMPLATE).put("data", base64(manifest(revision).getBytes(UTF_8)));
        chart.putObject("values");
        chart.putNull("schema");
        chart.putNull("files");
        return chart;
    }

    private static String manifest(int revision) {
        return String.join("\n", List.of("apiVersion: v1", "kind: ConfigMap", "metadata:", "  name: " + CONFIG_MAP, "  labels:",
                "    " + DrillMark.LABEL + ": \"true\"", "data:", "  revision: \"" + revision + "\"", ""));
    }

    private static ObjectNode object(String kind, String name, Map<String, String> labels, Map<String, String> annotations) {
        ObjectNode object = ApiResponse.JSON.createObjectNode().put("apiVersion", "v1").put("kind", kind);
        ObjectNode meta = object.putObject("metadata").put("name", name);
        meta.set("labels", ApiResponse.JSON.valueToTree(labels));
        if (!annotations.isEmpty()) meta.set("annotations", ApiResponse.JSON.valueToTree(new TreeMap<>(annotations)));
        return object;
    }

    private static Map<String, String> labelled(Map<String, String> labels) {
        Map<String, String> all = new TreeMap<>(labels);
        all.putAll(DrillMark.LABELS);
        return all;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] zipped(byte[] plain) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(plain);
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return bytes.toByteArray();
    }
}
