package dev.helmstuck.flow.steps;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.helmstuck.approval.Ballot;
import dev.helmstuck.approval.Candidate;
import dev.helmstuck.approval.Judge;
import dev.helmstuck.approval.Members;
import dev.helmstuck.approval.Named;
import dev.helmstuck.approval.Person;
import dev.helmstuck.approval.Policy;
import dev.helmstuck.approval.Tally;
import dev.helmstuck.flow.Lookup;
import dev.helmstuck.ports.Conversation;
import dev.helmstuck.ports.Conversation.Reaction;
import dev.helmstuck.ports.MessageRef;
import dev.helmstuck.ports.People;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.remediation.Remediation.Requester;
import dev.helmstuck.remediation.Request;
import dev.helmstuck.runbook.Fact;
import jakarta.inject.Inject;

/** Reads who reacts to a request, who they are and who may approve, all afresh, and judges it. */
public final class ReactionTally {
    private final Conversation conversation;
    private final People people;

    @Inject
    ReactionTally(Conversation conversation, People people) {
        this.conversation = conversation;
        this.people = people;
    }

    /**
     * The tally at this moment.
     *
     * @throws UnavailableException if the reactions cannot be read completely
     */
    Tally count(Requester requester, Request request, Policy policy, Instant now) {
        return count(requester, request, policy, now, Optional.empty());
    }

    /**
     * The tally as of an earlier moment: yes counts only from those whose yes was seen then, and only if it still stands.
     *
     * @param earlier who had said yes when it was first complete
     */
    Tally recount(Requester requester, Request request, Policy policy, Instant now, Set<String> earlier) {
        return count(requester, request, policy, now, Optional.of(earlier));
    }

    private Tally count(Requester requester, Request request, Policy policy, Instant now, Optional<Set<String>> earlier) {
        List<Reaction> reactions = conversation.reactions(new MessageRef(request.channel(), request.ts()));
        Map<String, Fact<Person>> known = new HashMap<>();
        List<Candidate> candidates = new ArrayList<>();
        for (Reaction reaction : reactions) {
            String emoji = reaction.emoji();
            boolean yes = policy.approve().contains(emoji);
            if (!yes && !policy.deny().contains(emoji)) continue;
            if (yes && earlier.isPresent() && !earlier.get().contains(reaction.user())) continue;
            Fact<Person> person = known.computeIfAbsent(reaction.user(), id -> Lookup.of(() -> people.person(id)));
            candidates.add(new Candidate(reaction.user(), reaction.emoji(), person));
        }
        return Judge.judge(
                new Ballot(policy, asked(requester), request.deadline(), candidates.isEmpty() ? Map.of() : groups(policy.approvers())),
                candidates, now);
    }

    /** This person, as the chat shows them now. */
    public Person person(String id) {
        return people.person(id);
    }

    /** What people call those who are named here; to be read only. */
    public List<Named> named(Members members) {
        return people.named(members);
    }

    /** The members of every group that is named here. */
    public Map<String, Fact<Set<String>>> groups(Members members) {
        Map<String, Fact<Set<String>>> groups = new HashMap<>();
        members.groups().forEach(group -> groups.put(group, Lookup.of(() -> people.group(group))));
        return groups;
    }

    /** The requester as they were when they asked: enough to tell who they are. */
    private static Person asked(Requester requester) {
        Optional<String> email = requester.identity().equals(requester.user()) ? Optional.empty() : Optional.of(requester.identity());
        return new Person(requester.user(), requester.name(), email, true, Optional.of(false), Optional.of(false), Optional.of(false),
                Optional.of(false), Optional.of(false));
    }
}
