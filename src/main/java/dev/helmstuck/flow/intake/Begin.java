package dev.helmstuck.flow.intake;

import java.time.Clock;
import java.util.Optional;
import java.util.function.UnaryOperator;

import dev.helmstuck.flow.engine.Queue;
import dev.helmstuck.flow.engine.Threads;
import dev.helmstuck.flow.intake.Answers.CommandResult;
import dev.helmstuck.ports.ConfiguredTarget;
import dev.helmstuck.ports.Inbox;
import dev.helmstuck.ports.Remediations;
import dev.helmstuck.ports.Remediations.AuditRow;
import dev.helmstuck.ports.Remediations.Opening;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.Remediation.Requester;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.replies.Replies;
import jakarta.inject.Inject;

/** Begins a remediation, or says why not. */
final class Begin {
    private final Remediations remediations;
    private final Admission admission;
    private final Threads threads;
    private final Queue queue;
    private final Clock clock;

    @Inject
    Begin(Remediations remediations, Admission admission, Threads threads, Queue queue, Clock clock) {
        this.remediations = remediations;
        this.admission = admission;
        this.threads = threads;
        this.queue = queue;
        this.clock = clock;
    }

    CommandResult work(Inbox.Command command, ParsedCommand parsed, ConfiguredTarget entry) {
        Optional<String> word = parsed.option(CommandOption.OWNER_DEAD);
        Optional<Long> incident = IncidentOption.number(parsed);
        return begin(command, entry, fresh -> fresh.vouched(word).of(incident), "opened in " + command.channel()
                + incident.map(number -> ", for incident " + number).orElse("") + thread(command)
                + word.map(reason -> ", vouching that the owner is dead: " + reason).orElse(""));
    }

    /**
     * Begins a restore.
     *
     * @param wanted a copy's name, a revision, or empty text
     */
    CommandResult restore(Inbox.Command command, String wanted, ConfiguredTarget entry) {
        return begin(command, entry, fresh -> fresh.restoring(wanted), "opened in " + command.channel() + ", to put "
                + (wanted.isEmpty() ? "a record" : wanted) + " back" + thread(command));
    }

    /**
     * Begins what people practise on.
     *
     * @param stuck the record that was made
     */
    CommandResult drill(Inbox.Command command, ConfiguredTarget entry, String stuck) {
        return begin(command, entry, fresh -> fresh, "opened in " + command.channel() + ", a drill on Secret " + stuck + thread(command));
    }

    private static String thread(Inbox.Command command) {
        return command.thread().map(thread -> ", thread " + thread).orElse("");
    }

    private CommandResult begin(Inbox.Command command, ConfiguredTarget entry, UnaryOperator<Remediation> what, String words) {
        return switch (admission.to(command, entry)) {
            case Admission.Admitted.Turned(Report why) -> new CommandResult.Refusing(why);
            case Admission.Admitted.Granted(Requester requester) -> {
                Remediation fresh = Remediation.open(FreshId.of(command, entry.target().name()), entry.target().name(), requester,
                        command.channel(),
                        command.thread(), clock.instant()).drill(entry.target().drill());
                yield open(what.apply(fresh), words);
            }
        };
    }

    private CommandResult open(Remediation remediation, String words) {
        AuditRow row = new AuditRow(remediation.id(), clock.instant(), remediation.requester().user(), "command", remediation.target(),
                words);
        return switch (remediations.open(remediation, row)) {
            case Opening.Opened() -> {
                queue.poke(remediation.id());
                yield new CommandResult.Silently();
            }
            case Opening.AlreadyOpen(Remediation other) -> new CommandResult.Refusing(alreadyOpen(other));
        };
    }

    /** Which one is open already, with a link to its first message if that can be had. */
    Report alreadyOpen(Remediation other) {
        return threads.link(other).map(link -> Replies.alreadyOpen(other.target(), link))
                .orElseGet(() -> Replies.alreadyOpen(other.target()));
    }
}
