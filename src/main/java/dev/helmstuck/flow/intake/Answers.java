package dev.helmstuck.flow.intake;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import dev.helmstuck.flow.engine.Background;
import dev.helmstuck.ports.Backoff;
import dev.helmstuck.ports.ConfiguredTarget;
import dev.helmstuck.ports.Conversation;
import dev.helmstuck.ports.Inbox.Command;
import dev.helmstuck.ports.Remediations;
import dev.helmstuck.ports.Remediations.AuditRow;
import dev.helmstuck.ports.Sleeper;
import dev.helmstuck.ports.StoppedException;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.replies.Replies;
import jakarta.inject.Inject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries commands out in the background, and answers whoever typed them; every refusal is written down too. */
final class Answers {
    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);
    /** When nothing was begun, the answer is all that the person hears; the chat takes it for half an hour. */
    private static final Backoff AGAIN = new Backoff(Duration.ofSeconds(10), 4, Duration.ofMinutes(15));
    private static final int TRIES = 5;

    private final Remediations remediations;
    private final Conversation conversation;
    private final Executor background;
    private final Sleeper sleeper;
    private final Clock clock;

    /** Carries a command out on one target. */
    interface Work {
        CommandResult on(ConfiguredTarget entry);
    }

    /** What became of a command. */
    sealed interface CommandResult {
        /** There is nothing to say: its thread does. */
        record Silently() implements CommandResult {}

        /** It was done, or there was nothing to do. */
        record Saying(Report report) implements CommandResult {}

        /** It was refused. */
        record Refusing(Report report) implements CommandResult {}
    }

    @Inject
    Answers(Remediations remediations, Conversation conversation, Executor background, Sleeper sleeper, Clock clock) {
        this.remediations = remediations;
        this.conversation = conversation;
        this.background = background;
        this.sleeper = sleeper;
        this.clock = clock;
    }

    void later(Command command, ConfiguredTarget entry, Work work) {
        later(command, entry.target().name(), () -> work.on(entry));
    }

    /** The same where it is about several targets. */
    void later(Command command, String about, Supplier<CommandResult> work) {
        inBackground(command, () -> {
            CommandResult done;
            try {
                done = work.get();
            } catch (UnavailableException silent) {
                done = new CommandResult.Refusing(Replies.notStarted(silent.source(), silent.why()));
            }
            switch (done) {
                case CommandResult.Silently nothing -> {
                }
                case CommandResult.Saying(Report report) -> answer(command, report);
                case CommandResult.Refusing(Report report) -> {
                    writeDown(command, about, report);
                    answer(command, report);
                }
            }
        });
    }

    /** Answers a question that is about no single target. */
    void later(Command command, Supplier<Report> question) {
        aside(command, () -> Optional.of(question.get()));
    }

    /** The same where there may be nothing to say. */
    void aside(Command command, Supplier<Optional<Report>> question) {
        inBackground(command, () -> {
            Optional<Report> answer;
            try {
                answer = question.get();
            } catch (UnavailableException silent) {
                answer = Optional.of(Replies.notStarted(silent.source(), silent.why()));
            }
            answer.ifPresent(report -> answer(command, report));
        });
    }

    /** The command is acknowledged by now: whatever becomes of it, whoever typed it is told. */
    private void inBackground(Command command, Runnable work) {
        background.execute(new Background.Awaited() {
            @Override
            public void run() {
                try {
                    work.run();
                } catch (StoppedException told) {
                    throw told;
                } catch (RuntimeException bug) {
                    LOG.error("a command of {} could not be carried out", command.user(), bug);
                    answer(command, Replies.failed());
                }
            }

            @Override
            public void stopped() {
                lastWord(command, Replies.stopped());
            }
        });
    }

    /** A refusal that was said already. */
    void writeDownLater(Command command, String target, Report refusal) {
        background.execute(() -> writeDown(command, target, refusal));
    }

    private void writeDown(Command command, String target, Report refusal) {
        try {
            remediations.audit(new AuditRow("", clock.instant(), command.user(), "refused command", target + " in " + command.channel(),
                    refusal.title()));
        } catch (UnavailableException database) {
            LOG.warn("a refused command could not be written down: {}", database.why());
        }
    }

    private void answer(Command command, Report report) {
        try {
            AGAIN.ask(TRIES, sleeper, () -> {
                conversation.answer(command.aside(), report);
                return true;
            });
        } catch (UnavailableException chat) {
            unsaid(command, report, chat);
        } catch (StoppedException told) {
            lastWord(command, report);
        }
    }

    /** Once, now that this process stops: an interrupted thread could say nothing. */
    private void lastWord(Command command, Report report) {
        boolean interrupted = Thread.interrupted();
        try {
            conversation.answer(command.aside(), report);
        } catch (UnavailableException chat) {
            unsaid(command, report, chat);
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    private static void unsaid(Command command, Report report, UnavailableException chat) {
        LOG.warn("an answer to a command of {} was never said: {}: {}", command.user(), report.title(), chat.why());
    }
}
