package dev.helmstuck.kubernetes;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

import dev.helmstuck.config.ClusterSettings;
import dev.helmstuck.config.ProxyVariables;
import dev.helmstuck.runbook.Ci;
import dev.helmstuck.runbook.Target;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;

/** A cluster that the contracts hold for: a real one, or the simulator. */
interface Place {

    /** A kubeconfig with {@link #context()}. */
    Path kubeconfig();

    String context();

    /** Somebody who may do everything. */
    KubernetesClient admin();

    /** A new namespace. */
    String namespace();

    /** Somebody else writes the Secret; the bot itself never updates one, so the simulator has no such request. */
    void write(String namespace, String secret, UnaryOperator<Secret> change);

    default KubernetesCluster cluster() {
        return cluster(kubeconfig());
    }

    default Target target(String namespace) {
        return target(context(), namespace);
    }

    static KubernetesCluster cluster(Path kubeconfig) {
        return new KubernetesCluster(settings(kubeconfig), Clock.systemUTC(), Place::sleep);
    }

    static ClusterSettings settings(Path... kubeconfigs) {
        return new ClusterSettings(List.of(kubeconfigs), ProxyVariables.NONE);
    }

    private static void sleep(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** A cluster that loses patience sooner. */
    static KubernetesCluster impatient(Path... kubeconfigs) {
        Timeouts timeouts = new Timeouts(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(2));
        return new KubernetesCluster(new Clients(settings(kubeconfigs), InCluster.USUAL, timeouts, Clock.systemUTC(), Place::sleep));
    }

    /** Any write at all, so that the resourceVersion moves. */
    default void touch(String namespace, String secret) {
        write(namespace, secret,
                was -> new SecretBuilder(was).editMetadata().addToLabels("touched", "t" + System.nanoTime()).endMetadata().build());
    }

    static Target target(String context, String namespace) {
        Ci ci = new Ci("group/project", Pattern.compile("^gprd-cny:upgrade$"), Optional.empty(), List.of(), Duration.ofHours(1), true);
        return new Target("gitlab-cny", "gprd-cny", context, namespace, Records.RELEASE, List.of(ci));
    }
}
