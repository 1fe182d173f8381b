package dev.helmstuck.testing.orders;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.TimeUnit;

/** Runs each task in the thread of whoever waits for it, or earlier: in an order that chance decides, as threads would take one. */
final class LazyThreads extends AbstractExecutorService {
    private final Chance chance;
    private final List<Runnable> waiting = new ArrayList<>();
    private boolean over;
    private boolean inside;

    LazyThreads(Chance chance) {
        this.chance = chance;
    }

    /** Runs when it is asked for its result at the latest. */
    private final class Now<T> extends FutureTask<T> {
        Now(Callable<T> question) {
            super(question);
        }

        @Override
        public void run() {
            within(super::run);
        }

        @Override
        public T get() throws InterruptedException, ExecutionException {
            run();
            return super.get();
        }

        @Override
        public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException {
            return get();
        }
    }

    @Override
    protected <T> RunnableFuture<T> newTaskFor(Callable<T> question) {
        return new Now<>(question);
    }

    @Override
    protected <T> RunnableFuture<T> newTaskFor(Runnable work, T result) {
        return new Now<>(() -> {
            work.run();
            return result;
        });
    }

    @Override
    public void execute(Runnable task) {
        waiting.add(task);
        // never inside another one: this thread could not wait for what that one is just about to find out
        while (!inside && !waiting.isEmpty() && chance.of(0.5))
            within(waiting.remove(chance.below(waiting.size())));
    }

    private void within(Runnable task) {
        boolean outer = inside;
        inside = true;
        try {
            task.run();
        } finally {
            inside = outer;
        }
    }

    @Override
    public void shutdown() {
        over = true;
        while (!waiting.isEmpty())
            within(waiting.removeLast());
    }

    @Override
    public List<Runnable> shutdownNow() {
        over = true;
        return List.copyOf(waiting);
    }

    @Override
    public boolean isShutdown() {
        return over;
    }

    @Override
    public boolean isTerminated() {
        return over;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return over;
    }
}
