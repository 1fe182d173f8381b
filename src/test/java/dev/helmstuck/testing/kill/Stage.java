package dev.helmstuck.testing.kill;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

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
 * A release that real Helm left stuck on the real API server, for many plays one after the other: between two of them the records come
 * back as Helm wrote them, under new uids, and the copies go.
 *
 * @param original the stuck record as Helm wrote it
 * @param below the one below it
 */
record Stage(StuckRelease stuck, Secret original, Secret below) {
    private static final String COPY = "helm-stuck/release-backup.v1";

    static Stage build() {
        StuckRelease stuck = StuckRelease.lastWriteRefused(RealCluster.shared(), Helm.V3);
        return new Stage(stuck, stuck.secret(stuck.revision()), stuck.secret(stuck.revision() - 1));
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
        Secret unused = again(below);
        return again(original);
    }

    private Secret again(Secret as) {
        var named = stuck.cluster().client().secrets().inNamespace(stuck.namespace()).withName(as.getMetadata().getName());
        named.delete();
        return stuck.cluster().client().resource(new SecretBuilder(as)
                .withMetadata(new ObjectMetaBuilder().withName(as.getMetadata().getName()).withNamespace(stuck.namespace())
                        .withLabels(as.getMetadata().getLabels()).withAnnotations(as.getMetadata().getAnnotations()).build())
                .build()).create();
    }

    /** What the job does that is run again. */
    void deploy() {
        stuck.upgradeAgain().succeeded();
    }

    String name() {
        return stuck.secretName(stuck.revision());
    }

    /** Whether the revision is there and pending. */
    boolean isStuck() {
        return status().filter(original.getMetadata().getLabels().get("status")::equals).isPresent();
    }

    /** What the revision's record says of itself; empty if it is not there. */
    Optional<String> status() {
        return Optional.ofNullable(record().get()).map(record -> record.getMetadata().getLabels().get("status"));
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
