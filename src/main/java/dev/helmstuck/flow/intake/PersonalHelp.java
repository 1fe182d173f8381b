package dev.helmstuck.flow.intake;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.helmstuck.approval.Ballot;
import dev.helmstuck.approval.Judge;
import dev.helmstuck.approval.Members;
import dev.helmstuck.approval.Person;
import dev.helmstuck.approval.Policy;
import dev.helmstuck.approval.Vote;
import dev.helmstuck.flow.steps.ReactionTally;
import dev.helmstuck.ports.ConfiguredTarget;
import dev.helmstuck.ports.Inbox.Command;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.replies.HelpReply;
import dev.helmstuck.report.replies.HelpReply.Rights;
import dev.helmstuck.runbook.Fact;
import jakarta.inject.Inject;

/** What whoever asks may do where they ask: judged as it would be if they did it now. */
final class PersonalHelp {
    private final Names names;
    private final ReactionTally tally;
    private final Clock clock;

    @Inject
    PersonalHelp(Names names, ReactionTally tally, Clock clock) {
        this.names = names;
        this.tally = tally;
        this.clock = clock;
    }

    Report of(Command command) {
        Map<Policy, List<String>> here = new LinkedHashMap<>();
        List<String> elsewhere = new ArrayList<>();
        for (ConfiguredTarget entry : names.targets()) {
            String target = entry.target().name();
            if (Names.mayBeAccepted(entry, command.channelName()))
                here.computeIfAbsent(entry.policy(), policy -> new ArrayList<>()).add(target);
            else
                elsewhere.add(target);
        }
        try {
            Person person = tally.person(command.user());
            Map<Members, Map<String, Fact<Set<String>>>> read = new HashMap<>();
            return HelpReply.of(here.entrySet().stream().map(each -> rights(person, each.getKey(), each.getValue(), read)).toList(),
                    elsewhere);
        } catch (UnavailableException unread) {
            return HelpReply.unread(unread.source(), unread.why());
        }
    }

    /** @param read the groups of the lists of people that were read so far */
    private Rights rights(Person person, Policy policy, List<String> targets, Map<Members, Map<String, Fact<Set<String>>>> read) {
        return new Rights(targets, policy, tally.named(policy.approvers()),
                refused(Judge.mayNotRequest(ballot(person, policy, read.computeIfAbsent(policy.requesters(), tally::groups)))),
                refused(Judge.mayNotApprove(ballot(person, policy, read.computeIfAbsent(policy.approvers(), tally::groups)))));
    }

    private Ballot ballot(Person person, Policy policy, Map<String, Fact<Set<String>>> groups) {
        return new Ballot(policy, person, clock.instant(), groups);
    }

    private static Optional<Vote.Rejected> refused(Optional<Vote> no) {
        return no.flatMap(vote -> vote instanceof Vote.Rejected why ? Optional.of(why) : Optional.empty());
    }
}
