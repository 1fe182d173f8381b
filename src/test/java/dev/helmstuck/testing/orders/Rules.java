package dev.helmstuck.testing.orders;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.helmstuck.approval.Policy;
import dev.helmstuck.ports.MessageRef;
import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.Request;
import dev.helmstuck.remediation.State;
import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.CopyAnswer;
import dev.helmstuck.runbook.DeleteAnswer;
import dev.helmstuck.runbook.DeletePlan;
import dev.helmstuck.runbook.Vouching;
import dev.helmstuck.testing.orders.FakeCluster.StoredSecret;
import dev.helmstuck.testing.orders.FakeGitlab.JobsRead;
import dev.helmstuck.testing.orders.FakeGitlab.Owner;
import dev.helmstuck.testing.orders.Readings.Reading;
import dev.helmstuck.testing.orders.Readings.Source;

/** Whether an intent to delete may be saved, by what its process was told: CONTRIBUTING, rules 2, 3, 4 and 7, written down again. */
final class Rules {
    private static final Duration LONGEST_HELM = Duration.ofMinutes(125);
    static final Set<ReleaseStatus> PENDING = Set.of(ReleaseStatus.PENDING_INSTALL, ReleaseStatus.PENDING_UPGRADE,
            ReleaseStatus.PENDING_ROLLBACK);

    private final Ground ground;
    private final Readings told;
    private final Remediation remediation;
    private final DeletePlan plan;
    private final Request request;
    private final Policy policy;
    private final YesRules yes;
    private final Map<Source, Reading<?>> look = new EnumMap<>(Source.class);

    Rules(Ground ground, Replica by, Remediation remediation, State.Deleting state) {
        this.ground = ground;
        this.told = by.readings;
        this.remediation = remediation;
        this.plan = state.plan();
        this.request = state.request();
        this.policy = by.policy(remediation.target());
        this.yes = new YesRules(told, plan.vouching().isPresent() ? oneMore(policy) : policy, remediation, request, state.approvals());
    }

    private static Policy oneMore(Policy policy) {
        return new Policy(policy.channels(), policy.approvers(), policy.requesters(), policy.approvals() + 1, policy.deadline(),
                policy.sampleGap(), policy.approve(), policy.deny(), policy.vouching());
    }

    /** The first rule that is broken. */
    Optional<String> broken() {
        return message().or(this::lookedAtEverything).or(this::record).or(this::surroundings).or(this::people);
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
        for (Source source : EnumSet.complementOf(EnumSet.of(Source.GATE, Source.COPIES))) {
            Optional<Reading<?>> reading = told.last(remediation.target(), source);
            if (reading.isEmpty()) return Optional.of(source + " was never looked at by this process");
            boolean mayBeSilent = source == Source.OWNER;
            if (reading.get().value().isEmpty() && !mayBeSilent) return Optional.of(source + " did not answer at the last look");
            look.put(source, reading.get());
        }
        return told.before(remediation.target(), Source.SETTLED)
                .map(first -> unless((Boolean) first.value().orElseThrow(), "the workloads were not settled at the look before the last")
                        .or(() -> unless(!look.get(Source.SETTLED).at().isBefore(first.at().plus(policy.sampleGap())),
                                "the two looks at the workloads are too near to one another")))
                .orElse(Optional.of("the workloads were looked at only once"));
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
                .or(() -> unless(plan.vouching().isPresent() || ownerIsDead(top), "its owner may live"))
                .or(() -> plan.vouching().flatMap(word -> vouched(top, word)));
    }

    /** A word is its requester's own, was given when the record was there, is shown, and stands against nothing that was seen. */
    private Optional<String> vouched(StoredSecret top, Vouching word) {
        FakeChat.ChatMessage message = ground.chat.get(new MessageRef(request.channel(), request.ts()));
        Optional<?> jobs = look.get(Source.OWNER).value();
        if (jobs.isEmpty()) return Optional.of("somebody vouches where the jobs could not be read");
        boolean lives = ((JobsRead) jobs.get()).owners().getOrDefault(top.number(), Owner.NONE) == Owner.RUNNING;
        return unless(policy.vouching(), "somebody vouches and the policy takes no word")
                .or(() -> unless(remediation.vouching().isPresent() && word.user().equals(remediation.requester().user())
                        && word.reason().equals(Happening.WORD), "nobody vouched with the command"))
                .or(() -> unless(message.draft.report().toString()
                        .contains(word.name() + " says that the Helm which wrote the stuck record "
                                + "has ended: “" + Happening.WORD),
                        "the request does not say who vouches, and why"))
                .or(() -> unless(!lives, "somebody vouches for the end of a job that runs"))
                .or(() -> unless(top.created().isBefore(remediation.opened()), "the record is younger than the word"));
    }

    private boolean ownerIsDead(StoredSecret top) {
        Reading<?> reading = look.get(Source.OWNER);
        boolean old = reading.at().isAfter(top.created().plus(LONGEST_HELM));
        if (reading.value().isEmpty()) return old;
        JobsRead read = (JobsRead) reading.value().get();
        return switch (read.owners().getOrDefault(top.number(), Owner.NONE)) {
            case ENDED -> true;
            case RUNNING -> false;
            case LOST, CANCELED -> old;
            // whoever wrote it, what can be seen is the job that ran just then
            case NONE -> old || read.jobs().stream().anyMatch(job -> job.status().equals("success") && ranAt(job, top.created()));
        };
    }

    private static boolean ranAt(CiJob job, Instant moment) {
        return job.started().filter(began -> !moment.isBefore(began)).isPresent()
                && job.finished().filter(ended -> !moment.isAfter(ended)).isPresent();
    }

    /** A job that is only created and whose pipeline, looked at after that, waits for a person does not count. */
    private boolean deploying() {
        Optional<?> status = at(Source.DEPLOYING, Optional.class);
        if (!status.equals(Optional.of("created"))) return status.isPresent();
        return told.last(remediation.target(), Source.GATE).filter(gate -> gate.op() > look.get(Source.DEPLOYING).op())
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

    private Optional<String> people() {
        long lookBegan = look.values().stream().mapToLong(Reading::op).min().orElseThrow();
        long lookEnded = look.values().stream().mapToLong(Reading::op).max().orElseThrow();
        return yes.broken(lookBegan, lookEnded);
    }
}
