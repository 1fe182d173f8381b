package dev.helmstuck.cli;

import java.time.Duration;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Module;
import com.sun.net.httpserver.HttpHandler;
import dev.helmstuck.config.LiveTargets;
import dev.helmstuck.config.Settings;
import dev.helmstuck.config.SlackSettings;
import dev.helmstuck.doctor.CheckupReport;
import dev.helmstuck.flow.doctor.Rounds;
import dev.helmstuck.flow.engine.Background;
import dev.helmstuck.flow.engine.Timer;
import dev.helmstuck.flow.watch.Watcher;
import dev.helmstuck.health.HealthServer;
import dev.helmstuck.health.Readiness;
import dev.helmstuck.kubernetes.KubernetesCluster;
import dev.helmstuck.metrics.Metrics;
import dev.helmstuck.metrics.MetricsPage;
import dev.helmstuck.ports.ConfiguredTarget;
import dev.helmstuck.ports.Signals;
import dev.helmstuck.slack.SlackConnection;
import dev.helmstuck.slack.SlackHttp;
import dev.helmstuck.slack.SlackStatus;
import dev.helmstuck.store.Store;
import dev.helmstuck.store.StoreStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running bot: starts its parts in order and stops them in the opposite one. */
public final class Bot implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Bot.class);
    /** Work under way is waited for so long; the rest is resumed from the store at the next start. */
    private static final Duration DRAIN = Duration.ofSeconds(5);

    private final Settings settings;
    private final Module parts;
    private final Deque<Runnable> stops = new ConcurrentLinkedDeque<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private int port;

    public Bot(Settings settings) {
        this(settings, new BotModule(settings));
    }

    /** With other parts than the usual ones. */
    public Bot(Settings settings, Module parts) {
        this.settings = settings;
        this.parts = parts;
    }

    /** Starts everything; a chat that is down does not stop it, readiness says so. */
    public void start() {
        Injector injector = Guice.createInjector(parts);
        count(injector);
        Store store = injector.getInstance(Store.class);
        stops.push(store::close);
        SlackConnection slack = injector.getInstance(SlackConnection.class);
        stops.push(slack::hangUp);
        Background background = injector.getInstance(Background.class);
        stops.push(() -> background.drain(DRAIN));
        HealthServer http = new HealthServer(settings.http(), readiness(injector), handlers(injector));
        stops.push(http::close);
        port = http.port();
        Timer timer = injector.getInstance(Timer.class);
        stops.push(timer::stop);
        timer.start();
        Watcher watcher = injector.getInstance(Watcher.class);
        stops.push(watcher::stop);
        watcher.start();
        Rounds rounds = injector.getInstance(Rounds.class);
        stops.push(rounds::stop);
        rounds.start();
        stops.push(slack::close);
        slack.start();
        ConfigWatch watch = injector.getInstance(ConfigWatch.class);
        stops.push(watch::close);
        watch.start();
        injector.getInstance(KubernetesCluster.class)
                .problems(settings.targets().targets().values().stream().map(ConfiguredTarget::target).toList()).forEach(LOG::warn);
        LOG.info("helm-stuck {} serves {} on port {}", HelmStuckCommand.version().text(), settings.targets().targets().keySet(), port);
    }

    private static void count(Injector injector) {
        Metrics metrics = injector.getInstance(Metrics.class);
        SlackStatus slack = injector.getInstance(SlackStatus.class);
        metrics.slack(() -> slack.trouble().isEmpty(), slack::greetings);
        injector.getInstance(Signals.class).heardBy(metrics);
    }

    private static Readiness readiness(Injector injector) {
        Map<String, Supplier<Optional<String>>> parts = new HashMap<>();
        parts.put("slack", injector.getInstance(SlackStatus.class)::trouble);
        parts.put("store", injector.getInstance(StoreStatus.class)::trouble);
        Rounds rounds = injector.getInstance(Rounds.class);
        return new Readiness(parts, Map.of("configuration", injector.getInstance(LiveTargets.class)::trouble,
                "doctor", () -> rounds.latest().flatMap(CheckupReport::remark)));
    }

    private Map<String, HttpHandler> handlers(Injector injector) {
        MetricsPage metrics = injector.getInstance(MetricsPage.class);
        return switch (settings.slack()) {
            case SlackSettings.Socket socket -> Map.of("/metrics", metrics);
            case SlackSettings.Http http -> Map.of("/metrics", metrics, "/slack/events", injector.getInstance(SlackHttp.class));
        };
    }

    /** The port of the bot's HTTP server. */
    public int port() {
        return port;
    }

    /** Whether it was told to stop, be it while it was starting. */
    boolean stopping() {
        return closed.get();
    }

    @Override
    public void close() {
        if (closed.getAndSet(true)) return;
        while (!stops.isEmpty()) {
            try {
                stops.pop().run();
            } catch (RuntimeException stuck) {
                LOG.warn("a part did not stop cleanly", stuck);
            }
        }
        LOG.info("stopped");
    }
}
