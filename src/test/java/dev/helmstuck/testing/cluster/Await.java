package dev.helmstuck.testing.cluster;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for something outside this JVM by looking again and again, never longer than the bound. */
public final class Await {
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

    private Await() {}

    /** Looks until there is an answer. Fails with what was awaited once the bound has passed. */
    public static <T> T answer(String what, Duration bound, Supplier<Optional<T>> look) {
        long end = System.nanoTime() + bound.toNanos();
        while (true) {
            Optional<T> seen = look.get();
            if (seen.isPresent())
                return seen.orElseThrow();
            if (System.nanoTime() > end)
                throw new AssertionError("not within " + bound + ": " + what);
            LockSupport.parkNanos(PAUSE);
        }
    }

    public static void until(String what, Duration bound, BooleanSupplier holds) {
        var unused = answer(what, bound, () -> holds.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }
}
