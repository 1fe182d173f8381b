package dev.helmstuck.metrics;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import dev.helmstuck.ports.Remediations;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.State;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The remediations that have not ended, as the store has them: every replica shows the same. While it does not answer they are not a number. */
@Singleton
final class OpenRemediations {
    private static final Logger LOG = LoggerFactory.getLogger(OpenRemediations.class);
    /** A page that says less is worth more than none: Prometheus itself waits ten seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Remediations remediations;
    private final Clock clock;
    private volatile Optional<List<Remediation>> latest = Optional.empty();

    @Inject
    OpenRemediations(Remediations remediations, Clock clock) {
        this.remediations = remediations;
        this.clock = clock;
    }

    /** Reads the store, if it answers in time. */
    void refresh() {
        FutureTask<List<Remediation>> read = new FutureTask<>(remediations::unfinished);
        Thread.ofVirtual().name("open-remediations").start(read);
        try {
            latest = Optional.of(read.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
            return;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException silent) {
            LOG.debug("the open remediations are not counted", silent);
        }
        latest = Optional.empty();
    }

    void bindTo(MeterRegistry registry) {
        states(State.class).filter(state -> state != State.Closed.class).map(Class::getSimpleName).forEach(state -> {
            Gauge.builder("helmstuck.open.remediations", () -> count(state)).tag("state", state)
                    .description("Remediations that have not ended, by where they stand").register(registry);
            Gauge.builder("helmstuck.open.remediation.age", () -> oldest(state)).tag("state", state).baseUnit("seconds")
                    .description("For how long the oldest of them has stood there").register(registry);
        });
    }

    private static Stream<Class<?>> states(Class<?> sealed) {
        return Stream.of(sealed.getPermittedSubclasses()).flatMap(state -> state.isSealed() ? states(state) : Stream.of(state));
    }

    private double count(String state) {
        return latest.map(all -> (double) in(state, all).count()).orElse(Double.NaN);
    }

    private double oldest(String state) {
        Instant now = clock.instant();
        return latest.map(all -> in(state, all).mapToDouble(it -> Math.max(0, Duration.between(it.since(), now).toSeconds())).max()
                .orElse(0)).orElse(Double.NaN);
    }

    private static Stream<Remediation> in(String state, List<Remediation> all) {
        return all.stream().filter(remediation -> remediation.state().word().equals(state));
    }
}
