package dev.helmstuck.flow;

import java.time.Clock;
import java.time.Duration;
import java.util.UUID;

import dev.helmstuck.ports.Remediations;
import dev.helmstuck.ports.UnavailableException;
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

    /** Takes or renews the right; false while another process holds it. */
    boolean take(String id) {
        return remediations.lease(id, me, clock.instant(), clock.instant().plus(TIME));
    }

    /**
     * Renews the right where something was waited for and is now about to have an effect.
     *
     * @throws UnavailableException if another process took over meanwhile, or the store cannot say
     */
    void keep(String id) {
        if (!take(id)) throw new UnavailableException("helm-stuck", "another process of the bot has taken over");
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
