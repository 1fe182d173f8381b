package dev.helmstuck.store;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Scopes;
import dev.helmstuck.config.StoreSettings;
import dev.helmstuck.ports.Remediations;
import dev.helmstuck.ports.Signals;
import dev.helmstuck.ports.StoreProbe;
import jakarta.inject.Singleton;

/**
 * The store in SQL. Needs {@link StoreSettings}. The database is opened with the first object that needs it; if that fails, Guice's
 * ProvisionException has the {@link dev.helmstuck.ports.UnavailableException} as its cause. Whoever ends the program closes {@link Store}.
 */
public final class StoreModule extends AbstractModule {
    private final boolean existing;

    /** For the bot, which makes the database if there is none yet. */
    public StoreModule() {
        this(false);
    }

    private StoreModule(boolean existing) {
        this.existing = existing;
    }

    /** For whoever only looks at what the bot has stored, or adds to it. */
    public static StoreModule existing() {
        return new StoreModule(true);
    }

    @Override
    protected void configure() {
        bind(Remediations.class).to(SqlRemediations.class).in(Scopes.SINGLETON);
        bind(StoreStatus.class);
        bind(StoreProbe.class).to(SqlProbe.class);
    }

    @Provides
    @Singleton
    Store store(StoreSettings settings, Signals signals) {
        return existing ? Store.openExisting(settings) : Store.open(settings, signals);
    }
}
