package dev.helmstuck.flow.doctor;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import dev.helmstuck.doctor.Checkup;
import dev.helmstuck.ports.Catalog;
import dev.helmstuck.ports.UnavailableException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Doctor's rounds while the bot serves, where the targets file names a channel for what went bad: at its start, then once a day, and when a
 * changed targets file turns out to be broken, or is mended.
 */
@Singleton
public final class Rounds {
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);
    private static final Duration EVERY = Duration.ofDays(1);
    private static final Duration TICK = Duration.ofMinutes(1);

    private final Doctor doctor;
    private final Catalog catalog;
    private final ServeKeys serve;
    private final DoctorNews news;
    private final Clock clock;
    private final ScheduledExecutorService timer = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("doctor").factory());
    private Instant due = Instant.EPOCH;
    private List<String> heldBack = List.of();
    private volatile boolean rested;

    @Inject
    Rounds(Doctor doctor, Catalog catalog, ServeKeys serve, DoctorNews news, Clock clock) {
        this.doctor = doctor;
        this.catalog = catalog;
        this.serve = serve;
        this.news = news;
        this.clock = clock;
    }

    /** Begins; nobody waits for it. */
    public void start() {
        // tick never throws, so nothing is to be learned from the future
        var unused = timer.scheduleWithFixedDelay(this::tick, 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Ends; a round that is under way is broken off. */
    public void stop() {
        timer.shutdownNow();
    }

    /** Whether it has made its round and waits for the next. */
    public boolean isRested() {
        return rested;
    }

    /** A round, if it is time for one; never throws, for that would end the timer. */
    void tick() {
        Optional<String> channel = serve.doctor().channel();
        Instant now = clock.instant();
        if (channel.isEmpty() || (now.isBefore(due) && heldBack.equals(serve.heldBack()))) return;
        due = now.plus(EVERY);
        heldBack = serve.heldBack();
        rested = false;
        try {
            Checkup checkup = doctor.examine(catalog.all());
            if (Thread.currentThread().isInterrupted()) return;
            checkup.examinations().forEach(one -> one.bad().forEach(
                    symptom -> LOG.warn("doctor: {}: {}: {} → {}", one.subject(), symptom.point().id(), symptom.seen(), symptom.cure())));
            news.tell(checkup, channel.get());
        } catch (UnavailableException silent) {
            LOG.warn("doctor: {}: {}", silent.source(), silent.why());
        } catch (RuntimeException bug) {
            LOG.error("doctor failed", bug);
        } finally {
            rested = true;
        }
    }
}
