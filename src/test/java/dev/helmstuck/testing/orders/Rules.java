package dev.helmstuck.testing.orders;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.helmstuck.approval.Person;
import dev.helmstuck.approval.Policy;
import dev.helmstuck.ports.Conversation.Reaction;
import dev.helmstuck.ports.MessageRef;
import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.remediation.Approval;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.Request;
import dev.helmstuck.remediation.State;
import dev.helmstuck.runbook.CopyAnswer;
import dev.helmstuck.runbook.DeleteAnswer;
import dev.helmstuck.runbook.DeletePlan;
import dev.helmstuck.testing.orders.FakeCluster.Owner;
import dev.helmstuck.testing.orders.FakeCluster.StoredSecret;
import dev.helmstuck.testing.orders.Readings.Heard;
import dev.helmstuck.testing.orders.Readings.Reading;
import dev.helmstuck.testing.orders.Readings.Source;

/** Whether an intent to delete may be saved, by what its process was told: CONTRIBUTING, rules 2, 3, 4 and 7, written down again. */
final class Rules {
    private static final Duration LONGEST_HELM = Duration.ofHours(2);
    private static final Set<ReleaseStatus> PENDING = Set.of(ReleaseStatus.PENDING_INSTALL, ReleaseStatus.PENDING_UPGRADE,
            ReleaseStatus.PENDING_ROLLBACK);

    private final Ground ground;
    private final Readings told;
    private final Policy policy;
    private final Remediation remediation;
    private final DeletePlan plan;
    private final Request request;
    private final List<Approval> approvals;
    private final Map<Source, Reading<?>> look = new EnumMap<>(Source.class);

    Rules(Ground ground, Replica by, Remediation remediation, State.Deleting state) {
        this.ground = ground;
        this.told = by.readings;
        this.policy = by.entry.orElseThrow().policy();
        this.remediation = remediation;
        this.plan = state.plan();
        this.request = state.request();
        this.approvals = state.approvals();
    }

    /** The first rule that is broken. */
    Optional<String> broken() {
        return message().or(this::lookedAtEverything).or(this::record).or(this::surroundings).or(this::people).or(this::deadline);
    }

    private static Optional<String> unless(boolean fine, String what) {
        return fine ? Optional.empty() : Optional.of(what);
    }

    /** Rule 3: what is to be deleted is what this plan's own message showed from the beginning. */
    private Optional<String> message() {
        FakeChat.ChatMessage message = ground.chat.get(new MessageRef(request.channel(), request.ts()));
        if (message == null || !message.of(remediation.id()) || !message.key().startsWith("request:"))
            return Optional.of("the request's message is no request of this remediation");
        String text = message.draft.report().toString();
        return unless(text.contains("text=" + plan.secret() + "]") && text.contains("text=" + plan.uid() + "]")
                && text.contains("text=" + plan.resourceVersion() + "]"), "its message shows another object than " + plan.object());
    }

    /** Rule 7: every question of the last look was answered, after the yes was seen first. */
    private Optional<String> lookedAtEverything() {
        for (Source source : EnumSet.complementOf(EnumSet.of(Source.GATE))) {
            Optional<Reading<?>> reading = told.last(source);
            if (reading.isEmpty()) return Optional.of(source + " was never looked at by this process");
            boolean mayBeSilent = source == Source.OWNER;
            if (reading.get().value().isEmpty() && !mayBeSilent) return Optional.of(source + " did not answer at the last look");
            look.put(source, reading.get());
        }
        Reading<?> first = told.before(Source.SETTLED).orElseThrow();
        if (first.value().isEmpty() || !(Boolean) first.value().get())
            return Optional.of("the workloads were not settled at the first look");
        return Optional.empty();
    }

    private <T> T at(Source source, Class<T> type) {
        return type.cast(look.get(source).value().orElseThrow());
    }

    /** Rules 3 and 4: the record. */
    private Optional<String> record() {
        List<?> records = at(Source.RECORDS, List.class);
        if (records.size() < 2) return Optional.of("it is the only revision");
        StoredSecret top = (StoredSecret) records.get(0);
        StoredSecret below = (StoredSecret) records.get(1);
        Optional<?> again = at(Source.RECORD_AGAIN, Optional.class);
        return unless(top.is(plan.object()), "the highest record is " + top)
                .or(() -> unless(PENDING.contains(top.status()), "the record is not pending"))
                .or(() -> unless(top.decodes() && top.labelled(), "the record does not decode or contradicts its label"))
                .or(() -> unless(below.decodes() && below.labelled() && !PENDING.contains(below.status()), "what is below is " + below))
                .or(() -> unless(again.map(StoredSecret.class::cast).filter(it -> it.is(plan.object())).isPresent(),
                        "the second look shows " + again))
                .or(() -> unless(ownerIsDead(top), "its owner may live"));
    }

    private boolean ownerIsDead(StoredSecret top) {
        Reading<?> reading = look.get(Source.OWNER);
        boolean old = reading.at().isAfter(top.created().plus(LONGEST_HELM));
        if (reading.value().isEmpty()) return old;
        return switch ((Owner) reading.value().get()) {
            case ENDED -> true;
            case RUNNING -> false;
            case LOST, CANCELED, NONE -> old;
        };
    }

    /** A job that is only created and whose pipeline, looked at after that, waits for a person does not count. */
    private boolean deploying() {
        Optional<?> status = at(Source.DEPLOYING, Optional.class);
        if (!status.equals(Optional.of("created"))) return status.isPresent();
        return told.last(Source.GATE).filter(gate -> gate.op() > look.get(Source.DEPLOYING).op())
                .flatMap(Reading::value).filter(Boolean.TRUE::equals).isEmpty();
    }

    /** Rule 4: everything else. */
    private Optional<String> surroundings() {
        boolean settled = at(Source.SETTLED, Boolean.class);
        boolean ready = at(Source.READY, Boolean.class);
        CopyAnswer copied = at(Source.COPY_REHEARSAL, CopyAnswer.class);
        DeleteAnswer rehearsed = at(Source.REHEARSAL, DeleteAnswer.class);
        return unless(!deploying(), "a deploy job is active").or(() -> unless(settled, "the workloads are not settled"))
                .or(() -> unless(ready, "the API server is not ready"))
                .or(() -> unless(rehearsed instanceof DeleteAnswer.Done, "the rehearsal said " + rehearsed))
                .or(() -> unless(copied instanceof CopyAnswer.Possible, "the rehearsal of the copy said " + copied));
    }

    /** Rule 2: enough different eligible people, whose yes was there before the last look and still was after it. */
    private Optional<String> people() {
        long lookBegan = look.values().stream().mapToLong(Reading::op).min().orElseThrow();
        long lookEnded = look.values().stream().mapToLong(Reading::op).max().orElseThrow();
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
        return unless(named || inGroup, user + " is no approver");
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
