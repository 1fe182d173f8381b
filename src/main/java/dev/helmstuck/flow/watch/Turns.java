package dev.helmstuck.flow.watch;

import java.time.Duration;
import java.time.Instant;

import dev.helmstuck.ports.Remediations;
import jakarta.inject.Inject;

/**
 * Whose turn it is: of all processes one in each minute, by a key in the store. Whoever has a minute takes the next one along, so that it stays
 * one process, which remembers what it saw; when that dies, a minute is left out. Not for several threads.
 */
final class Turns {
    private static final Duration TURN = Duration.ofMinutes(1);

    private final Remediations remediations;
    private long done = Long.MIN_VALUE;
    private long ours = Long.MIN_VALUE;

    @Inject
    Turns(Remediations remediations) {
        this.remediations = remediations;
    }

    /** Whether this process is to look now; once for each minute. */
    boolean take(Instant now) {
        long minute = now.getEpochSecond() / TURN.toSeconds();
        if (minute == done) return false;
        boolean taken = minute == ours || remediations.first(key(minute), now);
        done = minute;
        if (taken && remediations.first(key(minute + 1), now)) ours = minute + 1;
        return taken;
    }

    private static String key(long minute) {
        return "watch:" + minute;
    }
}
