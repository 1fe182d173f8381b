package dev.helmstuck.kubernetes;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Whether one read is tried again, and when. A busy server (429, 5xx) or a broken connection gets three tries within a second; one
 * that says {@code Retry-After} is left alone for as long as it says, up to ten times as client-go does, if that ends in time.
 */
final class RetryPolicy {
    private static final int TRIES = 3;
    private static final int TRIES_WHEN_ASKED = 10;
    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Pattern SECONDS = Pattern.compile("\\d{1,6}");

    private final long end;
    private int tries;

    RetryPolicy(Duration whole) {
        this.end = System.nanoTime() + whole.toNanos();
    }

    /** How long the server asks to be left alone. The API server says seconds; a date is nothing that it would send. */
    static Optional<Duration> asked(String retryAfter) {
        return Optional.ofNullable(retryAfter).map(String::strip).filter(SECONDS.asMatchPredicate()).map(Long::valueOf)
                .map(Duration::ofSeconds).filter(Duration::isPositive);
    }

    Duration left() {
        return Duration.ofNanos(end - System.nanoTime());
    }

    /** The pause before the next try; empty if this answer is the last word. */
    Optional<Duration> after(ApiResponse answer) {
        tries++;
        if (answer.code() != 429 && answer.code() < 500) return Optional.empty();
        Optional<Duration> asked = answer.retryAfter();
        return (asked.isPresent() ? asked.filter(pause -> tries < TRIES_WHEN_ASKED) : usual()).filter(this::fits);
    }

    /** The pause before the next try; empty if this failure is the last word. A server that is not the right one stays the wrong one. */
    Optional<Duration> after(IOException broken) {
        tries++;
        boolean hopeless = broken instanceof SSLHandshakeException || broken instanceof SSLPeerUnverifiedException
                || Thread.currentThread().isInterrupted();
        return hopeless ? Optional.empty() : usual().filter(this::fits);
    }

    private Optional<Duration> usual() {
        return tries < TRIES ? Optional.of(FIRST.multipliedBy(tries)) : Optional.empty();
    }

    private boolean fits(Duration pause) {
        return pause.compareTo(left()) < 0;
    }
}
