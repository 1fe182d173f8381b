package dev.helmstuck.cli;

import com.google.inject.AbstractModule;
import dev.helmstuck.config.Settings;
import dev.helmstuck.flow.FlowModule;
import dev.helmstuck.slack.SlackModule;
import dev.helmstuck.store.StoreModule;

/** The whole bot. */
public final class BotModule extends AbstractModule {
    private final Settings settings;

    public BotModule(Settings settings) {
        this.settings = settings;
    }

    @Override
    protected void configure() {
        install(new CheckModule(settings));
        install(new StoreModule());
        install(new SlackModule());
        install(new FlowModule());
    }
}
