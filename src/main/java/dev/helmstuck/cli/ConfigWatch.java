package dev.helmstuck.cli;

import java.time.Duration;

import dev.helmstuck.config.LiveTargets;
import dev.helmstuck.kubernetes.KubernetesCluster;
import dev.helmstuck.ports.ConfiguredTarget;
import dev.helmstuck.ports.Ticker;
import jakarta.inject.Inject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks every few seconds whether the targets file has changed, and says in the log what came of it. */
final class ConfigWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigWatch.class);
    private static final Duration EVERY = Duration.ofSeconds(5);

    private final LiveTargets targets;
    private final KubernetesCluster cluster;
    private final Ticker ticker = new Ticker("config-watch", EVERY);

    @Inject
    ConfigWatch(LiveTargets targets, KubernetesCluster cluster) {
        this.targets = targets;
        this.cluster = cluster;
    }

    void start() {
        ticker.start(this::look);
    }

    /** One look; whatever goes wrong in it, the next one comes. */
    void look() {
        try {
            targets.look().ifPresent(this::say);
        } catch (RuntimeException bug) {
            LOG.error("the targets file could not be looked at", bug);
        }
    }

    private void say(LiveTargets.Change change) {
        change.lines().forEach(line -> {
            if (change.taken()) LOG.info("the targets file: {}", line);
            else
                LOG.error("the targets file: {}", line);
        });
        if (change.taken()) cluster.problems(targets.all().stream().map(ConfiguredTarget::target).toList()).forEach(LOG::warn);
    }

    @Override
    public void close() {
        ticker.stop();
    }
}
