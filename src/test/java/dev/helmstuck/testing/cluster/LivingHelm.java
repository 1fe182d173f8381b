package dev.helmstuck.testing.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.fabric8.kubernetes.api.model.Secret;

/**
 * A real Helm that lives: it has written revision 2, {@code pending-upgrade}, and waits for an address and a volume that nobody gives, so that every
 * workload is settled meanwhile.
 *
 * @param hook the label that the node lacks while the hook before the upgrade waits for it, or empty without a hook
 */
public record LivingHelm(RealCluster cluster, String namespace, String hook, RunningHelm running) implements AutoCloseable {
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final String SECRET = "sh.helm.release.v1." + StuckRelease.NAME + ".v2";

    /** Helm waits with this {@code --timeout} after it has applied everything. */
    public static LivingHelm waiting(RealCluster cluster, Helm helm, Duration timeout) {
        LivingHelm living = start(cluster, helm, timeout, "");
        living.awaitApplied();
        return living;
    }

    /** Helm waits for its hook, until {@link #endHook}; and then, with the same limit anew, for the address. */
    public static LivingHelm inHook(RealCluster cluster, Helm helm, Duration timeout) {
        String namespace = StuckRelease.install(cluster, helm, cluster.namespace());
        return start(cluster, helm, namespace, timeout, "hook/" + namespace);
    }

    private static LivingHelm start(RealCluster cluster, Helm helm, Duration timeout, String hook) {
        return start(cluster, helm, StuckRelease.install(cluster, helm, cluster.namespace()), timeout, hook);
    }

    private static LivingHelm start(RealCluster cluster, Helm helm, String namespace, Duration timeout, String hook) {
        List<String> more = new ArrayList<>(List.of("--set", "balancer=true", "--wait", "--timeout", timeout.toSeconds() + "s"));
        if (!hook.isEmpty()) {
            more.addAll(List.of("--set", "gitlab.migrations.enabled=true", "--set", "gitlab.migrations.nodeSelector." + hook + "=yes"));
        }
        LivingHelm living = new LivingHelm(cluster, namespace, hook,
                cluster.startHelm(helm, StuckRelease.upgrade(namespace, more.toArray(String[]::new))));
        Await.until("Helm has written its record", BOUND,
                () -> cluster.client().secrets().inNamespace(namespace).withName(SECRET).get() != null);
        return living;
    }

    /** The hook's pod finds a node and is done; returns once everything is applied. */
    public void endHook() {
        cluster.labelNode(hook, "yes");
        awaitApplied();
        cluster.unlabelNode(hook);
    }

    private void awaitApplied() {
        Await.until("Helm has applied the Service", BOUND,
                () -> cluster.client().services().inNamespace(namespace).withName(StuckRelease.NAME + "-balancer").get() != null);
        Workloads.awaitSettled(cluster.client(), namespace);
    }

    /** When the record was created, by the API server's clock. */
    public Instant created() {
        return Instant.parse(record().getMetadata().getCreationTimestamp());
    }

    /** What the record says of itself now. */
    public String status() {
        return record().getMetadata().getLabels().get("status");
    }

    private Secret record() {
        return cluster.client().secrets().inNamespace(namespace).withName(SECRET).require();
    }

    public boolean alive() {
        return running.process().isAlive();
    }

    /** Returns once Helm has ended by itself. */
    public void awaitEnd() {
        Await.until("Helm ends by itself", BOUND, () -> !alive());
    }

    /** SIGKILL: it writes nothing any more. */
    public void kill() {
        running.kill();
    }

    @Override
    public void close() {
        kill();
    }
}
