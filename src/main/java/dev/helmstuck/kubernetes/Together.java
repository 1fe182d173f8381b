package dev.helmstuck.kubernetes;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import dev.helmstuck.ports.LogContext;
import dev.helmstuck.ports.UnavailableException;

/** Questions to one API server that need not wait for one another. */
final class Together {
    /** So that a release of many kinds does not flood the API server. */
    private static final int AT_ONCE = 8;

    private Together() {}

    /**
     * The answers, in the order of the questions. Throws what the first of these throws that fails, {@link UnavailableException} mostly.
     *
     * @param cluster whose name is said when nobody waits any longer
     */
    static <T> List<T> ask(String cluster, List<Callable<T>> questions) {
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE,
                LogContext.carried(Thread.ofVirtual().name("together-", 0).factory()))) {
            return answers(cluster, questions.stream().map(threads::submit).toList());
        }
    }

    /** Told to stop, it says so before the threads are closed: else the close would wait for reads that hang. */
    private static <T> List<T> answers(String cluster, List<Future<T>> pending) {
        List<T> answers = new ArrayList<>();
        try {
            for (Future<T> one : pending)
                answers.add(one.get());
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof UnavailableException silent) throw silent;
            throw new IllegalStateException("reading several things of a cluster failed: " + failed.getCause().getClass().getName());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw ClusterErrors.of("cluster " + cluster + " is not waited for any longer");
        }
        return answers;
    }
}
