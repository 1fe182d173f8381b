package dev.helmstuck.store;

import java.util.Optional;

import dev.helmstuck.ports.UnavailableException;
import jakarta.inject.Inject;

/** Whether the store can be used now, for readiness. */
public final class StoreStatus {
    private final Store store;

    @Inject
    StoreStatus(Store store) {
        this.store = store;
    }

    /** Why nothing can be saved, in words; empty if it can. Costs one statement that writes nothing. */
    public Optional<String> trouble() {
        try {
            store.probe();
            return Optional.empty();
        } catch (UnavailableException down) {
            return Optional.of(down.source() + ": " + down.why());
        }
    }
}
