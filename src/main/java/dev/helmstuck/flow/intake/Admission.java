package dev.helmstuck.flow.intake;

import java.time.Clock;
import java.util.Optional;

import dev.helmstuck.approval.Ballot;
import dev.helmstuck.approval.Judge;
import dev.helmstuck.approval.Person;
import dev.helmstuck.approval.Policy;
import dev.helmstuck.approval.Vote;
import dev.helmstuck.flow.steps.ReactionTally;
import dev.helmstuck.ports.ConfiguredTarget;
import dev.helmstuck.ports.Conversation;
import dev.helmstuck.ports.Inbox;
import dev.helmstuck.remediation.Remediation.Requester;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.replies.Replies;
import jakarta.inject.Inject;

/** Who may ask for something, and where. */
final class Admission {
    private final Conversation conversation;
    private final ReactionTally people;
    private final Clock clock;

    /** Whether somebody may ask. */
    sealed interface Admitted {
        /** They may. */
        record Granted(Requester requester) implements Admitted {}

        /** They may not, or not there. */
        record Turned(Report why) implements Admitted {}
    }

    @Inject
    Admission(Conversation conversation, ReactionTally people, Clock clock) {
        this.conversation = conversation;
        this.people = people;
        this.clock = clock;
    }

    Admitted to(Inbox.Command command, ConfiguredTarget entry) {
        return place(command.channel(), entry.policy()).<Admitted>map(Admitted.Turned::new)
                .orElseGet(() -> person(command, entry.policy()));
    }

    /** Why nothing may be asked for there. */
    private Optional<Report> place(String channel, Policy policy) {
        return switch (conversation.place(channel)) {
            case Conversation.Place.Usable(String name) ->
                policy.acceptsChannel(name) ? Optional.empty() : Optional.of(Replies.channelNotAllowed(policy));
            case Conversation.Place.ExternallyShared(String name) -> Optional.of(Replies.sharedChannel());
            case Conversation.Place.NotMember(String name) -> Optional.of(Replies.notMember());
            case Conversation.Place.Archived(String name) -> Optional.of(Replies.archived());
        };
    }

    private Admitted person(Inbox.Command command, Policy policy) {
        Person person = people.person(command.user());
        Ballot ballot = new Ballot(policy, person, clock.instant(), people.groups(policy.requesters()));
        return Judge.mayNotRequest(ballot).orElse(null) instanceof Vote.Rejected refused
                ? new Admitted.Turned(Replies.notRequester(refused))
                : new Admitted.Granted(new Requester(person.id(), person.name(), person.identity()));
    }
}
