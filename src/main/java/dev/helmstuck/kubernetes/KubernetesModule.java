package dev.helmstuck.kubernetes;

import com.google.inject.AbstractModule;
import dev.helmstuck.ports.Cluster;
import dev.helmstuck.ports.ClusterProbe;
import dev.helmstuck.ports.Copies;
import dev.helmstuck.ports.Drills;
import dev.helmstuck.ports.PendingRecords;
import jakarta.inject.Singleton;

/** The cluster over its API; needs {@code ClusterSettings}, a {@code Clock} and a {@code Sleeper}. */
public final class KubernetesModule extends AbstractModule {

    @Override
    protected void configure() {
        bind(KubernetesCluster.class).in(Singleton.class);
        bind(Cluster.class).to(KubernetesCluster.class);
        bind(PendingRecords.class).to(KubernetesCluster.class);
        bind(Copies.class).to(KubernetesCluster.class);
        bind(Drills.class).to(KubernetesCluster.class);
        bind(ClusterProbe.class).to(KubernetesCluster.class);
    }
}
