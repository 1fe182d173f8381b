package dev.helmstuck.kubernetes;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

import dev.helmstuck.runbook.SecretRef;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;

/** Helm's records, written as Helm writes them. */
final class Records {
    static final String RELEASE = "gitlab";
    /** Is in every payload, and must never be in anything else. */
    static final String PASSWORD = "hunter2-of-the-release";

    private Records() {}

    static String name(int revision) {
        return "sh.helm.release.v1." + RELEASE + ".v" + revision;
    }

    static Secret record(int revision, String status) {
        return record(name(revision), revision, status, "");
    }

    /** @param filler makes the payload large: it is kept as it is */
    static Secret record(String name, int revision, String status, String filler) {
        Map<String, String> labels = new TreeMap<>(
                Map.of("owner", "helm", "name", RELEASE, "status", status, "version", "" + revision, "createdAt", "1763700000"));
        return new SecretBuilder().withNewMetadata().withName(name).withLabels(labels)
                .withAnnotations(Map.of("team", "delivery \"quoted\" <&> ✓")).endMetadata().withType("helm.sh/release.v1")
                .withData(Map.of("release", release("" + revision, status, filler))).build();
    }

    /** A record as large as a Secret may be (1 MiB, Kubernetes {@code pkg/apis/core/types.go}, MaxSecretSize), to the byte; not zipped. */
    static Secret largest(int revision, String status) {
        int inBase64 = 1024 * 1024 / 4 * 3;
        String filler = "x".repeat(inBase64 - json("" + revision, status, "").length());
        String largest = base64(json("" + revision, status, filler).getBytes(StandardCharsets.US_ASCII));
        Secret record = record(revision, status);
        record.getData().put("release", base64(largest.getBytes(StandardCharsets.US_ASCII)));
        return record;
    }

    /** The {@code data.release} of a record whose payload says this number. */
    static String release(String revision, String status, String filler) {
        return base64(base64(zip(json(revision, status, filler))).getBytes(StandardCharsets.US_ASCII));
    }

    private static String json(String revision, String status, String filler) {
        return """
                {"name": "%s", "namespace": "ns", "version": %s, "info": {"status": "%s", "description": "Preparing upgrade"},
                 "chart": {"metadata": {"name": "gitlab", "version": "9.1.0", "appVersion": "v18.1.0"}},
                 "config": {"password": "%s", "filler": "%s"}}""".formatted(RELEASE, revision, status, PASSWORD, filler);
    }

    static SecretRef ref(Secret secret) {
        return new SecretRef(secret.getMetadata().getName(), secret.getMetadata().getUid(), secret.getMetadata().getResourceVersion());
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] zip(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }
}
