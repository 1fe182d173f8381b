package dev.helmstuck.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.helmstuck.ports.Remediations;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.testing.MemoryRemediations;
import org.junit.jupiter.api.Test;

/** The fake keeps the contract of the real store. */
final class MemoryRemediationsTest extends RemediationsContract {
    private final MemoryRemediations store = new MemoryRemediations();

    @Override
    Remediations store() {
        return store;
    }

    @Test
    void while_it_is_down_nothing_is_answered_and_nothing_is_lost() {
        store.first("key", Stored.NOW);
        store.goDown("its disk is full");
        assertThatThrownBy(() -> store.first("key", Stored.NOW)).isInstanceOf(UnavailableException.class).hasMessage("its disk is full");
        store.comeUp();
        assertThat(store.first("key", Stored.NOW)).isFalse();
    }
}
