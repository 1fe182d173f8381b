package dev.helmstuck.kubernetes;

import java.time.Clock;
import java.time.Duration;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import dev.helmstuck.config.ClusterSettings;
import dev.helmstuck.ports.Signals;
import dev.helmstuck.ports.Sleeper;
import jakarta.inject.Singleton;

/** Lets the cluster's adapter lose patience sooner. */
public final class ImpatientCluster extends AbstractModule {
    private final Duration timeout;

    public ImpatientCluster(Duration timeout) {
        this.timeout = timeout;
    }

    @Provides
    @Singleton
    KubernetesCluster cluster(ClusterSettings settings, Clock clock, Sleeper sleeper, Signals signals) {
        Timeouts timeouts = new Timeouts(timeout, timeout, timeout.multipliedBy(6));
        return new KubernetesCluster(new Clients(settings, InCluster.USUAL, timeouts, new Means(clock, sleeper, signals)));
    }
}
