package dev.helmstuck.flow.watch;

import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

import dev.helmstuck.ports.Catalog;
import dev.helmstuck.ports.ConfiguredTarget;
import dev.helmstuck.ports.PendingRecords;
import dev.helmstuck.ports.PendingRecords.PendingRecord;
import dev.helmstuck.ports.Signals;
import dev.helmstuck.ports.Signals.WatchResult;
import dev.helmstuck.ports.Ticker;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.ports.WatchPlace;
import dev.helmstuck.runbook.Target;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at every target but the drills once a minute, by one list of metadata for each namespace, and says in a channel what has been
 * pending for longer than its jobs take, with no job at work. It never acts.
 */
@Singleton
public final class Watcher {
    private static final Logger LOG = LoggerFactory.getLogger(Watcher.class);
    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final int AT_ONCE = 8;

    private final Catalog catalog;
    private final WatchPlace place;
    private final Sight sight;
    private final Signals signals;
    private final Clock clock;
    private final Ticker ticker = new Ticker("watcher", EVERY);

    /** What it looks with. */
    record Sight(PendingRecords records, Turns turns, Suspicion suspicion, Blindness blindness) {
        @Inject
        Sight {}
    }

    private record Namespace(String cluster, String name) {
        static Namespace of(Target target) {
            return new Namespace(target.cluster(), target.namespace());
        }

        String words() {
            return "namespace " + name + " in cluster " + cluster;
        }
    }

    @Inject
    Watcher(Catalog catalog, WatchPlace place, Sight sight, Signals signals, Clock clock) {
        this.catalog = catalog;
        this.place = place;
        this.sight = sight;
        this.signals = signals;
        this.clock = clock;
    }

    /** Begins to look, if a channel is configured or as soon as one is. */
    public void start() {
        ticker.start(this::tick);
    }

    /** Looks no more. */
    public void stop() {
        ticker.stop();
    }

    /** Looks, if it is time and this process's turn; never throws, for that would end the timer. */
    void tick() {
        try {
            Optional<String> channel = place.channel();
            if (channel.isPresent() && sight.turns().take(clock.instant())) look(channel.get());
        } catch (UnavailableException silent) {
            LOG.warn("the watcher does not look: {}: {}", silent.source(), silent.why());
        } catch (RuntimeException bug) {
            LOG.error("the watcher failed", bug);
        }
    }

    private void look(String channel) {
        Map<Namespace, List<Target>> places = catalog.real().stream().map(ConfiguredTarget::target)
                .collect(Collectors.groupingBy(Namespace::of, LinkedHashMap::new, Collectors.toList()));
        Set<String> uids = ConcurrentHashMap.newKeySet();
        try (ExecutorService looks = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().name("watch-", 0).factory())) {
            places.forEach((namespace, targets) -> looks.execute(() -> look(channel, namespace, targets, uids)));
        }
        sight.suspicion().retain(uids);
    }

    private void look(String channel, Namespace namespace, List<Target> targets, Set<String> uids) {
        try {
            List<PendingRecord> pending = sight.records().pending(namespace.cluster(), namespace.name());
            sight.blindness().over(namespace.words());
            pending.forEach(record -> uids.add(record.revision().uid()));
            targets.forEach(target -> signals.watched(target.name(), newest(target, pending)
                    .map(record -> judged(channel, target, record)).orElse(WatchResult.QUIET)));
        } catch (UnavailableException blind) {
            targets.forEach(target -> signals.watched(target.name(), WatchResult.UNREADABLE));
            sight.blindness().again(namespace.words(), channel, targets.stream().map(Target::name).toList(), blind);
        } catch (RuntimeException bug) {
            LOG.error("the watcher's look at {} failed", namespace.words(), bug);
        }
    }

    private WatchResult judged(String channel, Target target, PendingRecord record) {
        String what = "the jobs of " + target.name();
        try {
            WatchResult result = sight.suspicion().judge(target, record, channel);
            sight.blindness().over(what);
            return result;
        } catch (UnavailableException blind) {
            sight.blindness().again(what, channel, List.of(target.name()), blind);
            return WatchResult.UNREADABLE;
        }
    }

    private static Optional<PendingRecord> newest(Target target, List<PendingRecord> pending) {
        return pending.stream().filter(record -> record.release().equals(target.release()))
                .max(Comparator.comparingInt(record -> record.revision().number()));
    }
}
