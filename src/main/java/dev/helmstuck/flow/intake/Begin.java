package dev.helmstuck.flow.intake;

import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

import dev.helmstuck.approval.Ballot;
import dev.helmstuck.approval.Judge;
import dev.helmstuck.approval.Person;
import dev.helmstuck.approval.Policy;
import dev.helmstuck.approval.Vote;
import dev.helmstuck.flow.engine.Queue;
import dev.helmstuck.flow.intake.Answers.CommandResult;
import dev.helmstuck.flow.steps.ReactionTally;
import dev.helmstuck.ports.ConfiguredTarget;
import dev.helmstuck.ports.Conversation;
import dev.helmstuck.ports.Inbox;
import dev.helmstuck.ports.Remediations;
import dev.helmstuck.ports.Remediations.AuditRow;
import dev.helmstuck.ports.Remediations.Opening;
import dev.helmstuck.ports.Remediations.Posting;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.Remediation.Requester;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.replies.Replies;
import dev.helmstuck.report.thread.ThreadView;
import jakarta.inject.Inject;

/** Begins a remediation, or says why not. */
final class Begin {
    private final Remediations remediations;
    private final Conversation conversation;
    private final ReactionTally people;
    private final Queue queue;
    private final Clock clock;

    @Inject
    Begin(Remediations remediations, Conversation conversation, ReactionTally people, Queue queue, Clock clock) {
        this.remediations = remediations;
        this.conversation = conversation;
        this.people = people;
        this.queue = queue;
        this.clock = clock;
    }

    CommandResult work(Inbox.Command command, ConfiguredTarget entry) {
        return refusePlace(command, entry.policy()).or(() -> open(command, entry)).<CommandResult>map(CommandResult.Refusing::new)
                .orElseGet(CommandResult.Silently::new);
    }

    private Optional<Report> refusePlace(Inbox.Command command, Policy policy) {
        return switch (conversation.place(command.channel())) {
            case Conversation.Place.Usable(String name) ->
                policy.acceptsChannel(name) ? Optional.empty() : Optional.of(Replies.channelNotAllowed(policy));
            case Conversation.Place.ExternallyShared(String name) -> Optional.of(Replies.sharedChannel());
            case Conversation.Place.NotMember(String name) -> Optional.of(Replies.notMember());
            case Conversation.Place.Archived(String name) -> Optional.of(Replies.archived());
        };
    }

    private Optional<Report> open(Inbox.Command command, ConfiguredTarget entry) {
        Person person = people.person(command.user());
        Ballot ballot = new Ballot(entry.policy(), person, clock.instant(), people.groups(entry.policy().requesters()));
        if (Judge.mayNotRequest(ballot).orElse(null) instanceof Vote.Rejected refused) return Optional.of(Replies.notRequester(refused));

        Remediation remediation = Remediation.open(UUID.randomUUID().toString(), entry.target().name(),
                new Requester(person.id(), person.name(), person.identity()), command.channel(), clock.instant());
        AuditRow row = new AuditRow(remediation.id(), clock.instant(), person.id(), "command", entry.target().name(),
                "opened in " + command.channel());
        return switch (remediations.open(remediation, row)) {
            case Opening.Opened() -> {
                queue.poke(remediation.id());
                yield Optional.empty();
            }
            case Opening.AlreadyOpen(Remediation other) -> Optional.of(alreadyOpen(other));
        };
    }

    /** Which one is open already, with a link to its root message if that can be had. */
    private Report alreadyOpen(Remediation other) {
        try {
            return remediations.postings(other.id()).stream().filter(posting -> posting.key().equals(ThreadView.ROOT)).findFirst()
                    .flatMap(Posting::at).map(root -> Replies.alreadyOpen(other.target(), conversation.permalink(root, Optional.empty())))
                    .orElseGet(() -> Replies.alreadyOpen(other.target()));
        } catch (UnavailableException noLink) {
            return Replies.alreadyOpen(other.target());
        }
    }
}
