package dev.helmstuck.flow;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

import dev.helmstuck.ports.Catalog;
import dev.helmstuck.ports.ConfiguredTarget;
import dev.helmstuck.ports.Remediations;
import dev.helmstuck.ports.Remediations.AuditRow;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.remediation.Event;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.Request;
import dev.helmstuck.remediation.State;
import dev.helmstuck.report.thread.RootReport;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives remediations: load, work on the state, save the next one, again, until it has to wait. Every trigger (a command, a reaction,
 * a reconnect, a tick, a restart) is only a {@link #poke}: what is to be done is always read from the store.
 *
 * <p>One thread works on a remediation at a time: within this process by {@link #poke}, between processes by a lease, and in the end
 * by the compare-and-swap of each save, of which losing is a normal answer.
 */
@Singleton
final class Driver {
    private static final Logger LOG = LoggerFactory.getLogger(Driver.class);
    /** How long a system may stay silent before a remediation ends without it. */
    static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(5);
    private static final Duration LAST_RETRY = Duration.ofMinutes(1);

    private final Remediations remediations;
    private final Catalog catalog;
    private final Handlers handlers;
    private final Leases leases;
    private final Outage outage;
    private final Executor background;
    private final Clock clock;
    private final Map<String, Integer> pokes = new ConcurrentHashMap<>();
    private final Map<String, Retry> retries = new ConcurrentHashMap<>();
    private final Set<String> turnedAway = ConcurrentHashMap.newKeySet();

    /** The work on each state. */
    record Handlers(Diagnose diagnose, AwaitApproval await, Delete act, Validate validate, Close tell, Postings postings) {
        @Inject
        Handlers {}
    }

    private record Retry(Duration after, Instant at) {}

    /** What else it needs. */
    record Shared(Leases leases, Outage outage, Executor background, Clock clock) {
        @Inject
        Shared {}
    }

    @Inject
    Driver(Remediations remediations, Catalog catalog, Handlers handlers, Shared shared) {
        this.remediations = remediations;
        this.catalog = catalog;
        this.handlers = handlers;
        this.leases = shared.leases();
        this.outage = shared.outage();
        this.background = shared.background();
        this.clock = shared.clock();
    }

    /** Has this remediation worked on soon; a poke while it is being worked on leads to one more round. */
    void poke(String id) {
        if (pokes.merge(id, 1, Integer::sum) == 1) background.execute(() -> rounds(id));
    }

    /** Whether this process works on it now. */
    boolean working(String id) {
        return pokes.containsKey(id);
    }

    /** Whether a failed round is to be tried again by now, or none has failed. */
    boolean due(String id) {
        Retry retry = retries.get(id);
        return retry == null || !clock.instant().isBefore(retry.at());
    }

    /** Whether a poke found another process at work: what it was about is still to be looked at. */
    boolean turnedAway(String id) {
        return turnedAway.contains(id);
    }

    /** Keeps the leases of what is being worked on. */
    void renew() {
        pokes.keySet().forEach(leases::take);
    }

    private void rounds(String id) {
        int seen;
        do {
            seen = pokes.getOrDefault(id, 0);
            try {
                round(id);
            } catch (RuntimeException bug) {
                LOG.error("{}: a round failed", id, bug);
            }
        } while (!pokes.remove(id, seen));
    }

    private void round(String id) {
        try {
            if (!take(id)) {
                turnedAway.add(id);
                return;
            }
            turnedAway.remove(id);
            leased(id);
            retries.remove(id);
        } catch (UnavailableException silent) {
            LOG.warn("{}: {} did not answer, tried again later: {}", id, silent.source(), silent.why());
            later(id);
        }
    }

    private boolean take(String id) {
        try {
            return leases.take(id);
        } catch (UnavailableException database) {
            outage.lost(database);
            throw database;
        }
    }

    private void leased(String id) {
        try {
            Optional<Remediation> current = remediations.find(id);
            boolean resumed = true;
            while (current.isPresent()) {
                remember(current.get());
                if (current.get().state() instanceof State.Closed) break;
                Progress answer = attempt(current.get(), resumed);
                if (!(answer instanceof Progress.Moved(Event event, List<AuditRow> rows))) break;
                Optional<Remediation> saved = save(current.get(), event, rows);
                // what somebody else saved is taken up as after a restart: nothing of it is known to be our own doing
                resumed = saved.isEmpty();
                current = saved.or(() -> remediations.find(id));
            }
        } finally {
            leases.release(id);
        }
    }

    /** For the case that the database is lost: then this is all that is known. */
    private void remember(Remediation remediation) {
        handlers.postings().root(remediation.id()).ifPresent(root -> outage.saw(remediation, root));
    }

    private Progress attempt(Remediation remediation, boolean resumed) {
        try {
            return work(remediation, resumed);
        } catch (UnavailableException silent) {
            return giveUp(remediation, silent.source() + " did not answer for " + PATIENCE.toMinutes() + " minutes: " + silent.why())
                    .orElseThrow(() -> silent);
        } catch (RuntimeException bug) {
            LOG.error("{}: working on {} failed", remediation.id(), remediation.state().word(), bug);
            return giveUp(remediation, "An unexpected error in the bot (" + bug.getClass().getSimpleName() + "), see its log.")
                    .orElseThrow(() -> new UnavailableException("helm-stuck", "an unexpected error", bug));
        }
    }

    private Progress work(Remediation remediation, boolean resumed) {
        Optional<ConfiguredTarget> known = catalog.target(remediation.target());
        if (remediation.state() instanceof State.Closing closing) {
            return handlers.tell().work(remediation, closing, known.map(ConfiguredTarget::target));
        }
        if (known.isEmpty())
            throw new UnavailableException("the configuration", "target " + remediation.target() + " is no longer configured");
        ConfiguredTarget entry = known.get();
        return switch (remediation.state()) {
            case State.Diagnosing diagnosing -> handlers.diagnose().work(remediation, entry);
            case State.AwaitingApproval awaiting -> handlers.await().work(remediation, awaiting, entry);
            case State.Deleting deleting -> resumed
                    ? handlers.act().resume(remediation, deleting, entry.target())
                    : handlers.act().work(remediation, deleting, entry.target());
            case State.Validating validating -> handlers.validate().work(remediation, validating, entry.target());
            case State.Closing closing -> new Progress.Waits();
            case State.Closed closed -> new Progress.Waits();
        };
    }

    /** Ends what cannot go on after so long. While people are being waited for, the deadline ends it; the telling is never given up. */
    private Optional<Progress> giveUp(Remediation remediation, String why) {
        if (Duration.between(remediation.since(), clock.instant()).compareTo(PATIENCE) < 0) return Optional.empty();
        return switch (remediation.state()) {
            case State.Diagnosing diagnosing -> Optional.of(gaveUp(remediation, why + " Nothing was deleted.", false));
            case State.AwaitingApproval awaiting -> awaiting.request().isEmpty() || longOver(awaiting.request().get())
                    ? Optional.of(gaveUp(remediation, why + " Nothing was deleted.", false))
                    : Optional.empty();
            case State.Deleting deleting -> Optional.of(deleting.backup().isPresent()
                    ? gaveUp(remediation, why + " The delete may have happened.", true)
                    : gaveUp(remediation, why + " Nothing was deleted.", false));
            case State.Validating validating ->
                Optional.of(gaveUp(remediation, "The record is deleted, but Helm could not be checked. " + why, true));
            case State.Closing closing -> Optional.empty();
            case State.Closed closed -> Optional.empty();
        };
    }

    /** The deadline ends it, unless something keeps us from even looking at it. */
    private boolean longOver(Request request) {
        return !clock.instant().isBefore(request.deadline().plus(PATIENCE));
    }

    private Progress gaveUp(Remediation remediation, String why, boolean unsure) {
        return Progress.moved(new Event.GaveUp(why, unsure),
                new AuditRow(remediation.id(), clock.instant(), "helm-stuck", "gave up", remediation.state().word(), why));
    }

    private Optional<Remediation> save(Remediation current, Event event, List<AuditRow> rows) {
        Remediation next = current.on(event, clock.instant());
        if (!remediations.save(next, rows)) {
            LOG.info("{}: somebody else saved first", current.id());
            return Optional.empty();
        }
        LOG.info("{}: {} -> {}", next.id(), current.state().word(), next.state().word());
        // once it ended, Close settles the root message itself
        if (next.state().ended()) return Optional.of(next);
        catalog.target(next.target()).ifPresent(entry -> handlers.postings().root(next.id())
                .ifPresent(root -> handlers.postings().show(next, root, RootReport.of(next, entry.target(), next.findings()))));
        return Optional.of(next);
    }

    private void later(String id) {
        retries.compute(id, (key, before) -> {
            Duration after = before == null ? FIRST_RETRY : before.after().multipliedBy(2);
            if (after.compareTo(LAST_RETRY) > 0) after = LAST_RETRY;
            return new Retry(after, clock.instant().plus(after));
        });
    }
}
