package dev.helmstuck.testing.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;

/**
 * A whole Kubernetes on loopback: etcd, API server with RBAC, controllers, scheduler, and one simulated node on which pods become Ready.
 * Its programs come from {@code KUBEBUILDER_ASSETS} (or the system property {@code kubebuilder.assets}); mark tests with
 * {@link NeedsRealCluster}. One per JVM, started at first use within about five seconds; it dies with the JVM however that ends.
 * Tests share it: each works in its own {@link #namespace()}.
 */
public final class RealCluster {
    public static final String CONTEXT = "real-cluster";
    public static final String NODE = "node-1";
    private static final Duration START_BOUND = Duration.ofSeconds(60);

    private final Path folder;
    private final ControlPlane plane;
    private final Commands commands;
    private final Path kubeconfig;
    private final KubernetesClient client;

    private static final class Shared {
        static final RealCluster CLUSTER = start();
    }

    private RealCluster(Path programs, Path folder, Guard guard) throws IOException {
        this.folder = folder;
        plane = new ControlPlane(programs, folder, guard);
        commands = new Commands(programs, folder, guard);
        plane.startServers();
        kubeconfig = kubeconfig(CONTEXT);
        awaitServer(() -> Files.exists(plane.authority()));
        client = client(kubeconfig);
        awaitServer(this::ready);
        plane.startControllers(kubeconfig);
        apply(node());
        awaitServer(() -> "True".equals(
                kubectl("get", "node", NODE, "-o", "jsonpath={.status.conditions[?(@.type=='Ready')].status}").stdout()));
    }

    /** The cluster of this JVM. */
    public static RealCluster shared() {
        return Shared.CLUSTER;
    }

    private static RealCluster start() {
        Assets.problem().ifPresent(problem -> {
            throw new IllegalStateException(problem);
        });
        try {
            Path folder = Files.createTempDirectory("helm-stuck-cluster");
            Guard guard = new Guard(folder);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(guard), "real-cluster-end"));
            return start(Assets.folder().orElseThrow(), folder, guard);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A port that was free may be somebody else's by the time it is used: then once more, with others. */
    private static RealCluster start(Path programs, Path folder, Guard guard) throws IOException {
        try {
            return new RealCluster(programs, Files.createDirectory(folder.resolve("first")), guard);
        } catch (IllegalStateException e) {
            System.err.println("the cluster did not come up, once more: " + e.getMessage());
            return new RealCluster(programs, Files.createDirectory(folder.resolve("second")), guard);
        }
    }

    private static void end(Guard guard) {
        try {
            guard.end();
        } catch (IOException | InterruptedException e) {
            System.err.println("the cluster's processes may still run: " + e);
        }
    }

    public String server() {
        return plane.server();
    }

    /** The kubeconfig of the cluster's admin; its only context is {@link #CONTEXT}. */
    public Path kubeconfig() {
        return kubeconfig;
    }

    /** The same with another name for the context, as targets name clusters by it. */
    public Path kubeconfig(String context) {
        return Kubeconfig.write(folder.resolve("kubeconfig-" + context), plane, context, "admin", plane.token());
    }

    /** A kubeconfig of a service account, with a fresh token. See {@link #serviceAccount}. */
    public Path kubeconfigFor(String namespace, String serviceAccount, String context) {
        String token = kubectl("create", "token", serviceAccount, "-n", namespace).succeeded().stdout().strip();
        return Kubeconfig.write(commands.temporary("-" + serviceAccount + ".kubeconfig"), plane, context, serviceAccount, token);
    }

    /**
     * Makes a service account that may do in its namespace what the rules say.
     *
     * @param rules the rules of a Role as JSON, {@code [{"apiGroups": [""], "resources": ["secrets"], "verbs": ["get"]}]}
     */
    public void serviceAccount(String namespace, String name, String rules) {
        apply("""
                {"apiVersion": "v1", "kind": "List", "items": [
                  {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "%2$s", "namespace": "%1$s"}},
                  {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role", "metadata": {"name": "%2$s", "namespace": "%1$s"},
                   "rules": %3$s},
                  {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding", "metadata": {"name": "%2$s", "namespace": "%1$s"},
                   "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "%2$s"},
                   "subjects": [{"kind": "ServiceAccount", "name": "%2$s", "namespace": "%1$s"}]}]}
                """.formatted(namespace, name, rules));
    }

    /** A new namespace of its own for a test; pods can be made in it at once. */
    public String namespace() {
        String name = "t-" + UUID.randomUUID().toString().substring(0, 8);
        createNamespace(name);
        return name;
    }

    public void createNamespace(String name) {
        client.namespaces().resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build()).create();
        Await.until("the default service account of " + name, START_BOUND,
                () -> client.serviceAccounts().inNamespace(name).withName("default").get() != null);
    }

    /** {@code kubectl apply} of YAML or JSON, as admin. */
    public void apply(String manifest) {
        try {
            Path file = Files.writeString(commands.temporary(".yaml"), manifest);
            kubectl("apply", "-f", file.toString()).succeeded();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where {@code kubectl exec} runs its commands: what lies there is on their PATH. No container has more than that. */
    public Path container() {
        return plane.container();
    }

    /** The folder of the cluster's programs, kubectl among them. */
    public static Path programs() {
        return Assets.folder().orElseThrow();
    }

    public Ran kubectl(String... arguments) {
        return commands.run("kubectl", kubeconfig, arguments);
    }

    public Ran helm3(String... arguments) {
        return helm(Helm.V3, arguments);
    }

    public Ran helm4(String... arguments) {
        return helm(Helm.V4, arguments);
    }

    public Ran helm(Helm helm, String... arguments) {
        return helm(helm, kubeconfig, arguments);
    }

    /** Helm as somebody else than the admin. */
    public Ran helm(Helm helm, Path as, String... arguments) {
        return commands.run(helm.program(), as, arguments);
    }

    /** Helm with its records in ConfigMaps, as somebody else than the admin. */
    public Ran helmOfConfigMaps(Helm helm, Path as, String... arguments) {
        return commands.run(helm.program(), as, Map.of("HELM_DRIVER", "configmap"), arguments);
    }

    /** Starts Helm as admin and returns at once. */
    public RunningHelm startHelm(Helm helm, String... arguments) {
        return commands.start(helm, kubeconfig, arguments);
    }

    /** The same as somebody else than the admin, or by another way. */
    public RunningHelm startHelm(Helm helm, Path as, String... arguments) {
        return commands.start(helm, as, arguments);
    }

    /** A client of the admin; it belongs to the cluster, do not close it. */
    public KubernetesClient client() {
        return client;
    }

    /** A new client of whoever the kubeconfig names; the caller closes it. Answers of the server reach the caller at the first try. */
    public KubernetesClient client(Path as) {
        Config config = Config.fromKubeconfig(as.toFile());
        config.setRequestRetryBackoffLimit(0);
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    /** The simulated node gets the label; pods that wait for it are scheduled. */
    public void labelNode(String key, String value) {
        kubectl("label", "node", NODE, "--overwrite", key + "=" + value).succeeded();
    }

    public void unlabelNode(String key) {
        kubectl("label", "node", NODE, key + "-").succeeded();
    }

    /** Runs this while no kubelet writes anything: pods and nodes stay as they are, or as the caller writes them. Below 50 s. */
    public void whileKubeletsAreSilent(Runnable meanwhile) {
        plane.whileKubeletsAreSilent(meanwhile);
    }

    private boolean ready() {
        try {
            return "ok".equals(client.raw("/readyz"));
        } catch (KubernetesClientException e) {
            return false;
        }
    }

    private void awaitServer(BooleanSupplier holds) {
        try {
            Await.until("the cluster is up", START_BOUND, () -> {
                plane.check();
                return holds.getAsBoolean();
            });
        } catch (IllegalStateException | AssertionError e) {
            plane.kill();
            throw e;
        }
    }

    private static String node() {
        return """
                apiVersion: v1
                kind: Node
                metadata: {name: %s, annotations: {kwok.x-k8s.io/node: fake}}
                status:
                  allocatable: {cpu: "64", memory: 256Gi, ephemeral-storage: 256Gi, pods: "500"}
                  capacity: {cpu: "64", memory: 256Gi, ephemeral-storage: 256Gi, pods: "500"}
                """.formatted(NODE);
    }
}
