package dev.helmstuck.kubernetes;

import com.google.inject.AbstractModule;
import dev.helmstuck.ports.Cluster;
import jakarta.inject.Singleton;

/** The cluster over its API; needs {@code ClusterSettings} and a {@code Clock}. */
public final class KubernetesModule extends AbstractModule {

    @Override
    protected void configure() {
        bind(KubernetesCluster.class).in(Singleton.class);
        bind(Cluster.class).to(KubernetesCluster.class);
    }
}
