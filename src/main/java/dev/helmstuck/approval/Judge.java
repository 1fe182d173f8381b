package dev.helmstuck.approval;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import dev.helmstuck.runbook.Fact;

/**
 * Decides which reactions count. Guards come first, one line each; whoever passes all of them is an approver. A missing flag is the
 * worse case, and a group that cannot be read approves nobody.
 */
public final class Judge {

    private Judge() {}

    /** The emoji as it counts: lower case, without the skin tone, which Slack appends as {@code ::skin-tone-4}. */
    public static String normalized(String emoji) {
        String name = emoji.toLowerCase(Locale.ROOT);
        int tone = name.indexOf("::");
        return tone < 0 ? name : name.substring(0, tone);
    }

    /** Judges every candidate at this moment. Candidates with another emoji than the policy's are no answer and are left out. */
    public static Tally judge(Ballot ask, List<Candidate> candidates, Instant now) {
        List<Vote> votes = candidates.stream().map(candidate -> judge(ask, candidate, now)).flatMap(Optional::stream).toList();
        return Tally.of(votes, ask.policy().approvals());
    }

    private static Optional<Vote> judge(Ballot ask, Candidate candidate, Instant now) {
        String emoji = normalized(candidate.emoji());
        // an emoji that is configured for both means the safer
        if (ask.policy().deny().contains(emoji)) return Optional.of(no(ask, candidate));
        if (ask.policy().approve().contains(emoji)) return Optional.of(yes(ask, candidate, now));
        return Optional.empty();
    }

    private static Vote yes(Ballot ask, Candidate candidate, Instant now) {
        return candidate.person().either(person -> {
            if (person.id().equals(ask.requester().id())) return refused(person, Reason.REQUESTER, "");
            Optional<Vote> notMember = notFullMember(person);
            if (notMember.isPresent()) return notMember.get();
            if (person.sameHuman(ask.requester())) return refused(person, Reason.SAME_HUMAN, "");
            Optional<Vote> notNamed = notNamed(ask, person);
            if (notNamed.isPresent()) return notNamed.get();
            if (!now.isBefore(ask.deadline())) return refused(person, Reason.LATE, "");
            return new Vote.Approves(person);
        }, missing -> unreadable(candidate, missing));
    }

    private static Vote no(Ballot ask, Candidate candidate) {
        // who asked needs no right to call it off, so nothing of the account has to be read
        if (candidate.user().equals(ask.requester().id())) return new Vote.Cancels(ask.requester());
        Vote vote = candidate.person().either(
                person -> notFullMember(person).or(() -> notNamed(ask, person)).orElseGet(() -> new Vote.Denies(person)),
                missing -> unreadable(candidate, missing));
        return vote instanceof Vote.Rejected refused && unknown(refused.reason()) ? new Vote.Unjudged(refused) : vote;
    }

    /** Whether it could not be told if the reaction counts. */
    private static boolean unknown(Reason reason) {
        return switch (reason) {
            case PERSON_UNREADABLE, GROUP_UNREADABLE -> true;
            case LATE, REQUESTER, SAME_HUMAN, NOT_APPROVER, BOT, DEACTIVATED, GUEST, EXTERNAL, FLAG_MISSING -> false;
        };
    }

    private static Vote unreadable(Candidate candidate, Fact.Unavailable<Person> missing) {
        return new Vote.Rejected(candidate.user(), candidate.user(), Reason.PERSON_UNREADABLE, missing.why());
    }

    /** Why this account is not a full, living, human member of our own workspace; empty if it is one. */
    public static Optional<Vote> notFullMember(Person person) {
        if (person.deleted().orElse(false)) return Optional.of(refused(person, Reason.DEACTIVATED, ""));
        if (person.bot().orElse(false)) return Optional.of(refused(person, Reason.BOT, ""));
        if (person.stranger().orElse(false) || !person.ours()) return Optional.of(refused(person, Reason.EXTERNAL, ""));
        if (person.restricted().orElse(false) || person.ultraRestricted().orElse(false))
            return Optional.of(refused(person, Reason.GUEST, ""));
        if (person.deleted().isEmpty()) return Optional.of(refused(person, Reason.FLAG_MISSING, "deleted"));
        if (person.bot().isEmpty()) return Optional.of(refused(person, Reason.FLAG_MISSING, "is_bot"));
        if (person.restricted().isEmpty()) return Optional.of(refused(person, Reason.FLAG_MISSING, "is_restricted"));
        if (person.ultraRestricted().isEmpty()) return Optional.of(refused(person, Reason.FLAG_MISSING, "is_ultra_restricted"));
        return Optional.empty();
    }

    private static Optional<Vote> notNamed(Ballot ask, Person person) {
        if (ask.policy().approvers().names(person)) return Optional.empty();
        return membership(ask.policy().approvers().groups(), ask, person);
    }

    private static Optional<Vote> membership(Set<String> groups, Ballot ask, Person person) {
        Optional<Vote> unreadable = Optional.empty();
        for (String group : groups) {
            Fact<Set<String>> members = Optional.ofNullable(ask.groups().get(group))
                    .orElseGet(() -> new Fact.Unavailable<>("Slack", "group " + group + " was not read"));
            switch (members) {
                case Fact.Known<Set<String>>(Set<String> ids) -> {
                    if (ids.contains(person.id())) return Optional.empty();
                }
                case Fact.Unavailable<Set<String>>(String source, String why) -> unreadable = Optional
                        .of(refused(person, Reason.GROUP_UNREADABLE, source + ": " + why));
            }
        }
        return unreadable.or(() -> Optional.of(refused(person, Reason.NOT_APPROVER, "")));
    }

    /** Why this person may not ask; empty if they may. An empty list of requesters means every full member. */
    public static Optional<Vote> mayNotRequest(Ballot ask) {
        Person person = ask.requester();
        Optional<Vote> notMember = notFullMember(person);
        if (notMember.isPresent()) return notMember;
        Members requesters = ask.policy().requesters();
        if (requesters.isEmpty() || requesters.names(person)) return Optional.empty();
        return membership(requesters.groups(), ask, person);
    }

    /** Why this person's reaction counts on nobody's request; empty if it does on another's. */
    public static Optional<Vote> mayNotApprove(Ballot ballot) {
        Person person = ballot.requester();
        return notFullMember(person).or(() -> notNamed(ballot, person));
    }

    private static Vote refused(Person person, Reason reason, String detail) {
        return new Vote.Rejected(person.id(), person.name(), reason, detail);
    }
}
