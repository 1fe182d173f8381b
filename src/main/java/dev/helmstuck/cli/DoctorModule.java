package dev.helmstuck.cli;

import com.google.inject.AbstractModule;
import dev.helmstuck.config.Settings;
import dev.helmstuck.slack.SlackModule;
import dev.helmstuck.store.StoreModule;

/** What it takes to look at everything that a remediation would need. */
final class DoctorModule extends AbstractModule {
    private final Settings settings;

    DoctorModule(Settings settings) {
        this.settings = settings;
    }

    @Override
    protected void configure() {
        install(new CheckModule(settings));
        install(new SlackModule());
        install(new StoreModule());
    }
}
