package dev.helmstuck.testing.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.helmstuck.testing.Canary;
import dev.helmstuck.testing.LeftBehind;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;

/**
 * A release that real Helm has really left stuck, in a namespace of its own.
 *
 * @param revision the stuck revision
 * @param statuses the status of every revision there is
 * @param missing the label that the node lacks while pods wait for it, or empty when nothing waits
 */
public record StuckRelease(RealCluster cluster, Helm helm, String namespace, String release, int revision,
        SortedMap<Integer, String> statuses, String missing) {
    /** What every way of making one calls the release; the objects' names begin with it. */
    public static final String NAME = "gitlab";
    /** The Deployment whose pods cannot be scheduled until {@link #settle()}. */
    public static final String WAITING = NAME + "-gitlab-pages";
    public static final String LOCKED = "another operation (install/upgrade/rollback) is in progress";
    private static final Duration BOUND = Duration.ofSeconds(60);
    /** What either Helm says, with --debug, once it has applied everything and waits. */
    public static final String WAITS = "beginning wait|waiting for resource";
    private static final String NEWER = "global.image.tag=v18.6.1";

    public StuckRelease {
        statuses = new TreeMap<>(statuses);
    }

    /**
     * The API refuses Helm's last write, as in the runbook's story: everything is applied and healthy, revision 2 stays
     * {@code pending-upgrade} over a {@code deployed} revision 1.
     */
    public static StuckRelease lastWriteRefused(RealCluster cluster, Helm helm) {
        String namespace = install(cluster, helm, cluster.namespace());
        deployerWithoutUpdate(cluster, namespace);
        Path deployer = cluster.kubeconfigFor(namespace, "deployer", RealCluster.CONTEXT);
        Ran upgrade = cluster.helm(helm, deployer, upgrade(namespace, "--set", NEWER));
        if (upgrade.exit() == 0 || !upgrade.stderr().contains("is forbidden")) {
            throw new AssertionError("the last write was not refused\n" + upgrade.output());
        }
        Workloads.awaitSettled(cluster.client(), namespace);
        return stuck(cluster, helm, namespace, Map.of(1, "deployed", 2, "pending-upgrade"), "");
    }

    /**
     * Helm is killed while it waits for a pod that cannot be scheduled: everything is applied, revision 2 is {@code pending-upgrade}
     * over a {@code deployed} revision 1, and one Deployment is half rolled out until {@link #settle()}.
     */
    public static StuckRelease killedWhileWaiting(RealCluster cluster, Helm helm) {
        String namespace = install(cluster, helm, cluster.namespace());
        String label = "stuck/" + namespace;
        RunningHelm running = cluster.startHelm(helm,
                upgrade(namespace, "--set", NEWER, "--set", nodeSelector(label), "--wait", "--timeout",
                        "600s", "--debug"));
        running.awaitOutput(WAITS);
        awaitWaitingPod(cluster, namespace);
        running.kill();
        return stuck(cluster, helm, namespace, Map.of(1, "deployed", 2, "pending-upgrade"), label);
    }

    /**
     * The same, for who wants what the runbook's two conditions alone would pass: {@link #WAITING} has Available and Progressing both
     * True, updated and available replicas are equal, and yet one of its pods is unavailable.
     */
    public static StuckRelease halfDoneRollout(RealCluster cluster, Helm helm) {
        return killedWhileWaiting(cluster, helm);
    }

    /**
     * An atomic upgrade times out, and Helm is killed while it waits for its rollback: revision 1 is {@code deployed}, 2 {@code failed},
     * 3 {@code pending-rollback}. The rollback is applied, but {@link #WAITING} has no available pod until {@link #settle()}.
     */
    public static StuckRelease atomicRollbackKilled(RealCluster cluster, Helm helm) {
        String namespace = cluster.namespace();
        String label = "stuck/" + namespace;
        cluster.labelNode(label, "yes");
        install(cluster, helm, namespace, "--set", nodeSelector(label));
        cluster.unlabelNode(label);
        // so long that a busy machine, too, has its pods waiting before the rollback begins
        RunningHelm running = cluster.startHelm(helm, upgrade(namespace, "--set", NEWER, "--set", nodeSelector(label), helm.atomic(),
                "--wait", "--timeout", "20s", "--debug"));
        running.awaitOutput(WAITS);
        awaitWaitingPod(cluster, namespace);
        // the node loses its pods: else those of revision 1 would satisfy the rollback at once
        cluster.client().pods().inNamespace(namespace).withLabel("app", "gitlab-pages").withGracePeriod(0).delete();
        running.awaitOutput("performing rollback.*(" + WAITS + ")");
        running.kill();
        return stuck(cluster, helm, namespace, Map.of(1, "deployed", 2, "failed", 3, "pending-rollback"), label);
    }

    /**
     * Helm is killed while its hook waits for a node: revision 2 is {@code pending-upgrade} over a {@code deployed} revision 1, and nothing
     * of it is applied. The hook's Job is not done until {@link #settle()}.
     */
    public static StuckRelease killedInHook(RealCluster cluster, Helm helm) {
        String namespace = install(cluster, helm, cluster.namespace());
        String label = "stuck/" + namespace;
        RunningHelm running = cluster.startHelm(helm, upgrade(namespace, "--set", NEWER, "--set", "gitlab.migrations.enabled=true", "--set",
                "gitlab.migrations.nodeSelector." + label + "=yes"));
        Await.until("the hook's pod waits for a node", BOUND,
                () -> !cluster.client().pods().inNamespace(namespace).withLabel("app", "migrations").list().getItems().isEmpty());
        running.kill();
        return stuck(cluster, helm, namespace, Map.of(1, "deployed", 2, "pending-upgrade"), label);
    }

    /** A first install that is killed while it waits: a sole {@code pending-install}. */
    public static StuckRelease installKilled(RealCluster cluster, Helm helm) {
        String namespace = cluster.namespace();
        String label = "stuck/" + namespace;
        RunningHelm running = cluster.startHelm(helm,
                command("install", namespace, "--set", nodeSelector(label), "--wait", "--timeout", "600s", "--debug"));
        running.awaitOutput(WAITS);
        running.kill();
        return stuck(cluster, helm, namespace, Map.of(1, "pending-install"), label);
    }

    /** For comparison: revision 2 is {@code deployed} after its migrations hook ran, 1 {@code superseded}, nothing is stuck. */
    public static StuckRelease notStuck(RealCluster cluster, Helm helm) {
        String namespace = install(cluster, helm, cluster.namespace());
        cluster.helm(helm, upgrade(namespace, "--set", NEWER, "--set", "gitlab.migrations.enabled=true", "--wait", "--timeout", "60s"))
                .succeeded();
        Workloads.awaitSettled(cluster.client(), namespace);
        return stuck(cluster, helm, namespace, Map.of(1, "superseded", 2, "deployed"), "");
    }

    /** For comparison too: the namespace of one whose only revision is deployed. */
    public static String healthy(RealCluster cluster, Helm helm) {
        return install(cluster, helm, cluster.namespace());
    }

    /** The node gets what the pods wait for; returns once every Deployment and Job is complete. Helm is dead and notices nothing. */
    public StuckRelease settle() {
        if (!missing.isEmpty())
            cluster.labelNode(missing, "yes");
        Workloads.awaitSettled(cluster.client(), namespace);
        return this;
    }

    /** The name of the Secret that holds the revision. */
    public String secretName(int wanted) {
        return "sh.helm.release.v1." + release + ".v" + wanted;
    }

    public Secret secret(int wanted) {
        return secretIfThere(wanted).orElseThrow();
    }

    public Optional<Secret> secretIfThere(int wanted) {
        return Optional.ofNullable(cluster.client().secrets().inNamespace(namespace).withName(secretName(wanted)).get());
    }

    /** The next deploy of the same change, as CI would run it. */
    public Ran upgradeAgain() {
        return cluster.helm(helm, upgrade(namespace, "--set", NEWER));
    }

    /** The same deploy, as CI runs it again: begins it and returns at once. */
    public RunningHelm startAgain(String... more) {
        List<String> all = new ArrayList<>(List.of("--set", NEWER));
        all.addAll(List.of(more));
        return cluster.startHelm(helm, upgrade(namespace, all.toArray(String[]::new)));
    }

    /** The service account "deployer" may do everything that Helm wants, but never update a Secret. */
    static void deployerWithoutUpdate(RealCluster cluster, String namespace) {
        cluster.serviceAccount(namespace, "deployer", """
                [{"apiGroups": [""], "resources": ["configmaps", "pods", "services"], "verbs": ["*"]},
                 {"apiGroups": ["apps", "autoscaling", "batch"], "resources": ["*"], "verbs": ["*"]},
                 {"apiGroups": [""], "resources": ["secrets"], "verbs": ["get", "list", "watch", "create", "delete", "patch"]}]""");
    }

    static String install(RealCluster cluster, Helm helm, String namespace, String... more) {
        cluster.helm(helm, command("install", namespace, more)).succeeded();
        Workloads.awaitSettled(cluster.client(), namespace);
        return namespace;
    }

    static String[] upgrade(String namespace, String... more) {
        return command("upgrade", namespace, more);
    }

    private static String[] command(String verb, String namespace, String... more) {
        List<String> command = new ArrayList<>(List.of(verb, NAME, Charts.gitlab(), "-n", namespace));
        command.addAll(List.of("--set", "password.of=" + Canary.VALUE));
        command.addAll(List.of(more));
        return command.toArray(String[]::new);
    }

    private static String nodeSelector(String label) {
        return "gitlab.gitlab-pages.nodeSelector." + label + "=yes";
    }

    private static void awaitWaitingPod(RealCluster cluster, String namespace) {
        Await.until("the old pod runs, the new one waits for a node", BOUND, () -> {
            DeploymentStatus status = cluster.client().apps().deployments().inNamespace(namespace).withName(WAITING).require().getStatus();
            return Integer.valueOf(2).equals(status.getReplicas()) && Integer.valueOf(1).equals(status.getUnavailableReplicas());
        });
    }

    private static StuckRelease stuck(RealCluster cluster, Helm helm, String namespace, Map<Integer, String> statuses, String missing) {
        SortedMap<Integer, String> sorted = new TreeMap<>(statuses);
        StuckRelease release = new StuckRelease(cluster, helm, namespace, NAME, sorted.lastKey(), sorted, missing);
        String payload = Payload.decode(release.secret(release.revision()).getData().get("release"));
        if (!payload.contains("{\"of\":\"" + Canary.VALUE + "\"}")) throw new AssertionError("nothing is hidden in the record");
        LeftBehind.keep("real", Map.of("records of real Helm", 1), List.of());
        return release;
    }
}
