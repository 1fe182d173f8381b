package dev.helmstuck.flow.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

import dev.helmstuck.ports.LeaseLostException;
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
    /** An edit that fails for so long never will succeed; the messages below it are there anyway. */
    private static final Duration EDITS_GIVEN_UP = Duration.ofMinutes(10);

    private final Remediations remediations;
    private final SweepViews views;
    private final Publisher publisher;
    private final Executor background;
    private final Clock clock;
    private final Set<String> busy = ConcurrentHashMap.newKeySet();
    private final Map<String, Instant> rests = new ConcurrentHashMap<>();

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
        rests.keySet().retainAll(open.stream().map(Sweep::id).toList());
        Instant now = clock.instant();
        open.stream().filter(sweep -> !now.isBefore(rests.getOrDefault(sweep.id(), now))).forEach(this::show);
    }

    /** Shows it soon. */
    public void show(Sweep sweep) {
        if (!busy.add(sweep.id())) return;
        background.execute(() -> {
            try {
                agree(sweep);
            } catch (UnavailableException later) {
                LOG.warn("{}: the first message of a sweep lags behind: {}: {}", sweep.id(), later.source(), later.why());
            } catch (LeaseLostException | StoppedException over) {
                LOG.info("{}: the first message of a sweep is left as it is: {}", sweep.id(), over.getMessage());
            } finally {
                rests.put(sweep.id(), clock.instant().plus(TOGETHER));
                busy.remove(sweep.id());
            }
        });
    }

    private void agree(Sweep sweep) {
        SweepViews.Now now = views.of(sweep);
        boolean agrees = publisher.shows(sweep.id(), now.message());
        if (!agrees) agrees = publisher.agree(sweep, () -> views.of(sweep).message());
        boolean givenUp = !clock.instant().isBefore(now.since().plus(EDITS_GIVEN_UP));
        // what was shown just now may be newer: then the next turn finds that it has ended
        if (now.ended() && (agrees || givenUp)) remediations.told(sweep);
    }
}
