package dev.helmstuck.ports;

import java.time.Duration;

import dev.helmstuck.doctor.Checkup;
import dev.helmstuck.remediation.Remediation;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * What happens in this process, told as it happens to whoever counts it. Adapters tell of every request, with its retries, and the flow of
 * every saved version. Nobody listens until {@link #heardBy}: a command that ends by itself has nothing to count.
 */
@Singleton
public final class Signals {
    private volatile Listener listener = new Deaf();

    @Inject
    public Signals() {}

    /** A system that is not ours to run, or the database. */
    public enum Upstream {
        KUBERNETES,
        GITLAB,
        SLACK,
        DATABASE
    }

    /** What came of one request. */
    public enum CallResult {
        /** Done. */
        OK,
        /** The thing asked for is not there, which often is the answer that was hoped for. */
        ABSENT,
        /** Not done: forbidden, in conflict, not understood, or redirected. */
        REFUSED,
        /** Not done: we ask too often. */
        LIMITED,
        /** The system, or what stands before it, is broken. */
        FAILED,
        /** No whole answer: no connection, a connection that broke, a time-out. */
        SILENT;

        /** What this status of HTTP says. */
        public static CallResult of(int status) {
            if (status == 404) return ABSENT;
            if (status == 429) return LIMITED;
            if (status >= 500) return FAILED;
            return status >= 200 && status < 300 ? OK : REFUSED;
        }
    }

    /** What the watcher's look at a target came to. */
    public enum WatchResult {
        /** Nothing is pending that holds anybody up. */
        QUIET,
        /** A deploy may be at work, or people have begun to repair it. */
        PENDING,
        /** It has been pending for too long, with no job at work. */
        STUCK,
        /** Nobody knows. */
        UNREADABLE
    }

    /** Called on the thread that works: it must be quick, and throw nothing. */
    public interface Listener {
        /** A request ended. */
        void called(Upstream system, CallResult result, Duration took);

        /** A version is saved, by this process. */
        void saved(Remediation before, Remediation after);

        /** The watcher, if this process has its turn, looked at a target. */
        void watched(String target, WatchResult result);

        /** Doctor made a round. */
        void examined(Checkup checkup);
    }

    /** From now on this one is told. */
    public void heardBy(Listener one) {
        listener = one;
    }

    /**
     * A request ended.
     *
     * @param began when it began, by {@link System#nanoTime}
     */
    public void called(Upstream system, CallResult result, long began) {
        listener.called(system, result, Duration.ofNanos(System.nanoTime() - began));
    }

    /** This version was saved, and nobody else saved first. */
    public void saved(Remediation before, Remediation after) {
        listener.saved(before, after);
    }

    /** The watcher looked at this target. */
    public void watched(String target, WatchResult result) {
        listener.watched(target, result);
    }

    /** Doctor made a round. */
    public void examined(Checkup checkup) {
        listener.examined(checkup);
    }

    private record Deaf() implements Listener {
        @Override
        public void called(Upstream system, CallResult result, Duration took) {}

        @Override
        public void saved(Remediation before, Remediation after) {}

        @Override
        public void watched(String target, WatchResult result) {}

        @Override
        public void examined(Checkup checkup) {}
    }
}
