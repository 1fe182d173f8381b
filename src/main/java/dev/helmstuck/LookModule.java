package dev.helmstuck;

import java.time.Clock;

import com.google.inject.AbstractModule;
import dev.helmstuck.config.ConfigModule;
import dev.helmstuck.config.Settings;
import dev.helmstuck.flow.Catalog;
import dev.helmstuck.flow.Pause;
import dev.helmstuck.flow.Version;
import dev.helmstuck.gitlab.GitlabModule;
import dev.helmstuck.kubernetes.KubernetesModule;

/** What it takes to look at a target, without a chat or a store. */
final class LookModule extends AbstractModule {
    private final Settings settings;

    LookModule(Settings settings) {
        this.settings = settings;
    }

    @Override
    protected void configure() {
        install(new ConfigModule(settings));
        install(new KubernetesModule());
        install(new GitlabModule());
        bind(Catalog.class).to(ConfiguredCatalog.class);
        bind(Clock.class).toInstance(Clock.systemUTC());
        bind(Pause.class).to(RealPause.class);
        bind(Version.class).toInstance(Main.version());
    }
}
