package dev.helmstuck.testing.orders;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import dev.helmstuck.approval.Person;
import dev.helmstuck.approval.Policy;
import dev.helmstuck.ports.Conversation.Reaction;
import dev.helmstuck.ports.MessageRef;
import dev.helmstuck.remediation.Approval;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.Request;
import dev.helmstuck.testing.orders.Readings.Heard;
import dev.helmstuck.testing.orders.Readings.Reading;

/** Whether people said yes to a request as CONTRIBUTING, rule 2, asks for, by what the process was told: to a delete or to a rerun. */
record YesRules(Readings told, Policy policy, Remediation remediation, Request request, List<Approval> approvals) {

    /**
     * The first rule that is broken.
     *
     * @param lookBegan when the last look at the systems began, and when it ended
     */
    Optional<String> broken(long lookBegan, long lookEnded) {
        return people(lookBegan, lookEnded).or(this::deadline);
    }

    /** Rule 2: enough different eligible people, whose yes was there before the last look and still was after it. */
    private Optional<String> people(long lookBegan, long lookEnded) {
        List<Heard> heard = told.heard().stream()
                .filter(it -> it.message().equals(new MessageRef(request.channel(), request.ts()))).toList();
        if (heard.isEmpty()) return Optional.of("the reactions were never read");
        Reading<List<Reaction>> last = heard.getLast().reading();
        if (last.op() < lookEnded || last.value().isEmpty()) return Optional.of("the reactions were not read after the last look");
        Set<String> humans = new HashSet<>();
        for (Approval approval : approvals) {
            boolean first = heard.stream().map(Heard::reading).anyMatch(reading -> reading.op() < lookBegan
                    && reading.at().equals(approval.seen()) && says(policy.approve(), reading, approval.user()));
            if (!first) return Optional.of(approval.user() + " had not said yes at " + approval.seen());
            if (!says(policy.approve(), last, approval.user())) return Optional.of(approval.user() + " has no yes on the message any more");
            Optional<String> not = notEligible(approval.user(), lookEnded);
            if (not.isPresent()) return not;
            humans.add(human(told.person(approval.user()).orElseThrow().value().orElseThrow()));
        }
        if (humans.size() < policy.approvals()) return Optional.of(humans.size() + " of " + policy.approvals() + " said yes");
        return last.value().get().stream().filter(it -> policy.deny().contains(plain(it.emoji())))
                .filter(it -> it.user().equals(remediation.requester().user()) || notEligible(it.user(), lookEnded).isEmpty()
                        || unknown(it.user(), lookEnded))
                .findFirst().map(it -> it.user() + " said no");
    }

    private static boolean says(List<String> emoji, Reading<List<Reaction>> reading, String user) {
        return reading.value().stream().flatMap(List::stream).anyMatch(it -> it.user().equals(user) && emoji.contains(plain(it.emoji())));
    }

    private static String plain(String emoji) {
        int tone = emoji.indexOf("::");
        return tone < 0 ? emoji : emoji.substring(0, tone);
    }

    private static String human(Person person) {
        return person.email().map(mail -> mail.toLowerCase(Locale.ROOT)).orElse(person.id());
    }

    /** Whether it could not be told if somebody may say no: not to know is not to be allowed (rule 7). */
    private boolean unknown(String user, long after) {
        Optional<Reading<Person>> person = told.person(user).filter(it -> it.op() > after);
        if (person.isEmpty() || person.get().value().isEmpty()) return true;
        boolean silent = told.group().filter(it -> it.op() > after).filter(it -> it.value().isEmpty()).isPresent();
        return silent && policy.approvers().groups().contains(FakePeople.GROUP) && member(person.get().value().get());
    }

    private static boolean member(Person person) {
        return person.ours() && person.deleted().equals(Optional.of(false)) && person.bot().equals(Optional.of(false))
                && person.restricted().equals(Optional.of(false)) && person.ultraRestricted().equals(Optional.of(false))
                && !person.stranger().equals(Optional.of(true));
    }

    private Optional<String> notEligible(String user, long after) {
        Optional<Person> read = told.person(user).filter(it -> it.op() > after).flatMap(Reading::value);
        if (read.isEmpty()) return Optional.of(user + " was not read after the last look");
        Person person = read.get();
        if (!member(person)) return Optional.of(user + " is no full member");
        if (user.equals(remediation.requester().user()) || human(person).equals(remediation.requester().identity()))
            return Optional.of(user + " is the requester");
        boolean named = policy.approvers().users().contains(user)
                || person.email().filter(mail -> policy.approvers().users().contains(mail)).isPresent();
        boolean inGroup = policy.approvers().groups().contains(FakePeople.GROUP)
                && told.group().filter(it -> it.op() > after).flatMap(Reading::value).filter(it -> it.contains(user)).isPresent();
        return named || inGroup ? Optional.empty() : Optional.of(user + " is no approver");
    }

    /** Rule 2: in time, and only after the message was complete. */
    private Optional<String> deadline() {
        Instant latest = request.posted().plus(policy.deadline());
        for (Approval approval : approvals) {
            if (!approval.seen().isBefore(request.deadline()) || !approval.seen().isBefore(latest))
                return Optional.of(approval.user() + " said yes after the deadline");
            if (approval.seen().isBefore(request.posted()))
                return Optional.of(approval.user() + " said yes before the request was complete");
        }
        return Optional.empty();
    }
}
