package dev.helmstuck.flow;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

import dev.helmstuck.ports.Conversation;
import dev.helmstuck.ports.Conversation.Draft;
import dev.helmstuck.ports.MessageRef;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.State;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.thread.OutageReport;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in every open thread that the database is lost, and that it is back. What is needed for that cannot be read from the database
 * then, so it is the one thing that is remembered in memory; after a restart without a database nothing is said.
 */
@Singleton
final class Outage {
    private static final Logger LOG = LoggerFactory.getLogger(Outage.class);
    /** A database that hands over to its standby is away for a moment, and nobody needs to hear of it. */
    private static final Duration BEFORE_SAYING = Duration.ofSeconds(5);

    private final Conversation conversation;
    private final Executor background;
    private final Clock clock;
    private final Map<String, Open> open = new ConcurrentHashMap<>();
    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private Optional<Instant> since = Optional.empty();

    /** What was last seen of a remediation, and its thread. */
    private record Open(Remediation remediation, MessageRef root) {}

    @Inject
    Outage(Conversation conversation, Executor background, Clock clock) {
        this.conversation = conversation;
        this.background = background;
        this.clock = clock;
    }

    /** Remembers where a remediation stands, as it was just read under a lease: the database takes writes. */
    synchronized void saw(Remediation remediation, MessageRef root) {
        over();
        if (remediation.state() instanceof State.Closed) {
            open.remove(remediation.id());
        } else {
            open.put(remediation.id(), new Open(remediation, root));
        }
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
        open.forEach((id, each) -> {
            if (told.add(id)) say(each, "database-lost:" + minute(first), OutageReport.lost(each.remediation().state(), why));
        });
    }

    /** The database took a write. */
    synchronized void over() {
        if (since.isEmpty()) return;
        Instant first = since.get();
        Duration time = Duration.between(first, clock.instant());
        since = Optional.empty();
        open.forEach((id, each) -> {
            if (told.contains(id)) say(each, "database-back:" + minute(first), OutageReport.over(time));
        });
        told.clear();
    }

    /** The same for all processes that lose the database together, mostly: then one of them says it. */
    private static long minute(Instant first) {
        return first.getEpochSecond() / 60;
    }

    private void say(Open open, String key, Report report) {
        String id = open.remediation().id();
        Draft draft = new Draft(id + "/" + key, open.root().channel(), Optional.of(open.root()), false, report);
        background.execute(() -> {
            try {
                // by another process, or by this one when the answer was lost
                MessageRef unused = conversation.find(draft).orElseGet(() -> conversation.post(draft));
            } catch (UnavailableException chat) {
                LOG.warn("{}: {} could not be said: {}", id, key, chat.why());
                told.remove(id);
            }
        });
    }
}
