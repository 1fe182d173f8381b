package dev.helmstuck.flow.intake;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.helmstuck.approval.Ballot;
import dev.helmstuck.approval.Judge;
import dev.helmstuck.approval.Members;
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

    /** Whether this person may ask for this target there. */
    Admitted to(Inbox.Command command, ConfiguredTarget entry) {
        Party party = to(command, List.of(entry));
        return party.requester().<Admitted>map(Admitted.Granted::new).orElseGet(() -> new Admitted.Turned(party.turned().getFirst()));
    }

    /**
     * Who may ask for which of several targets.
     *
     * @param requester who asks, if they may ask for any
     * @param entries those that they may ask for
     * @param turned why not for each of the others
     */
    record Party(Optional<Requester> requester, List<ConfiguredTarget> entries, List<Report> turned) {}

    /** The same for several, with one look at the place and at the person. */
    Party to(Inbox.Command command, List<ConfiguredTarget> entries) {
        Conversation.Place place = conversation.place(command.channel());
        List<ConfiguredTarget> there = entries.stream().filter(entry -> place(place, entry.policy()).isEmpty()).toList();
        List<Report> turned = new ArrayList<>(
                entries.stream().map(entry -> place(place, entry.policy())).flatMap(Optional::stream).toList());
        if (there.isEmpty()) return new Party(Optional.empty(), List.of(), turned);
        Person person = people.person(command.user());
        Map<Members, Optional<Report>> judged = new HashMap<>();
        List<ConfiguredTarget> granted = new ArrayList<>();
        for (ConfiguredTarget entry : there) {
            Optional<Report> no = judged.computeIfAbsent(entry.policy().requesters(), requesters -> person(person, entry.policy()));
            no.ifPresentOrElse(turned::add, () -> granted.add(entry));
        }
        Requester requester = new Requester(person.id(), person.name(), person.identity());
        return new Party(granted.isEmpty() ? Optional.empty() : Optional.of(requester), List.copyOf(granted), List.copyOf(turned));
    }

    /** Why nothing may be asked for there. */
    private static Optional<Report> place(Conversation.Place place, Policy policy) {
        return switch (place) {
            case Conversation.Place.Usable(String name) ->
                policy.acceptsChannel(name) ? Optional.empty() : Optional.of(Replies.channelNotAllowed(policy));
            case Conversation.Place.ExternallyShared(String name) -> Optional.of(Replies.sharedChannel());
            case Conversation.Place.NotMember(String name) -> Optional.of(Replies.notMember());
            case Conversation.Place.Archived(String name) -> Optional.of(Replies.archived());
        };
    }

    private Optional<Report> person(Person person, Policy policy) {
        Ballot ballot = new Ballot(policy, person, clock.instant(), people.groups(policy.requesters()));
        return Judge.mayNotRequest(ballot).orElse(null) instanceof Vote.Rejected refused
                ? Optional.of(Replies.notRequester(refused))
                : Optional.empty();
    }
}
