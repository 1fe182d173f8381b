package dev.helmstuck.cli;

import java.time.Clock;

import com.google.inject.AbstractModule;
import dev.helmstuck.config.ConfigModule;
import dev.helmstuck.config.Settings;
import dev.helmstuck.kubernetes.KubernetesModule;
import dev.helmstuck.ports.Sleeper;

/** What it takes to put a record back: the cluster and the targets. */
final class RestoreModule extends AbstractModule {
    private final Settings settings;

    RestoreModule(Settings settings) {
        this.settings = settings;
    }

    @Override
    protected void configure() {
        install(new ConfigModule(settings));
        install(new KubernetesModule());
        bind(Clock.class).toInstance(Clock.systemUTC());
        bind(Sleeper.class).to(ThreadSleeper.class);
    }
}
