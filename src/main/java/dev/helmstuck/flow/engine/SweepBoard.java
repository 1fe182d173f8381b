package dev.helmstuck.flow.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

import dev.helmstuck.ports.Backoff;
import dev.helmstuck.ports.LeaseLostException;
import dev.helmstuck.ports.LogContext;
import dev.helmstuck.ports.Remediations;
import dev.helmstuck.ports.StoppedException;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.remediation.Sweep;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the first message of each sweep as its remediations stand, until all have ended and it says so. Whichever process has the sweep's lease
 * does it, from what is saved; nothing else of a sweep ever changes.
 */
@Singleton
public final class SweepBoard {
    private static final Logger LOG = LoggerFactory.getLogger(SweepBoard.class);
    /** What changes within seconds is one edit, as with a remediation's own first message. */
    private static final Duration TOGETHER = Duration.ofSeconds(3);
    private static final Backoff AGAIN = new Backoff(TOGETHER, 2, Duration.ofMinutes(1));
    /** An edit that fails for so long never will succeed. Before, it is tried on: of what is not stuck nothing else is said. */
    private static final Duration EDITS_GIVEN_UP = Duration.ofHours(12);

    private final Remediations remediations;
    private final SweepViews views;
    private final Publisher publisher;
    private final Executor background;
    private final Clock clock;
    private final Set<String> busy = ConcurrentHashMap.newKeySet();
    private final Map<String, Turn> turns = new ConcurrentHashMap<>();

    /** When it is looked at again, after so many failures in a row. */
    private record Turn(Instant at, int failures) {
        private static final Turn NONE = new Turn(Instant.EPOCH, 0);
    }

    @Inject
    SweepBoard(Remediations remediations, SweepViews views, Publisher publisher, Executor background, Clock clock) {
        this.remediations = remediations;
        this.views = views;
        this.publisher = publisher;
        this.background = background;
        this.clock = clock;
    }

    /** Shows those whose turn it is. */
    void tick() {
        List<Sweep> open = remediations.openSweeps();
        turns.keySet().retainAll(open.stream().map(Sweep::id).toList());
        Instant now = clock.instant();
        open.stream().filter(sweep -> !now.isBefore(turns.getOrDefault(sweep.id(), Turn.NONE).at())).forEach(this::show);
    }

    /** Shows it soon. */
    public void show(Sweep sweep) {
        if (!busy.add(sweep.id())) return;
        background.execute(LogContext.of(sweep.id(), () -> {
            boolean agrees = false;
            try {
                agrees = agree(sweep);
            } catch (UnavailableException later) {
                LOG.warn("{}: the first message of a sweep lags behind: {}: {}", sweep.id(), later.source(), later.why());
            } catch (LeaseLostException | StoppedException over) {
                LOG.info("{}: the first message of a sweep is left as it is: {}", sweep.id(), over.getMessage());
            } finally {
                rest(sweep, agrees);
                busy.remove(sweep.id());
            }
        }));
    }

    private void rest(Sweep sweep, boolean agrees) {
        int failures = agrees ? 0 : turns.getOrDefault(sweep.id(), Turn.NONE).failures() + 1;
        turns.put(sweep.id(), new Turn(clock.instant().plus(agrees ? TOGETHER : AGAIN.after(failures)), failures));
    }

    private boolean agree(Sweep sweep) {
        SweepViews.Now now = views.of(sweep);
        boolean agrees = publisher.shows(sweep.id(), now.message()) || publisher.agree(sweep, () -> views.of(sweep).message());
        boolean givenUp = !clock.instant().isBefore(now.since().plus(EDITS_GIVEN_UP));
        // what was shown just now may be newer, or lack a link: then the next turn sees to it
        boolean whole = now.linked() && publisher.shows(sweep.id(), now.message());
        if (now.closed() && (whole || givenUp)) remediations.told(sweep);
        return agrees;
    }
}
