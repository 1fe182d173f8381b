package dev.helmstuck.flow.doctor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.helmstuck.doctor.Point;
import dev.helmstuck.doctor.Symptom;
import dev.helmstuck.flow.Asking;
import dev.helmstuck.runbook.Fact;

/** Looks at many things of one system at once, but never at more than a few: it must not feel a checkup. */
final class Looks {
    private final Asking asking;
    private final ExecutorService tasks;
    private final Semaphore turns;
    private final String source;

    /**
     * @param source the system as people name it
     * @param atOnce how many questions it gets at the same time
     */
    Looks(Asking asking, ExecutorService tasks, String source, int atOnce) {
        this.asking = asking;
        this.tasks = tasks;
        this.source = source;
        this.turns = new Semaphore(atOnce, true);
    }

    /** One question, when it is its turn; the time that it waits for that is not its own. */
    <T> Fact<T> ask(Callable<T> question) {
        try {
            turns.acquire();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new Fact.Unavailable<>(source, "the look was interrupted");
        }
        try {
            return asking.ask(source, question);
        } finally {
            turns.release();
        }
    }

    /** The symptoms of one question; that it could not be answered is one. */
    <T> List<Symptom> look(Point point, String cure, Callable<T> question, Function<T, List<Symptom>> judge) {
        return ask(question).either(judge, missing -> List.of(Symptom.unknown(point, missing, cure)));
    }

    /** The same of each of these at once, in their order. */
    <A, T> List<T> each(Collection<A> all, Function<A, List<T>> one) {
        return together(all.stream().<Supplier<List<T>>>map(it -> () -> one.apply(it)).toList());
    }

    /** Several at once, in this order. */
    <T> List<T> together(List<Supplier<List<T>>> all) {
        List<CompletableFuture<List<T>>> begun = all.stream().map(one -> CompletableFuture.supplyAsync(one, tasks)).toList();
        List<T> found = new ArrayList<>();
        begun.forEach(one -> found.addAll(one.join()));
        return found;
    }
}
