package dev.helmstuck.flow.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;

import dev.helmstuck.ports.Remediations;
import dev.helmstuck.ports.Ticker;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.remediation.Remediation;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The clock's part: deadlines, retries, remediations whose process died, and reactions whose event never came. */
@Singleton
public final class Timer {
    private static final Logger LOG = LoggerFactory.getLogger(Timer.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration RENEW = Duration.ofSeconds(10);
    private static final Duration FORGET = Duration.ofHours(1);
    /** Slack's last redelivery comes minutes after the first delivery. */
    private static final Duration REMEMBER_KEYS = Duration.ofDays(30);

    private final Remediations remediations;
    private final Queue queue;
    private final Display display;
    private final SweepBoard sweeps;
    private final DatabaseOutage outage;
    private final Clock clock;
    private final Ticker ticker = new Ticker("timer", EVERY);
    private Instant renewed = Instant.EPOCH;
    private Instant forgot = Instant.EPOCH;

    /** What the chat shows. */
    record Boards(Display display, SweepBoard sweeps) {
        @Inject
        Boards {}
    }

    @Inject
    Timer(Remediations remediations, Queue queue, Boards boards, DatabaseOutage outage, Clock clock) {
        this.remediations = remediations;
        this.queue = queue;
        this.display = boards.display();
        this.sweeps = boards.sweeps();
        this.outage = outage;
        this.clock = clock;
    }

    /** Begins to tick. */
    public void start() {
        ticker.start(this::tick);
    }

    /** Ticks no more. */
    public void stop() {
        ticker.stop();
    }

    /** One tick; never throws, for that would end the timer. */
    void tick() {
        try {
            Instant now = clock.instant();
            if (!now.isBefore(renewed.plus(RENEW))) {
                queue.renew();
                renewed = now;
            }
            if (!now.isBefore(forgot.plus(FORGET))) {
                remediations.forgetKeys(now.minus(REMEMBER_KEYS));
                forgot = now;
            }
            Set<String> unfinished = new LinkedHashSet<>(outage.unfinished().stream().map(Remediation::id).toList());
            if (outage.lasts()) {
                // one that can be read may still be locked, full or read-only: only a write shows that it is back
                remediations.forgetKeys(now.minus(REMEMBER_KEYS));
                outage.over().forEach(queue::poke);
            }
            display.tick();
            sweeps.tick();
            queue.tick(unfinished);
        } catch (UnavailableException silent) {
            LOG.warn("tick: {}: {}", silent.source(), silent.why());
            outage.lost(silent);
        } catch (RuntimeException bug) {
            LOG.error("tick failed", bug);
        }
    }
}
