package dev.helmstuck.manifests;

import java.nio.file.Path;
import java.time.Duration;

import dev.helmstuck.testing.cluster.Await;
import dev.helmstuck.testing.cluster.RealCluster;

/** The shipped component for target clusters, applied to a real one exactly as the README says. */
final class Fence {
    /** How the API server begins a refusal by the shipped policy. */
    static final String POLICY = "ValidatingAdmissionPolicy 'helm-stuck' with binding 'helm-stuck' denied request";
    static final Path MANIFESTS = Path.of("manifests");
    private static final Duration BOUND = Duration.ofSeconds(30);

    private Fence() {}

    /** {@code kubectl apply -k manifests/target/cluster}; again has no effect. */
    static synchronized void raise(RealCluster cluster) {
        cluster.kubectl("apply", "-k", MANIFESTS.resolve("target/cluster").toString()).succeeded();
        cluster.kubectl("apply", "-k", MANIFESTS.resolve("target/nodes").toString()).succeeded();
    }

    /** Gives the accounts their Roles in the namespace, and returns once Roles and policy are in force. */
    static void around(RealCluster cluster, String namespace) {
        raise(cluster);
        cluster.kubectl("apply", "-n", namespace, "-k", MANIFESTS.resolve("target/namespace").toString()).succeeded();
        String secrets = "/api/v1/namespaces/" + namespace + "/secrets";
        try (Account reader = Account.reader(cluster); Account deleter = Account.deleter(cluster)) {
            Await.until("the reader's Role is in force", BOUND, () -> reader.get(secrets).code() == 200);
            // what RBAC allows by then, and the policy alone refuses
            Await.until("the policy is in force", BOUND, () -> deleter.post(secrets + "?dryRun=All", """
                    {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "probe"}}""").message().contains(POLICY));
        }
    }
}
