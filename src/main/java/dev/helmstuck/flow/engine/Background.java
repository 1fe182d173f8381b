package dev.helmstuck.flow.engine;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import dev.helmstuck.ports.LogContext;
import dev.helmstuck.ports.StoppedException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Work in the background, each piece on its own virtual thread. */
@Singleton
public final class Background implements Executor {
    private static final Logger LOG = LoggerFactory.getLogger(Background.class);
    /** For leases to be given back, and for people to be told that their command was not carried out. */
    private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(2);
    private final ExecutorService threads = Executors
            .newThreadPerTaskExecutor(LogContext.carried(Thread.ofVirtual().name("background-", 0).factory()));

    /** Work that somebody waits for, and that no next start goes on with. */
    public interface Awaited extends Runnable {

        /** It was not done, or not to its end, because this process stops. Says so, in little time. */
        void stopped();
    }

    @Inject
    Background() {}

    @Override
    public void execute(Runnable work) {
        try {
            threads.execute(() -> run(work));
        } catch (RejectedExecutionException closing) {
            LOG.info("shutting down: work is left to the next start");
            stopped(work);
        }
    }

    private static void run(Runnable work) {
        try {
            work.run();
        } catch (StoppedException told) {
            LOG.debug("background work was stopped");
            stopped(work);
        } catch (RuntimeException bug) {
            LOG.error("background work failed", bug);
        }
    }

    private static void stopped(Runnable work) {
        if (!(work instanceof Awaited awaited)) return;
        try {
            awaited.stopped();
        } catch (RuntimeException bug) {
            LOG.error("nobody was told that work was stopped", bug);
        }
    }

    /** Takes no more work and waits for what runs, at most that long; what is left is interrupted (and given a moment more), and resumed at
     * the next start. */
    public void drain(Duration atMost) {
        threads.shutdown();
        try {
            if (threads.awaitTermination(atMost.toMillis(), TimeUnit.MILLISECONDS)) return;
            threads.shutdownNow();
            // what was interrupted gives back its leases while the store is still open, and says what was not done
            if (!threads.awaitTermination(AFTER_INTERRUPT.toMillis(), TimeUnit.MILLISECONDS)) LOG.warn("some work does not stop");
        } catch (InterruptedException stopped) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
