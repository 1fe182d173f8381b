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

/** Work that nobody waits for, each piece on its own virtual thread. */
@Singleton
public final class Background implements Executor {
    private static final Logger LOG = LoggerFactory.getLogger(Background.class);
    private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(1);
    private final ExecutorService threads = Executors
            .newThreadPerTaskExecutor(LogContext.carried(Thread.ofVirtual().name("background-", 0).factory()));

    @Inject
    Background() {}

    @Override
    public void execute(Runnable work) {
        try {
            threads.execute(() -> {
                try {
                    work.run();
                } catch (StoppedException told) {
                    LOG.debug("background work was stopped");
                } catch (RuntimeException bug) {
                    LOG.error("background work failed", bug);
                }
            });
        } catch (RejectedExecutionException closing) {
            LOG.info("shutting down: work is left to the next start");
        }
    }

    /** Takes no more work and waits for what runs, at most that long; what is left is interrupted (and given a second more), and resumed at
     * the next start. */
    public void drain(Duration atMost) {
        threads.shutdown();
        try {
            if (threads.awaitTermination(atMost.toMillis(), TimeUnit.MILLISECONDS)) return;
            threads.shutdownNow();
            // what was interrupted gives back its leases while the store is still open
            if (!threads.awaitTermination(AFTER_INTERRUPT.toMillis(), TimeUnit.MILLISECONDS)) LOG.warn("some work does not stop");
        } catch (InterruptedException stopped) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
