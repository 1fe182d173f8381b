package dev.helmstuck.flow.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;

import dev.helmstuck.ports.LogContext;
import dev.helmstuck.ports.Remediations;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.remediation.Event;
import dev.helmstuck.remediation.Note;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.State;
import dev.helmstuck.report.thread.OutageReport;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in every open thread that the database is lost, and notes when it is back. What is needed for the first cannot be read from the
 * database then, so it is the one thing that is remembered in memory; after a restart without a database nothing is said.
 */
@Singleton
final class DatabaseOutage {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseOutage.class);
    /** A database that hands over to its standby is away for a moment, and nobody needs to hear of it. */
    private static final Duration BEFORE_SAYING = Duration.ofSeconds(5);

    private final Remediations remediations;
    private final Publisher publisher;
    private final Executor background;
    private final Clock clock;
    private final Map<String, Remediation> open = new ConcurrentHashMap<>();
    private final CopyOnWriteArrayList<String> told = new CopyOnWriteArrayList<>();
    private Optional<Instant> since = Optional.empty();

    @Inject
    DatabaseOutage(Remediations remediations, Publisher publisher, Executor background, Clock clock) {
        this.remediations = remediations;
        this.publisher = publisher;
        this.background = background;
        this.clock = clock;
    }

    /** Remembers where a remediation stands. */
    void saw(Remediation remediation) {
        if (remediation.state() instanceof State.Closed) {
            open.remove(remediation.id());
        } else {
            open.put(remediation.id(), remediation);
        }
    }

    /** All that are unfinished. What other processes did with them is known here from now on too, and what they ended is forgotten. */
    List<Remediation> unfinished() {
        Map<String, Remediation> before = Map.copyOf(open);
        Map<String, Remediation> now = new LinkedHashMap<>();
        remediations.unfinished().forEach(it -> now.put(it.id(), it));
        // what has come since it was asked for stays
        before.forEach((id, known) -> {
            if (now.containsKey(id)) {
                open.replace(id, known, now.get(id));
            } else {
                open.remove(id, known);
            }
        });
        return List.copyOf(now.values());
    }

    /** Whether a question to the database got no answer, and none has got one since. */
    synchronized boolean lasts() {
        return since.isPresent();
    }

    /** The database did not answer. */
    synchronized void lost(UnavailableException database) {
        Instant now = clock.instant();
        Instant first = since.orElse(now);
        since = Optional.of(first);
        if (now.isBefore(first.plus(BEFORE_SAYING))) return;
        String why = database.source() + ": " + database.why();
        open.values().stream().sorted(Comparator.comparing(Remediation::opened)).forEach(seen -> {
            if (!saidInItsThread(seen) && told.addIfAbsent(seen.id()))
                background.execute(LogContext.of(seen.id(), () -> say(seen, "database-lost:" + minute(first), why)));
        });
    }

    /** Those of a sweep share a thread, where it is said once. */
    private boolean saidInItsThread(Remediation remediation) {
        return remediation.sweep().isPresent() && told.stream().filter(id -> !id.equals(remediation.id())).map(open::get)
                .anyMatch(other -> other != null && other.sweep().equals(remediation.sweep()));
    }

    /** The same for all processes that lose the database together, mostly: then one of them says it. */
    private static long minute(Instant first) {
        return first.getEpochSecond() / 60;
    }

    private void say(Remediation remediation, String key, String why) {
        try {
            publisher.sayWithoutStore(remediation, key, OutageReport.lost(remediation.state(), why));
        } catch (UnavailableException chat) {
            LOG.warn("{}: {} could not be said: {}", remediation.id(), key, chat.why());
            told.remove(remediation.id());
        }
    }

    /** Before anything else is done: notes that it is back where that it was lost was said; throws if it is not. */
    synchronized void over(String id) {
        if (since.isEmpty() || !told.contains(id)) return;
        note(id, new Note.DatabaseAway(since.get(), clock.instant()));
        told.remove(id);
    }

    /**
     * The database took a write.
     *
     * @return the remediations whose threads are to say so
     */
    synchronized List<String> over() {
        List<String> lost = List.copyOf(told);
        lost.forEach(this::over);
        since = Optional.empty();
        return lost;
    }

    private void note(String id, Note.DatabaseAway away) {
        Optional<Remediation> current = remediations.find(id);
        while (current.filter(it -> !(it.state() instanceof State.Closed)).filter(it -> !noted(it, away)).isPresent()) {
            Remediation noted = current.get().on(new Event.Noted(), List.of(away), clock.instant());
            // who moves it meanwhile has seen nothing of this
            if (remediations.save(noted, List.of())) return;
            current = remediations.find(id);
        }
    }

    /** By another process. */
    private static boolean noted(Remediation remediation, Note.DatabaseAway away) {
        return remediation.notes().stream().anyMatch(note -> note instanceof Note.DatabaseAway(Instant from, Instant until)
                && minute(from) == minute(away.from()));
    }
}
