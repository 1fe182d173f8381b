package dev.helmstuck.metrics;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

import dev.helmstuck.doctor.Checkup;
import dev.helmstuck.doctor.Severity;
import dev.helmstuck.ports.Catalog;
import dev.helmstuck.ports.Signals;
import dev.helmstuck.ports.Signals.CallResult;
import dev.helmstuck.ports.Signals.Upstream;
import dev.helmstuck.ports.Signals.WatchResult;
import dev.helmstuck.ports.Version;
import dev.helmstuck.remediation.Outcome;
import dev.helmstuck.remediation.Remediation;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * What this process counts. Every series is there from the start, at zero, or the first of its kind would be no increase to Prometheus.
 * Labels are target names, which the configuration bounds, and words of ours: no id, no person, no text from outside.
 */
@Singleton
public final class Metrics implements Signals.Listener {
    private static final Duration[] CALLS = {Duration.ofMillis(10), Duration.ofMillis(50), Duration.ofMillis(250), Duration.ofSeconds(1),
            Duration.ofSeconds(5), Duration.ofSeconds(15)};
    private static final Duration[] WAITS = {Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofSeconds(30), Duration.ofMinutes(1),
            Duration.ofMinutes(2), Duration.ofMinutes(5), Duration.ofMinutes(10), Duration.ofMinutes(15), Duration.ofMinutes(30),
            Duration.ofHours(1), Duration.ofHours(2)};

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Catalog catalog;
    private final OpenRemediations open;
    private volatile Optional<Checkup> latest = Optional.empty();

    @Inject
    Metrics(Catalog catalog, OpenRemediations open, Version version) {
        this.catalog = catalog;
        this.open = open;
        open.bindTo(registry);
        List.of(Upstream.values()).forEach(system -> List.of(CallResult.values()).forEach(result -> calls(system, result)));
        List.of(Milestone.values()).forEach(this::waits);
        List.of(Severity.values()).forEach(this::findings);
        Gauge.builder("helmstuck.build.info", () -> 1).tag("version", version.text()).description("Always 1; the label says what runs")
                .register(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    /**
     * How Slack is reached.
     *
     * @param greetings how many WebSockets Slack has greeted so far
     */
    public void slack(BooleanSupplier connected, LongSupplier greetings) {
        Gauge.builder("helmstuck.slack.connected", () -> connected.getAsBoolean() ? 1 : 0)
                .description("1 while commands and reactions come in and answers go out").register(registry);
        FunctionCounter.builder("helmstuck.slack.reconnects", greetings, all -> Math.max(0, all.getAsLong() - 1))
                .description("WebSockets that Slack greeted after the first one").register(registry);
    }

    @Override
    public void called(Upstream system, CallResult result, Duration took) {
        calls(system, result).record(took);
    }

    @Override
    public void saved(Remediation before, Remediation after) {
        if (!before.state().ended())
            after.state().end().ifPresent(ending -> ended(after.target(), ending.outcome()).increment());
        Milestone.passed(before, after).forEach((milestone, took) -> waits(milestone).record(took));
    }

    @Override
    public void watched(String target, WatchResult result) {
        looks(target, result).increment();
    }

    @Override
    public void examined(Checkup checkup) {
        latest = Optional.of(checkup);
    }

    private void findings(Severity severity) {
        Gauge.builder("helmstuck.doctor.findings", () -> latest.map(checkup -> (double) checkup.count(severity)).orElse(Double.NaN))
                .tag("severity", word(severity)).description("What doctor's last round found; no number before the first")
                .register(registry);
    }

    private Counter looks(String target, WatchResult result) {
        return Counter.builder("helmstuck.watcher.looks").tags("target", target, "result", word(result))
                .description("The watcher's looks at a target, by what they came to").register(registry);
    }

    /** Everything, as Prometheus reads it. */
    String text() {
        open.refresh();
        catalog.targetNames().forEach(target -> {
            List.of(Outcome.values()).forEach(outcome -> ended(target, outcome));
            List.of(WatchResult.values()).forEach(result -> looks(target, result));
        });
        return registry.scrape();
    }

    private Counter ended(String target, Outcome outcome) {
        return Counter.builder("helmstuck.remediations").tags("target", target, "outcome", outcome.name())
                .description("Remediations that ended, by how").register(registry);
    }

    private Timer waits(Milestone milestone) {
        return Timer.builder("helmstuck.remediation.time").tag("to", milestone.word()).serviceLevelObjectives(WAITS)
                .description("How long it took: to the request for a yes, the delete and the proven deploy since the command, to the yes "
                        + "since the request")
                .register(registry);
    }

    private Timer calls(Upstream system, CallResult result) {
        return Timer.builder("helmstuck.upstream.calls").tags("system", word(system), "result", word(result)).serviceLevelObjectives(CALLS)
                .description("Requests to other systems and to the database, each try for itself").register(registry);
    }

    private static String word(Enum<?> one) {
        return one.name().toLowerCase(Locale.ROOT);
    }
}
