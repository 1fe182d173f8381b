package dev.helmstuck.cli;

import java.time.Clock;

import com.google.inject.AbstractModule;
import dev.helmstuck.config.ConfigModule;
import dev.helmstuck.config.Settings;
import dev.helmstuck.gitlab.GitlabModule;
import dev.helmstuck.kubernetes.KubernetesModule;
import dev.helmstuck.ports.Sleeper;
import dev.helmstuck.ports.Version;

/** What it takes to look at a target, without a chat or a store. */
final class CheckModule extends AbstractModule {
    private final Settings settings;

    CheckModule(Settings settings) {
        this.settings = settings;
    }

    @Override
    protected void configure() {
        install(new ConfigModule(settings));
        install(new KubernetesModule());
        install(new GitlabModule());
        bind(Clock.class).toInstance(Clock.systemUTC());
        bind(Sleeper.class).to(ThreadSleeper.class);
        bind(Version.class).toInstance(HelmStuckCommand.version());
    }
}
