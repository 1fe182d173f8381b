package dev.helmstuck.flow.intake;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import dev.helmstuck.flow.engine.Queue;
import dev.helmstuck.flow.engine.Saving;
import dev.helmstuck.flow.intake.Answers.CommandResult;
import dev.helmstuck.ports.Inbox;
import dev.helmstuck.ports.Remediations;
import dev.helmstuck.ports.Remediations.AuditRow;
import dev.helmstuck.remediation.Event;
import dev.helmstuck.remediation.IllegalMove;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.replies.CancelReplies;
import dev.helmstuck.report.replies.Replies;
import dev.helmstuck.report.replies.RestoreReplies;
import jakarta.inject.Inject;

/** Calls the requester's own remediation off, as long as nothing was begun. */
final class Cancel {
    private final Remediations remediations;
    private final Saving saving;
    private final Queue queue;
    private final Clock clock;

    @Inject
    Cancel(Remediations remediations, Saving saving, Queue queue, Clock clock) {
        this.remediations = remediations;
        this.saving = saving;
        this.queue = queue;
        this.clock = clock;
    }

    CommandResult work(Inbox.Command command, String target) {
        Optional<Remediation> open = remediations.openFor(target);
        if (open.isEmpty()) return new CommandResult.Saying(CancelReplies.nothingOpen(target));
        Remediation remediation = open.get();
        if (!remediation.requester().user().equals(command.user())) {
            remediations.audit(row(remediation, command, "refused: not the requester"));
            return new CommandResult.Saying(CancelReplies.notYours(target));
        }
        try {
            Remediation next = remediation.on(new Event.Cancelled(remediation.requester().name()), clock.instant());
            if (!saving.save(remediation, next, List.of(row(remediation, command, "asked")))) return work(command, target);
            queue.poke(remediation.id());
            return new CommandResult.Saying(cancelled(remediation));
        } catch (IllegalMove tooLate) {
            return new CommandResult.Saying(CancelReplies.tooLate(target, remediation.state()));
        }
    }

    private static Report cancelled(Remediation remediation) {
        String target = remediation.target();
        if (remediation.restore().isPresent()) return RestoreReplies.cancelled(target);
        if (remediation.unlocked().isPresent()) return CancelReplies.rerunCancelled(target);
        return remediation.unlockedBefore() ? CancelReplies.cancelledAfterUnlock(target) : CancelReplies.cancelled(target);
    }

    /** The same for several, in one answer: only so many are taken for a command. */
    CommandResult all(Inbox.Command command, String name, List<String> targets) {
        List<Report> answers = targets.stream().filter(target -> remediations.openFor(target).isPresent())
                .map(target -> work(command, target)).flatMap(result -> switch (result) {
                    case CommandResult.Silently nothing -> Stream.<Report>empty();
                    case CommandResult.Saying(Report report) -> Stream.of(report);
                    case CommandResult.Refusing(Report report) -> Stream.of(report);
                }).toList();
        return new CommandResult.Saying(answers.isEmpty() ? CancelReplies.nothingOpen(name) : Replies.several(name, answers));
    }

    private AuditRow row(Remediation remediation, Inbox.Command command, String result) {
        return new AuditRow(remediation.id(), clock.instant(), command.user(), "cancel", remediation.target(), result);
    }
}
