package dev.helmstuck.flow;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;

import dev.helmstuck.ports.UnavailableException;

/** A question that is put once, by whoever needs its answer first; everybody else waits for the same answer. */
final class Question<T> {
    private final FutureTask<T> task;

    Question(Callable<T> how) {
        task = new FutureTask<>(how);
    }

    /** Has it put in the background from now on. */
    Question<T> begin(Executor tasks) {
        tasks.execute(task);
        return this;
    }

    /** Throws {@link UnavailableException} if the look is told to stop meanwhile. */
    T answer() {
        task.run();
        try {
            return task.get();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("helm-stuck", "the look was interrupted");
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof UnavailableException stopped) throw stopped;
            throw new IllegalStateException("a question failed", failed.getCause());
        }
    }
}
