package dev.helmstuck.config;

import java.util.Optional;

import com.google.inject.AbstractModule;
import dev.helmstuck.ports.Catalog;
import dev.helmstuck.ports.DoctorDuty;
import dev.helmstuck.ports.TargetsFile;
import dev.helmstuck.ports.WatchPlace;

/** Binds the settings of those parts that were read. */
public final class ConfigModule extends AbstractModule {

    private final Settings settings;

    public ConfigModule(Settings settings) {
        this.settings = settings;
    }

    @Override
    protected void configure() {
        bind(NetworkSettings.class).toInstance(settings.network());
        if (settings.has(Part.SLACK))
            bind(SlackSettings.class).toInstance(settings.slack());
        if (settings.has(Part.GITLAB))
            bind(GitlabSettings.class).toInstance(settings.gitlab());
        if (settings.has(Part.CLUSTER))
            bind(ClusterSettings.class).toInstance(settings.cluster());
        if (settings.has(Part.STORE))
            bind(StoreSettings.class).toInstance(settings.store());
        if (settings.has(Part.HTTP))
            bind(HttpSettings.class).toInstance(settings.http());
        if (settings.has(Part.TARGETS)) {
            LiveTargets live = new LiveTargets(settings);
            bind(LiveTargets.class).toInstance(live);
            bind(Catalog.class).toInstance(live);
            bind(TargetsFile.class).toInstance(live);
            bind(DoctorDuty.class).toInstance(new DoctorDuty() {
                @Override
                public boolean isOn() {
                    return key().rounds();
                }

                @Override
                public Optional<String> channel() {
                    return key().channel();
                }

                private DoctorKey key() {
                    return live.get().extra(DoctorKey.class).orElse(DoctorKey.NONE);
                }
            });
            bind(WatchPlace.class).toInstance(() -> live.get().extra(WatcherKey.class).map(WatcherKey::channel));
        }
    }
}
