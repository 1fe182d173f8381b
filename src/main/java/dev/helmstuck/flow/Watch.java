package dev.helmstuck.flow;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import dev.helmstuck.ports.Remediations;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.State;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The clock's part: deadlines, retries, remediations whose process died, and reactions whose event never came. */
@Singleton
public final class Watch {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration RENEW = Duration.ofSeconds(10);
    /** Events can be lost while no connection was open; the message itself has the truth. */
    private static final Duration LOOK_AT_REACTIONS = Duration.ofSeconds(60);
    /** Slack's last redelivery comes minutes after the first delivery. */
    private static final Duration REMEMBER_KEYS = Duration.ofDays(30);

    private final Remediations remediations;
    private final Driver driver;
    private final Outage outage;
    private final Clock clock;
    private final Map<String, Instant> looked = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("watch").factory());
    private Instant renewed = Instant.EPOCH;
    private Instant forgot = Instant.EPOCH;

    @Inject
    Watch(Remediations remediations, Driver driver, Outage outage, Clock clock) {
        this.remediations = remediations;
        this.driver = driver;
        this.outage = outage;
        this.clock = clock;
    }

    /** Begins to tick. */
    public void start() {
        // tick never throws, so nothing is to be learned from the future
        var unused = timer.scheduleWithFixedDelay(this::tick, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Ticks no more. */
    public void stop() {
        timer.shutdownNow();
    }

    /** One tick; never throws, for that would end the timer. */
    void tick() {
        try {
            Instant now = clock.instant();
            if (!now.isBefore(renewed.plus(RENEW))) {
                driver.renew();
                renewed = now;
            }
            if (!now.isBefore(forgot.plus(Duration.ofHours(1)))) {
                remediations.forgetKeys(now.minus(REMEMBER_KEYS));
                forgot = now;
            }
            List<Remediation> unfinished = remediations.unfinished();
            if (outage.lasts()) {
                // one that can be read may still be locked, full or read-only: only a write shows that it is back
                remediations.forgetKeys(now.minus(REMEMBER_KEYS));
                outage.over();
            }
            looked.keySet().retainAll(unfinished.stream().map(Remediation::id).toList());
            unfinished.stream().filter(each -> !driver.working(each.id()) && driver.due(each.id()))
                    .filter(each -> due(each, now)).forEach(each -> driver.poke(each.id()));
        } catch (UnavailableException silent) {
            LOG.warn("tick: {}: {}", silent.source(), silent.why());
            outage.lost(silent);
        } catch (RuntimeException bug) {
            LOG.error("tick failed", bug);
        }
    }

    private boolean due(Remediation remediation, Instant now) {
        if (!(remediation.state() instanceof State.AwaitingApproval(var plan, var request, var voided)) || request.isEmpty()) return true;
        if (driver.turnedAway(remediation.id())) return true;
        boolean over = !now.isBefore(request.get().deadline());
        Instant last = looked.getOrDefault(remediation.id(), Instant.EPOCH);
        if (!over && now.isBefore(last.plus(LOOK_AT_REACTIONS))) return false;
        looked.put(remediation.id(), now);
        return true;
    }
}
