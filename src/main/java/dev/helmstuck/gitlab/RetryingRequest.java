package dev.helmstuck.gitlab;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.helmstuck.ports.Backoff;
import dev.helmstuck.ports.Retry;
import dev.helmstuck.ports.Sleeper;

/**
 * One question of ours to GitLab, however many requests that takes. Asks again after 429, 502, 503, 504 and broken connections,
 * within one budget for the whole question. Not for several threads.
 */
final class RetryingRequest {

    /** For failed attempts and for waiting between them, over all requests of the visit. */
    static final Duration BUDGET = Duration.ofSeconds(15);
    private static final Duration FIRST_WAIT = Duration.ofMillis(500);
    private static final Retry.Limits AGAIN = new Retry.Limits(new Backoff(FIRST_WAIT, 2, BUDGET), 5, 5);

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
        Retry retry = new Retry(AGAIN, left);
        for (int attempt = 1;; attempt++) {
            Instant began = clock.instant();
            Optional<Duration> wait;
            try {
                GitlabResponse answer = one.fetch();
                if (!answer.passing()) return answer;
                Optional<Duration> wanted = answer.retryAfter(clock);
                wait = next(retry, began, wanted);
                if (wait.isEmpty()) throw refusals.stillPassing(answer, subject, attempt, wanted.map(time -> time.toSeconds() + " s"));
            } catch (IOException e) {
                wait = next(retry, began, Optional.empty());
                if (wait.isEmpty()) throw refusals.broken(e, subject, attempt);
            }
            pause.pause(wait.get());
        }
    }

    /** GitLab is given half a second, however little it asks for. */
    private Optional<Duration> next(Retry retry, Instant began, Optional<Duration> wanted) {
        retry.took(Duration.between(began, clock.instant()));
        Optional<Duration> wait = retry.after(wanted.map(time -> time.compareTo(FIRST_WAIT) < 0 ? FIRST_WAIT : time));
        left = retry.left();
        return wait;
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
}
