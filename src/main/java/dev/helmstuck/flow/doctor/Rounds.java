package dev.helmstuck.flow.doctor;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import dev.helmstuck.doctor.Checkup;
import dev.helmstuck.doctor.Severity;
import dev.helmstuck.ports.Catalog;
import dev.helmstuck.ports.Ticker;
import dev.helmstuck.ports.UnavailableException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Doctor's rounds while the bot serves, unless the targets file switches them off: at its start, then once a day, an hour after something
 * could not be looked at or told, and when a changed targets file turns out to be broken, or is mended.
 */
@Singleton
public final class Rounds {
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);
    private static final Duration EVERY = Duration.ofDays(1);
    private static final Duration AFTER_SILENCE = Duration.ofHours(1);
    private static final Duration TICK = Duration.ofMinutes(1);

    private final Doctor doctor;
    private final Catalog catalog;
    private final ServeKeys serve;
    private final DoctorNews news;
    private final Clock clock;
    private final Ticker ticker = new Ticker("doctor", TICK);
    private Instant due = Instant.EPOCH;
    private List<String> heldBack = List.of();
    private volatile Optional<Checkup> latest = Optional.empty();

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
        ticker.start(this::tick);
    }

    /** Ends; a round that is under way is broken off. */
    public void stop() {
        ticker.stop();
    }

    /** What the last round found; empty before the first, and while there are none. */
    public Optional<Checkup> latest() {
        return latest;
    }

    /** A round, if it is time for one; never throws, for that would end the timer. */
    void tick() {
        Instant now = clock.instant();
        if (!serve.doctor().isOn()) latest = Optional.empty();
        else if (!now.isBefore(due) || !heldBack.equals(serve.heldBack())) round(now);
    }

    private void round(Instant now) {
        due = now.plus(AFTER_SILENCE);
        heldBack = serve.heldBack();
        try {
            Checkup checkup = doctor.examine(catalog.all());
            if (Thread.currentThread().isInterrupted()) return;
            boolean told = news.tell(checkup, serve.doctor().channel());
            if (told && checkup.count(Severity.UNKNOWN) == 0) due = now.plus(EVERY);
            latest = Optional.of(checkup);
        } catch (UnavailableException silent) {
            LOG.warn("doctor: {}: {}", silent.source(), silent.why());
        } catch (RuntimeException bug) {
            LOG.error("doctor failed", bug);
        }
    }
}
