package dev.helmstuck.ports;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does a piece of work again and again on a thread of its own, which does not keep the program alive.
 *
 * <p>Whatever the work throws, an {@link Error} too, is logged and does not end it: a timer that is dead looks like one that has nothing to do.
 */
public final class Ticker {
    private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);

    private final String name;
    private final Duration every;
    private final ScheduledExecutorService thread;

    /** @param every how long it rests after the work */
    public Ticker(String name, Duration every) {
        this.name = name;
        this.every = every;
        this.thread = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name(name).factory());
    }

    /** Does the work now, and from now on. */
    public void start(Runnable work) {
        // nothing is to be learned from the future: the work never ends by itself
        var unused = thread.scheduleWithFixedDelay(() -> once(work), 0, every.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void once(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error bug) {
            LOG.error("{} failed, and goes on", name, bug);
        }
    }

    /** Ends; work that is under way is interrupted. */
    public void stop() {
        thread.shutdownNow();
    }
}
