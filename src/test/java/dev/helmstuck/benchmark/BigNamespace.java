package dev.helmstuck.benchmark;

import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import dev.helmstuck.testing.cluster.Payload;
import dev.helmstuck.testing.cluster.RealCluster;
import io.fabric8.kubernetes.api.model.SecretBuilder;

/** A namespace full of releases as Helm keeps them: ten revisions of 200 kB each. The newest revision of the first is stuck. */
final class BigNamespace {
    static final String RELEASE = "r0";
    private static final int REVISIONS = 10;
    private static final int RANDOM_BYTES = 112_000; // as base64 in JSON, zipped, and twice base64 for Helm and Kubernetes: 200 kB

    private BigNamespace() {}

    static void fill(RealCluster cluster, String namespace, int from, int to) {
        IntStream.range(from, to).forEach(release -> {
            String name = "r" + release;
            // what is zipped once serves for all revisions, and a real chart does not change much either
            String padding = padding(release);
            IntStream.rangeClosed(1, REVISIONS).forEach(revision -> record(cluster, namespace, name, revision, padding));
        });
    }

    private static String padding(int seed) {
        byte[] bytes = new byte[RANDOM_BYTES];
        new Random(seed).nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static void record(RealCluster cluster, String namespace, String name, int revision, String padding) {
        String status = revision < REVISIONS
                ? revision == REVISIONS - 1 ? "deployed" : "superseded"
                : name.equals(RELEASE)
                        ? "pending-upgrade"
                        : "deployed";
        String now = Instant.now().toString();
        String json = """
                {"name": "%s", "namespace": "%s", "version": %d, "manifest": "", "config": {"padding": "%s"},
                 "info": {"status": "%s", "first_deployed": "%s", "last_deployed": "%s", "deleted": "", "description": "Preparing upgrade"},
                 "chart": {"metadata": {"name": "chart", "version": "1.0.0", "apiVersion": "v2"}}}
                """.formatted(name, namespace, revision, padding, status, now, now);
        var unused = cluster.client().secrets().inNamespace(namespace)
                .resource(new SecretBuilder().withNewMetadata().withName("sh.helm.release.v1." + name + ".v" + revision)
                        .withLabels(Map.of("name", name, "owner", "helm", "status", status, "version", Integer.toString(revision)))
                        .endMetadata().withType("helm.sh/release.v1").withData(Map.of("release", Payload.encode(json))).build())
                .create();
    }
}
