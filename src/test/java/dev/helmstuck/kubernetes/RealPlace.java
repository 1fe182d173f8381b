package dev.helmstuck.kubernetes;

import java.nio.file.Path;
import java.util.function.UnaryOperator;

import dev.helmstuck.testing.cluster.RealCluster;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;

/** The real cluster of this JVM. */
record RealPlace(RealCluster real) implements Place {

    RealPlace() {
        this(RealCluster.shared());
    }

    @Override
    public Path kubeconfig() {
        return real.kubeconfig();
    }

    @Override
    public String context() {
        return RealCluster.CONTEXT;
    }

    @Override
    public KubernetesClient admin() {
        return real.client();
    }

    @Override
    public String namespace() {
        return real.namespace();
    }

    @Override
    public void write(String namespace, String secret, UnaryOperator<Secret> change) {
        var unused = admin().secrets().inNamespace(namespace).withName(secret).edit(change);
    }
}
