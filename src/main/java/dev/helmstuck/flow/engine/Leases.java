package dev.helmstuck.flow.engine;

import java.time.Clock;
import java.time.Duration;
import java.util.UUID;

import dev.helmstuck.ports.LeaseLostException;
import dev.helmstuck.ports.Remediations;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** This process's rights to work on remediations, each held in the store for a while. */
@Singleton
final class Leases {
    static final Duration TIME = Duration.ofSeconds(30);

    private final Remediations remediations;
    private final Clock clock;
    private final String me = UUID.randomUUID().toString();

    @Inject
    Leases(Remediations remediations, Clock clock) {
        this.remediations = remediations;
        this.clock = clock;
    }

    /** Takes the right; false while another process holds it. */
    boolean take(String id) {
        return remediations.lease(id, me, clock.instant(), clock.instant().plus(TIME));
    }

    /**
     * Renews the right, as while something is waited for, and before it has an effect.
     *
     * @throws LeaseLostException if another process took over meanwhile
     */
    void keep(String id) {
        if (!remediations.renew(id, me, clock.instant().plus(TIME)))
            throw new LeaseLostException("another process of the bot has taken over");
    }

    /** Gives the right back, also when told to stop: whoever goes on need not wait until its time has passed. */
    void release(String id) {
        boolean stopped = Thread.interrupted();
        try {
            remediations.release(id, me);
        } finally {
            if (stopped) Thread.currentThread().interrupt();
        }
    }
}
