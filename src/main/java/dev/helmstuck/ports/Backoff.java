package dev.helmstuck.ports;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * How long to wait before something is tried again: the first wait, then each time so many times as long, up to a longest one.
 *
 * @param first the wait after the first failure
 * @param factor how many times as long each next wait is
 * @param longest no wait is longer
 */
public record Backoff(Duration first, int factor, Duration longest) {

    /** The same wait every time. */
    public static Backoff steady(Duration wait) {
        return new Backoff(wait, 1, wait);
    }

    /** The wait after so many failures, at least one. */
    public Duration after(int failures) {
        Duration wait = first;
        for (int each = 1; each < failures && wait.compareTo(longest) < 0; each++)
            wait = wait.multipliedBy(factor);
        return wait.compareTo(longest) < 0 ? wait : longest;
    }

    /** Asks so often at most, waiting in between; the last {@link UnavailableException} is the answer if there is none. */
    public <T> T ask(int tries, Sleeper sleeper, Supplier<T> question) {
        for (int failures = 1; failures < tries; failures++) {
            try {
                return question.get();
            } catch (UnavailableException again) {
                sleeper.pause(after(failures));
            }
        }
        return question.get();
    }
}
