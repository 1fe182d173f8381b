package dev.helmstuck.slack;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a task after a while. One run is pending at most, the earliest that was asked for: an outage asks again with every look. */
final class Wakes {
    private static final Logger LOG = LoggerFactory.getLogger(Wakes.class);

    private final ScheduledExecutorService executor;
    private final Runnable task;
    private Optional<ScheduledFuture<?>> pending = Optional.empty();

    Wakes(ScheduledExecutorService executor, Runnable task) {
        this.executor = executor;
        this.task = task;
    }

    /** Has it run after so long, or earlier if that was asked for already. */
    synchronized void in(Duration delay) {
        if (pending.filter(run -> run.getDelay(TimeUnit.MILLISECONDS) <= delay.toMillis()).isPresent()) {
            return;
        }
        try {
            pending.ifPresent(later -> later.cancel(false));
            pending = Optional.of(executor.schedule(this::run, delay.toMillis(), TimeUnit.MILLISECONDS));
        } catch (RejectedExecutionException e) {
            LOG.debug("Closing: the connection is not tended any more");
        }
    }

    private void run() {
        synchronized (this) {
            // what is asked for from now on is about what this run may not see any more
            pending = Optional.empty();
        }
        task.run();
    }
}
