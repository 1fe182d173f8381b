package dev.helmstuck.flow.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import dev.helmstuck.flow.steps.Progress;
import dev.helmstuck.flow.steps.Progress.Moved;
import dev.helmstuck.flow.steps.Steps;
import dev.helmstuck.ports.LeaseLostException;
import dev.helmstuck.ports.MessageRef;
import dev.helmstuck.ports.Remediations.AuditRow;
import dev.helmstuck.ports.StoppedException;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.Request;
import dev.helmstuck.remediation.State;
import dev.helmstuck.runbook.Finding;
import jakarta.inject.Inject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop of steps of one remediation, under its lease: read it, show it, work on its state, save the next one, again, until it has to
 * wait. Between processes the lease and in the end the compare-and-swap of each save decide who acts; losing is a normal answer.
 */
final class Driver {
    private static final Logger LOG = LoggerFactory.getLogger(Driver.class);
    /** Events can be lost while no connection was open; the message itself has the truth. */
    private static final Duration LOOK_AT_REACTIONS = Duration.ofSeconds(60);
    /** Before the deadline, once more, for a yes in time whose event was lost: afterwards nothing tells it from a late one. */
    private static final Duration LAST_LOOK = Duration.ofSeconds(5);
    private static final Duration LOOK_AT_JOB = Duration.ofSeconds(10);
    /** Where many are open, they share so many looks in a minute: Slack takes about fifty calls of a kind, and an event mostly comes. */
    private static final Duration REACTIONS_APART = Duration.ofSeconds(2);
    private static final Duration JOBS_APART = Duration.ofMillis(500);

    private final Saving saving;
    private final Steps steps;
    private final Display display;
    private final Leases leases;
    private final Clock clock;

    @Inject
    Driver(Saving saving, Steps steps, Display display, Leases leases, Clock clock) {
        this.saving = saving;
        this.steps = steps;
        this.display = display;
        this.leases = leases;
        this.clock = clock;
    }

    /** Keeps the lease of what is being worked on; one that is lost is noticed by whoever works on it. */
    void renew(String id) {
        try {
            leases.keep(id);
        } catch (LeaseLostException over) {
            LOG.debug("{}: {}", id, over.getMessage());
        }
    }

    /**
     * Works on it until it has to wait.
     *
     * @param open how many this process looks after
     * @return when it is to be looked at again, though nothing happened
     * @throws UnavailableException if it is to be tried again
     */
    Instant round(String id, int open) {
        // whoever has it knows nothing of what this round was about
        if (!leases.take(id)) return clock.instant();
        try {
            return leased(id, open);
        } catch (LeaseLostException over) {
            LOG.info("{}: {}", id, over.getMessage());
            return clock.instant();
        } finally {
            try {
                display.drain(id);
            } finally {
                leases.release(id);
            }
        }
    }

    private Instant leased(String id, int open) {
        Instant looked = clock.instant();
        Optional<Remediation> current = saving.find(id);
        boolean resumed = true;
        while (current.isPresent() && !(current.get().state() instanceof State.Closed)) {
            display.show(current.get());
            looked = clock.instant();
            if (!(attempt(current.get(), resumed) instanceof Moved moved)) break;
            Optional<Remediation> saved = save(current.get(), moved);
            if (saved.isPresent() && moved.waits()) return rest(saved, looked, open);
            // what somebody else saved is taken up as after a restart: nothing of it is known to be our own doing
            resumed = saved.isEmpty();
            current = saved.or(() -> saving.find(id));
        }
        return rest(current, looked, open);
    }

    private Progress attempt(Remediation remediation, boolean resumed) {
        try {
            return steps.work(remediation, resumed, thread(remediation));
        } catch (UnavailableException silent) {
            return Patience.over(remediation, silent, clock.instant()).orElseThrow(() -> silent);
        } catch (LeaseLostException | StoppedException over) {
            throw over;
        } catch (RuntimeException | StackOverflowError | LinkageError bug) {
            // these two come again with every try, as a bug does
            LOG.error("{}: working on {} failed", remediation.id(), remediation.state().word(), bug);
            Optional<Progress> end = Patience.over(remediation, bug, clock.instant());
            if (end.isEmpty()) throw bug;
            return end.get();
        }
    }

    private Steps.ThreadOf thread(Remediation remediation) {
        return new Steps.ThreadOf() {
            @Override
            public void found(List<Finding> soFar) {
                display.show(remediation.found(soFar));
            }

            @Override
            public MessageRef posted(String key) {
                return display.posted(remediation, key);
            }

            @Override
            public void settled() {
                display.settle(remediation);
            }

            @Override
            public Optional<String> record() {
                return display.record(remediation);
            }
        };
    }

    private Optional<Remediation> save(Remediation current, Moved moved) {
        Instant now = clock.instant();
        Remediation next = current.on(moved.event(), moved.notes(), now);
        List<AuditRow> rows = moved.entries().stream()
                .map(entry -> new AuditRow(next.id(), now, entry.actor(), entry.action(), entry.object(), entry.result())).toList();
        if (!saving.save(current, next, rows)) {
            LOG.info("{}: somebody else saved first", current.id());
            return Optional.empty();
        }
        LOG.info("{}: {} -> {}", next.id(), current.state().word(), next.state().word());
        display.saved(current, next);
        return Optional.of(next);
    }

    /**
     * While people, or a job, are waited for, that is looked at now and then, when people are to be reminded, shortly before the deadline, and at it;
     * everything else goes on at once.
     */
    private static Instant rest(Optional<Remediation> current, Instant looked, int open) {
        if (current.isEmpty()) return looked;
        String id = current.get().id();
        if (current.get().state() instanceof State.Following || current.get().state() instanceof State.Rerunning)
            return looked.plus(shared(LOOK_AT_JOB, JOBS_APART, open, id + looked));
        if (!(current.get().state() instanceof State.AwaitingApproval awaiting)) return looked;
        Instant look = looked.plus(shared(LOOK_AT_REACTIONS, REACTIONS_APART, open, id + looked));
        return awaiting.request().map(request -> lookAgain(looked, look, request)).orElse(looked);
    }

    /** One's turn among many comes a while later, on average; those that were looked at together are so no more. */
    private static Duration shared(Duration alone, Duration apart, int open, String which) {
        Duration later = apart.multipliedBy(open).minus(alone);
        return later.isPositive() ? alone.plus(later.multipliedBy(Math.floorMod(which.hashCode(), 200)).dividedBy(100)) : alone;
    }

    private static Instant lookAgain(Instant looked, Instant look, Request request) {
        Instant last = request.deadline().minus(LAST_LOOK);
        if (!looked.isBefore(last)) return request.deadline();
        Instant half = request.halfTime();
        Instant next = half.isAfter(looked) && half.isBefore(look) ? half : look;
        return next.isBefore(last) ? next : last;
    }
}
