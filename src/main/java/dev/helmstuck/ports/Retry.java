package dev.helmstuck.ports;

import java.time.Duration;
import java.util.Optional;

/**
 * Whether a request is sent again, and after what wait: only so often, and only while all of it ends in time. Whether a failure is one that passes, and
 * whether the request may be sent twice at all, is the caller's to judge. Not for several threads.
 */
public final class Retry {
    private final Limits limits;
    private Duration left;
    private int failures;
    private int asked;

    /**
     * How often and how long.
     *
     * @param backoff the waits that nobody asked for
     * @param tries how often after failures that name no wait, the first try included
     * @param triesWhenAsked how often where the other side says when to come again
     */
    public record Limits(Backoff backoff, int tries, int triesWhenAsked) {}

    /** @param whole for all waits, and for what {@link #took} is told of */
    public Retry(Limits limits, Duration whole) {
        this.limits = limits;
        this.left = whole;
    }

    /** The time that is left. */
    public Duration left() {
        return left;
    }

    /** A try took that long. */
    public void took(Duration time) {
        left = left.minus(time);
    }

    /**
     * The wait before the next try, which counts as time; empty if the failure is the last word.
     *
     * @param wanted how long the other side asks to be left alone, if it says so
     */
    public Optional<Duration> after(Optional<Duration> wanted) {
        boolean again = wanted.isPresent() ? ++asked < limits.triesWhenAsked : ++failures < limits.tries;
        Duration wait = wanted.orElseGet(() -> limits.backoff.after(failures));
        if (!again || wait.compareTo(left) > 0) return Optional.empty();
        left = left.minus(wait);
        return Optional.of(wait);
    }
}
