package dev.helmstuck.testing.kill;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

import dev.helmstuck.simulator.World;
import dev.helmstuck.testing.cluster.Gateway;
import dev.helmstuck.testing.cluster.Helm;
import dev.helmstuck.testing.cluster.RealCluster;
import dev.helmstuck.testing.cluster.StuckRelease;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;

/**
 * A release that real Helm left stuck on the real API server, for many plays one after the other: between two of them the record comes
 * back as Helm wrote it, under a new uid, and the copies go.
 *
 * @param original the record as Helm wrote it
 */
record Stage(StuckRelease stuck, Secret original) {
    private static final String COPY = "helm-stuck/release-backup.v1";

    static Stage build() {
        StuckRelease stuck = StuckRelease.lastWriteRefused(RealCluster.shared(), Helm.V3);
        return new Stage(stuck, stuck.secret(stuck.revision()));
    }

    /** The stage as it was, and a world that reaches it through the gateway. */
    World world(Path dir, Gateway gateway) {
        World world = new World(dir, gateway.kubeconfig(dir), RealCluster.CONTEXT, stuck.namespace(), stuck.release());
        world.slack().rateLimits().off();
        world.culprit(Instant.parse(reset().getMetadata().getCreationTimestamp()));
        return world;
    }

    private Secret reset() {
        copies().forEach(copy -> stuck.cluster().client().resource(copy).delete());
        record().delete();
        Secret again = new SecretBuilder(original)
                .withMetadata(new ObjectMetaBuilder().withName(name()).withNamespace(stuck.namespace())
                        .withLabels(original.getMetadata().getLabels()).withAnnotations(original.getMetadata().getAnnotations()).build())
                .build();
        return stuck.cluster().client().resource(again).create();
    }

    String name() {
        return stuck.secretName(stuck.revision());
    }

    boolean isThere() {
        return record().get() != null;
    }

    /** Somebody writes to the record: another resourceVersion, the same payload. */
    void touch() {
        Secret unused = record().edit(secret -> new SecretBuilder(secret).editMetadata().addToAnnotations("touched", "yes").endMetadata()
                .build());
    }

    /** The copies that hold what the record held, byte for byte. */
    List<Secret> identicalCopies() {
        return copies().stream().filter(copy -> copy.getData().equals(original.getData())).toList();
    }

    private List<Secret> copies() {
        return stuck.cluster().client().secrets().inNamespace(stuck.namespace()).withField("type", COPY).list().getItems();
    }

    private Resource<Secret> record() {
        return stuck.cluster().client().secrets().inNamespace(stuck.namespace()).withName(name());
    }
}
