package dev.helmstuck.flow.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import dev.helmstuck.flow.engine.Background;
import dev.helmstuck.flow.engine.EngineOfATest;
import dev.helmstuck.flow.intake.Answers.CommandResult;
import dev.helmstuck.ports.Conversation;
import dev.helmstuck.ports.Inbox.Command;
import dev.helmstuck.ports.Remediations;
import dev.helmstuck.ports.StoppedException;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.replies.CancelReplies;
import dev.helmstuck.report.replies.Replies;
import org.junit.jupiter.api.Test;

/** Whoever typed a command that was acknowledged hears what became of it, also from a process that is told to stop. */
class AnswersTest {
    private static final Command COMMAND = new Command("1", "U0ALICE", "C1", "incident", "gitlab-cny", "https://hooks.example.com/1");
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Background background = EngineOfATest.background();
    private final List<Report> heard = new CopyOnWriteArrayList<>();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final Answers answers = new Answers(fake(Remediations.class), fake(Conversation.class), background, AnswersTest::sleep,
            Clock.systemUTC());

    /** Whatever it is told that is a report is heard, unless the thread was interrupted: then no call gets through. */
    private <T> T fake(Class<T> port) {
        return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[]{port}, (proxy, method, arguments) -> {
            if (Thread.currentThread().isInterrupted()) throw new UnavailableException("Slack", "interrupted");
            if (arguments[arguments.length - 1] instanceof Report report) heard.add(report);
            return null;
        }));
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
            throw new StoppedException(told);
        }
    }

    private void told(Report report) {
        assertThat(heard).extracting(Report::title).containsExactly(report.title());
    }

    @Test
    void a_stop_waits_for_what_a_command_does() throws InterruptedException {
        answers.later(COMMAND, "gitlab-cny", () -> {
            begun.countDown();
            sleep(Duration.ofMillis(50));
            return new CommandResult.Saying(CancelReplies.cancelled("gitlab-cny"));
        });
        begun.await();
        background.drain(LONG);
        told(CancelReplies.cancelled("gitlab-cny"));
    }

    @Test
    void a_command_that_a_stop_interrupts_is_to_be_typed_again() throws InterruptedException {
        answers.later(COMMAND, "gitlab-cny", () -> {
            begun.countDown();
            sleep(LONG);
            throw new AssertionError("it was to be interrupted");
        });
        begun.await();
        background.drain(Duration.ZERO);
        told(Replies.stopped());
    }

    @Test
    void what_became_of_a_command_is_said_although_a_stop_interrupts_the_saying() throws InterruptedException {
        answers.later(COMMAND, () -> {
            begun.countDown();
            try {
                sleep(LONG);
            } catch (StoppedException told) {
                throw new UnavailableException("GitLab", "interrupted");
            }
            throw new AssertionError("it was to be interrupted");
        });
        begun.await();
        background.drain(Duration.ZERO);
        told(Replies.notStarted("GitLab", "interrupted"));
    }

    @Test
    void a_mention_whose_command_comes_too_late_for_the_background_is_to_be_typed_again() throws InterruptedException {
        answers.aside(COMMAND, () -> {
            begun.countDown();
            sleep(Duration.ofMillis(100));
            answers.later(COMMAND, "gitlab-cny", CommandResult.Silently::new);
            return Optional.empty();
        });
        begun.await();
        background.drain(LONG);
        told(Replies.stopped());
    }

    @Test
    void a_bug_is_no_silence() {
        answers.later(COMMAND, "gitlab-cny", () -> {
            throw new IllegalStateException("planted");
        });
        background.drain(LONG);
        told(Replies.failed());
    }
}
