package dev.helmstuck.gitlab;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.helmstuck.ports.Sleeper;

/**
 * One question of ours to GitLab, however many requests that takes. Asks again after 429, 502, 503, 504 and broken connections,
 * within one budget for the whole question. Not for several threads.
 */
final class RetryingRequest {

    /** For failed attempts and for waiting between them, over all requests of the visit. */
    static final Duration BUDGET = Duration.ofSeconds(15);
    private static final int ATTEMPTS = 5;
    private static final Duration FIRST_WAIT = Duration.ofMillis(500);

    private final GitlabCalls calls;
    private final GitlabErrors refusals;
    private final Clock clock;
    private final Sleeper pause;
    private Duration left = BUDGET;

    RetryingRequest(GitlabCalls calls, GitlabErrors refusals, Clock clock, Sleeper pause) {
        this.calls = calls;
        this.refusals = refusals;
        this.clock = clock;
        this.pause = pause;
    }

    /** Any answer but those that pass by themselves. */
    GitlabResponse ask(Endpoint subject, Map<String, List<String>> query) {
        return ask(subject, () -> calls.fetch(subject.path(), query));
    }

    /** The beginning and the end of a log; whatever is not 200 is refused in words. */
    String log(Endpoint subject) {
        GitlabResponse answer = ask(subject, () -> calls.fetchLog(subject.path()));
        if (answer.status() != 200) {
            throw refusals.status(answer, subject);
        }
        return answer.body();
    }

    private interface HttpTry {
        GitlabResponse fetch() throws IOException;
    }

    private GitlabResponse ask(Endpoint subject, HttpTry one) {
        for (int attempt = 1;; attempt++) {
            Instant began = clock.instant();
            Optional<Duration> wanted;
            try {
                GitlabResponse answer = one.fetch();
                if (!answer.passing()) {
                    return answer;
                }
                wanted = answer.retryAfter(clock);
                if (!affordable(began, attempt, wanted)) {
                    throw refusals.stillPassing(answer, subject, attempt, wanted.map(wait -> wait.toSeconds() + " s"));
                }
            } catch (IOException e) {
                wanted = Optional.empty();
                if (!affordable(began, attempt, wanted)) {
                    throw refusals.broken(e, subject, attempt);
                }
            }
            Duration wait = wait(attempt, wanted);
            left = left.minus(wait);
            pause.pause(wait);
        }
    }

    /** The same, and whatever is not 200 is refused in words. */
    GitlabResponse demand(Endpoint subject, Map<String, List<String>> query) {
        GitlabResponse answer = ask(subject, query);
        if (answer.status() != 200) {
            throw refusals.status(answer, subject);
        }
        return answer;
    }

    GitlabErrors refusals() {
        return refusals;
    }

    private boolean affordable(Instant began, int attempt, Optional<Duration> wanted) {
        left = left.minus(Duration.between(began, clock.instant()));
        return attempt < ATTEMPTS && wait(attempt, wanted).compareTo(left) <= 0;
    }

    /** Half a second, then twice as long each time, unless GitLab says how long; never shorter than half a second. */
    private static Duration wait(int attempt, Optional<Duration> wanted) {
        return wanted.map(wait -> wait.compareTo(FIRST_WAIT) < 0 ? FIRST_WAIT : wait)
                .orElse(FIRST_WAIT.multipliedBy(1L << (attempt - 1)));
    }
}
