package dev.helmstuck.flow.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

import dev.helmstuck.ports.Backoff;
import dev.helmstuck.ports.LogContext;
import dev.helmstuck.ports.StoppedException;
import dev.helmstuck.ports.UnavailableException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is to be worked on, and when. Every trigger (a command, a reaction, a reconnect, a tick, a restart) is only a {@link #poke}: what is
 * to be done is always read from the store. One thread of this process works on a remediation at a time.
 */
@Singleton
public final class Queue {
    private static final Logger LOG = LoggerFactory.getLogger(Queue.class);
    private static final Backoff AGAIN = new Backoff(Duration.ofSeconds(5), 2, Duration.ofMinutes(1));

    private final Driver driver;
    private final DatabaseOutage outage;
    private final Executor background;
    private final Clock clock;
    private final Map<String, Integer> pokes = new ConcurrentHashMap<>();
    private final Map<String, Rest> rests = new ConcurrentHashMap<>();

    /** Until when nothing is to be done unless something happens, after so many failures in a row. */
    private record Rest(Instant until, int failures) {}

    @Inject
    Queue(Driver driver, DatabaseOutage outage, Executor background, Clock clock) {
        this.driver = driver;
        this.outage = outage;
        this.background = background;
        this.clock = clock;
    }

    /** This remediation is worked on soon; a poke while it is being worked on leads to one more round. */
    public void poke(String id) {
        if (pokes.merge(id, 1, Integer::sum) == 1) background.execute(LogContext.of(id, () -> rounds(id)));
    }

    /** Pokes those of the unfinished ones whose time has come, and forgets all others. */
    void tick(Set<String> unfinished) {
        rests.keySet().retainAll(unfinished);
        Instant now = clock.instant();
        unfinished.stream().filter(id -> !pokes.containsKey(id))
                .filter(id -> !rests.containsKey(id) || !now.isBefore(rests.get(id).until())).forEach(this::poke);
    }

    /** Keeps the leases of what is being worked on. */
    void renew() {
        pokes.keySet().forEach(driver::renew);
    }

    private void rounds(String id) {
        try {
            int seen;
            do {
                seen = pokes.getOrDefault(id, 0);
                round(id);
            } while (!pokes.remove(id, seen));
        } catch (Error fatal) {
            // out of memory: the timer tries this one again, and no other one is lost
            pokes.remove(id);
            throw fatal;
        }
    }

    private void round(String id) {
        try {
            outage.over(id);
            rests.put(id, new Rest(driver.round(id, rests.size()), 0));
        } catch (UnavailableException silent) {
            LOG.warn("{}: {} did not answer, tried again later: {}", id, silent.source(), silent.why());
            // a database that can still be read is lost all the same if it takes no lease
            if (silent.isOfDatabase()) outage.lost(silent);
            later(id);
        } catch (StoppedException told) {
            LOG.info("{}: left to the next start", id);
        } catch (RuntimeException | StackOverflowError | LinkageError bug) {
            LOG.error("{}: a round failed", id, bug);
            later(id);
        }
    }

    private void later(String id) {
        rests.compute(id, (key, before) -> {
            int failures = before == null ? 1 : before.failures() + 1;
            return new Rest(clock.instant().plus(AGAIN.after(failures)), failures);
        });
    }
}
