package dev.helmstuck.store;

import dev.helmstuck.config.StoreSettings;
import dev.helmstuck.doctor.StoreAnswer;
import dev.helmstuck.ports.StoreProbe;
import jakarta.inject.Inject;

/** Looks with a connection of its own, which it gives back. */
final class SqlProbe implements StoreProbe {
    private final StoreSettings settings;

    @Inject
    SqlProbe(StoreSettings settings) {
        this.settings = settings;
    }

    @Override
    public StoreAnswer look() {
        return Store.look(settings);
    }
}
