package dev.helmstuck.flow;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.runbook.Fact;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How one look asks: several at once, each source within its deadline; one that does not answer becomes a {@link Fact.Unavailable}. */
public final class Asking {
    private static final Logger LOG = LoggerFactory.getLogger(Asking.class);

    private final Duration deadline;
    private final ExecutorService tasks;

    /**
     * @param deadline how long one source may take
     * @param tasks runs the questions
     */
    public Asking(Duration deadline, ExecutorService tasks) {
        this.deadline = deadline;
        this.tasks = tasks;
    }

    /** Asks the same about each of several things at once; the answers by what they are about. */
    <A, K, T> Map<K, T> each(List<A> all, Function<A, K> key, Function<A, T> question) {
        Map<K, Question<T>> asked = new LinkedHashMap<>();
        all.forEach(one -> asked.put(key.apply(one), new Question<>(() -> question.apply(one)).begin(tasks)));
        Map<K, T> answers = new LinkedHashMap<>();
        asked.forEach((about, answer) -> answers.put(about, answer.answer()));
        return answers;
    }

    /** Asks one source within its deadline. */
    public <T> Fact<T> ask(String source, Callable<T> question) {
        Future<T> answer = tasks.submit(question);
        try {
            return new Fact.Known<>(answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException silent) {
            answer.cancel(true);
            return new Fact.Unavailable<>(source, "no answer within " + deadline.toSeconds() + " s");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            answer.cancel(true);
            return new Fact.Unavailable<>(source, "the look was interrupted");
        } catch (ExecutionException failed) {
            return unavailable(source, failed.getCause());
        }
    }

    private static <T> Fact<T> unavailable(String source, Throwable cause) {
        if (cause instanceof UnavailableException known) return new Fact.Unavailable<>(known.source(), known.why());
        if (cause instanceof RejectedExecutionException) return new Fact.Unavailable<>(source, "the look was interrupted");
        LOG.error("a question to {} failed", source, cause);
        return new Fact.Unavailable<>(source, "an unexpected error (" + cause.getClass().getSimpleName() + "), see the bot's log");
    }
}
