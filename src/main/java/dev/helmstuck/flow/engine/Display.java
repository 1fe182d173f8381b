package dev.helmstuck.flow.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import dev.helmstuck.flow.engine.Publisher.Agreement;
import dev.helmstuck.ports.LeaseLostException;
import dev.helmstuck.ports.LogContext;
import dev.helmstuck.ports.MessageRef;
import dev.helmstuck.ports.StoppedException;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.remediation.Note;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.State;
import dev.helmstuck.report.thread.ThreadMessage;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows the remediations that are worked on in their threads: in the background, so that no work waits for the chat, one after another,
 * the latest state only. Changes of a root that come within seconds are one edit. Before a lease is given back, all is said.
 */
@Singleton
final class Display {
    private static final Logger LOG = LoggerFactory.getLogger(Display.class);
    /** Slack takes some fifty edits a minute of us, and people read no faster. */
    private static final Duration TOGETHER = Duration.ofSeconds(3);
    /** Once somebody is asked, people look at the request, which is edited at once. */
    private static final Duration LATER_TOGETHER = Duration.ofSeconds(20);
    /** An edit that fails for so long never will succeed (message deleted, edits not allowed); the last message is there anyway. */
    private static final Duration EDITS_GIVEN_UP = Duration.ofMinutes(10);

    /** So long a bug may keep the last message from being written; then the least is said, for it would do so for ever. */
    static final Duration BUG_GIVEN_UP = Duration.ofMinutes(2);

    private static final Agreement NOTHING = new Agreement(Map.of(), Optional.empty());

    private final Publisher publisher;
    private final Views views;
    private final DatabaseOutage outage;
    private final Executor background;
    private final Clock clock;
    private final Map<String, Screen> screens = new ConcurrentHashMap<>();

    /** What is to be shown of one remediation. One thread at a time makes the chat agree, so that nothing older overwrites it. */
    private static final class Screen {
        private final ReentrantLock lock = new ReentrantLock();
        private Remediation latest;
        /** Since when the root waits for being edited; empty if it does not. */
        private Optional<Instant> waiting = Optional.empty();
        private Optional<Remediation> shown = Optional.empty();
        private Optional<Remediation> failed = Optional.empty();

        Screen(Remediation latest) {
            this.latest = latest;
        }

        synchronized void show(Remediation next, Instant now) {
            latest = next;
            waiting = waiting.or(() -> Optional.of(now));
        }

        synchronized Remediation latest() {
            return latest;
        }

        synchronized boolean rootIsDue(Instant now) {
            Duration together = latest.state() instanceof State.Diagnosing ? TOGETHER : LATER_TOGETHER;
            return waiting.filter(since -> !now.isBefore(since.plus(together))).isPresent();
        }

        synchronized void tried(Remediation what, boolean root, boolean agrees, Instant now) {
            shown = Optional.of(what);
            failed = agrees ? Optional.empty() : Optional.of(what);
            if (root) waiting = agrees && what.equals(latest) ? Optional.empty() : Optional.of(now);
        }

        /** Whether this very state was tried already. */
        synchronized boolean tried() {
            return shown.filter(what -> what.equals(latest)).isPresent();
        }

        /** Whether it failed, just now. */
        synchronized boolean failed() {
            return failed.filter(what -> what.equals(latest)).isPresent();
        }
    }

    @Inject
    Display(Publisher publisher, Views views, DatabaseOutage outage, Executor background, Clock clock) {
        this.publisher = publisher;
        this.views = views;
        this.outage = outage;
        this.background = background;
        this.clock = clock;
    }

    /** Shows it soon; what was to be shown before is not any more. */
    void show(Remediation remediation) {
        screen(remediation);
        background.execute(LogContext.of(remediation.id(), () -> catchUp(remediation.id())));
    }

    private Screen screen(Remediation remediation) {
        Screen screen = screens.computeIfAbsent(remediation.id(), id -> new Screen(remediation));
        screen.show(remediation, clock.instant());
        outage.saw(remediation);
        return screen;
    }

    /** Shows what was saved; whoever is refused something by it is told. */
    void saved(Remediation before, Remediation now) {
        show(now);
        List<Note> added = now.notes().subList(before.notes().size(), now.notes().size());
        if (added.stream().anyMatch(Note.RefusedReaction.class::isInstance)) {
            background.execute(() -> publisher.whisper(now, List.copyOf(added)));
        }
    }

    /** Where the message with this key lies, after all that is missing is posted. */
    MessageRef posted(Remediation remediation, String key) {
        return Optional.ofNullable(agree(screen(remediation), false).at().get(key))
                .orElseThrow(() -> new IllegalStateException("the thread has no message " + key));
    }

    /** Makes the whole thread agree now. */
    void settle(Remediation remediation) {
        Optional<UnavailableException> unedited = agree(screen(remediation), true).unedited();
        boolean patient = Duration.between(remediation.since(), clock.instant()).compareTo(EDITS_GIVEN_UP) < 0;
        if (unedited.isPresent() && patient) throw unedited.get();
    }

    /** What the record of it says, if there is one. */
    Optional<String> record(Remediation remediation) {
        return orLeast(remediation, () -> views.record(remediation), Optional::empty);
    }

    /** Says what is left, before somebody else may go on. What could not be said just now is found to differ the next time. */
    void drain(String id) {
        try {
            Optional.ofNullable(screens.get(id))
                    .ifPresent(screen -> quietly(id, screen, () -> screen.failed() ? NOTHING : pass(screen, true)));
        } finally {
            screens.remove(id);
        }
    }

    /** Shows what has waited long enough. */
    void tick() {
        screens.forEach((id, screen) -> {
            if (screen.rootIsDue(clock.instant())) background.execute(LogContext.of(id, () -> catchUp(id)));
        });
    }

    private void catchUp(String id) {
        Optional.ofNullable(screens.get(id)).ifPresent(screen -> quietly(id, screen, () -> {
            boolean root = screen.rootIsDue(clock.instant());
            return screen.tried() && !root ? NOTHING : pass(screen, root);
        }));
    }

    private static void quietly(String id, Screen screen, Supplier<Agreement> pass) {
        try {
            Agreement unused = exclusively(screen, pass);
        } catch (UnavailableException later) {
            LOG.warn("{}: its thread lags behind: {}: {}", id, later.source(), later.why());
        } catch (LeaseLostException | StoppedException over) {
            LOG.info("{}: its thread is left as it is: {}", id, over.getMessage());
        }
    }

    private Agreement agree(Screen screen, boolean root) {
        return exclusively(screen, () -> pass(screen, root));
    }

    private static Agreement exclusively(Screen screen, Supplier<Agreement> pass) {
        try {
            screen.lock.lockInterruptibly();
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
            throw new StoppedException(told);
        }
        try {
            return pass.get();
        } finally {
            screen.lock.unlock();
        }
    }

    private Agreement pass(Screen screen, boolean root) {
        Remediation remediation = screen.latest();
        return orLeast(remediation, () -> pass(screen, remediation, views.of(remediation), root),
                () -> pass(screen, remediation, Views.least(remediation), true));
    }

    /** What a bug prevents is tried again for a while, where it is about the end; after that the least has to do. */
    private <T> T orLeast(Remediation remediation, Supplier<T> whole, Supplier<T> least) {
        try {
            return whole.get();
        } catch (UnavailableException | LeaseLostException | StoppedException known) {
            throw known;
        } catch (RuntimeException | StackOverflowError | LinkageError bug) {
            if (!isOverdue(remediation)) throw bug;
            LOG.error("{}: how it ended ({}) cannot be written as it should be", remediation.id(), remediation.state().word(), bug);
            return least.get();
        }
    }

    private boolean isOverdue(Remediation remediation) {
        boolean patient = clock.instant().isBefore(remediation.since().plus(BUG_GIVEN_UP));
        return remediation.state() instanceof State.Closed || (remediation.state().ended() && !patient);
    }

    private Agreement pass(Screen screen, Remediation remediation, List<ThreadMessage> view, boolean root) {
        if (view.isEmpty()) return NOTHING;
        boolean agrees = false;
        try {
            Agreement agreement = publisher.agree(remediation, view, root);
            agrees = agreement.unedited().isEmpty();
            return agreement;
        } finally {
            screen.tried(remediation, root, agrees, clock.instant());
        }
    }
}
