package dev.helmstuck.testing.orders;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.helmstuck.ports.MessageRef;
import dev.helmstuck.remediation.AllowedRerun;
import dev.helmstuck.remediation.Ending;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.Request;
import dev.helmstuck.remediation.State;
import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.RerunPlan;
import dev.helmstuck.testing.orders.FakeCluster.StoredSecret;
import dev.helmstuck.testing.orders.FakeGitlab.JobsRead;
import dev.helmstuck.testing.orders.Readings.Reading;
import dev.helmstuck.testing.orders.Readings.Source;

/** Whether an intent to rerun may be saved, by what its process was told: a yes to this job, no older version, nobody at work, no lock. */
final class RerunRules {
    /** What GitLab makes a new job of. */
    private static final Set<String> OVER = Set.of("failed", "canceled", "success");

    private final Ground ground;
    private final Replica by;
    private final Remediation remediation;
    private final State.Rerunning state;
    private final Map<Source, Reading<?>> look = new EnumMap<>(Source.class);

    RerunRules(Ground ground, Replica by, Remediation remediation, State.Rerunning state) {
        this.ground = ground;
        this.by = by;
        this.remediation = remediation;
        this.state = state;
    }

    /** The first rule that is broken. */
    Optional<String> broken() {
        return unless(ground.reruns, "there is no token for it").or(this::message).or(this::looked).or(this::release).or(this::jobs)
                .or(this::people);
    }

    private static Optional<String> unless(boolean fine, String what) {
        return fine ? Optional.empty() : Optional.of(what);
    }

    private Optional<String> message() {
        Request request = state.request();
        FakeChat.ChatMessage message = ground.chat.get(new MessageRef(request.channel(), request.ts()));
        if (message == null || !message.of(remediation.id()) || !message.key().startsWith("rerun:"))
            return Optional.of("the request's message is no request to rerun of this remediation");
        CiJob job = state.plan().job();
        return unless(message.draft.report().title().contains(job.name() + " #" + job.id()), "its message shows another job than " + job);
    }

    private Optional<String> looked() {
        for (Source source : List.of(Source.DEPLOYING, Source.RECORDS, Source.OWNER, Source.SETTLED)) {
            Optional<Reading<?>> reading = by.readings.last(remediation.target(), source);
            if (reading.flatMap(Reading::value).isEmpty()) return Optional.of(source + " did not answer at the last look");
            look.put(source, reading.get());
        }
        return Optional.empty();
    }

    private Optional<String> release() {
        Optional<StoredSecret> top = top(by.readings, remediation.target());
        if (top.isEmpty()) return Optional.of("there is no record");
        RerunPlan plan = state.plan();
        return unless(top.get().decodes() && !Rules.PENDING.contains(top.get().status()), "Helm is locked or unreadable: " + top)
                .or(() -> unless(top.get().number() == plan.revision(), "another revision is there: " + top));
    }

    private static Optional<StoredSecret> top(Readings told, String target) {
        return records(told, target).stream().findFirst();
    }

    /** As they were read last, the newest first. */
    static List<StoredSecret> records(Readings told, String target) {
        return told.last(target, Source.RECORDS).flatMap(Reading::value).map(value -> (List<?>) value).orElse(List.of()).stream()
                .map(StoredSecret.class::cast).toList();
    }

    /** Both what was deploying and all jobs were read; what is only created and waits for a person behind a gate would not hold it. */
    private Optional<String> jobs() {
        JobsRead read = (JobsRead) look.get(Source.OWNER).value().orElseThrow();
        CiJob job = state.plan().job();
        Optional<CiJob> now = read.jobs().stream().filter(it -> it.id() == job.id()).findFirst();
        List<CiJob> ran = read.jobs().stream().filter(it -> it.started().isPresent()).toList();
        long newest = ran.stream().max(Comparator.comparingLong(CiJob::id)).map(CiJob::id).orElse(-1L);
        long pipeline = ran.stream().mapToLong(CiJob::pipeline).max().orElse(-1);
        return unless(now.isPresent() && now.get().status().equals(job.status()) && OVER.contains(job.status()), "the job is " + now)
                .or(() -> unless(job.id() >= newest, "job " + newest + " ran later"))
                .or(() -> unless(read.jobs().stream().noneMatch(it -> it.pipeline() == job.pipeline() && it.id() > job.id()),
                        "the job was rerun already"))
                .or(() -> unless(job.pipeline() >= pipeline, "a job of a newer pipeline ran: " + pipeline))
                .or(() -> unless(read.jobs().stream().noneMatch(it -> it.active() && !waitsInAnOlderPipeline(it, job)),
                        "a deploy job is active: " + read.jobs()));
    }

    /** Nobody but a person begins it. */
    private boolean waitsInAnOlderPipeline(CiJob it, CiJob job) {
        boolean gated = by.readings.last(remediation.target(), Source.GATE).flatMap(Reading::value).equals(Optional.of(true));
        return it.status().equals("created") && it.pipeline() < job.pipeline() && gated;
    }

    private Optional<String> people() {
        long began = look.values().stream().mapToLong(Reading::op).min().orElseThrow();
        long ended = look.values().stream().mapToLong(Reading::op).max().orElseThrow();
        return new YesRules(by.readings, by.policy(remediation.target()), remediation, state.request(), state.approvals()).broken(began,
                ended);
    }

    /** Resolved is what was seen: a deployed revision that was not seen before the rerun's job began, on settled workloads. */
    static Optional<String> resolved(Ground ground, Readings told, Remediation remediation) {
        RerunPlan plan = (RerunPlan) remediation.proposal().orElseThrow().plan();
        Optional<StoredSecret> top = top(told, remediation.target());
        boolean settled = told.last(remediation.target(), Source.SETTLED).flatMap(Reading::value).equals(Optional.of(true));
        boolean deployed = top
                .filter(it -> it.number() > plan.revision() && it.decodes() && it.status().word().equals("deployed")).isPresent();
        CiJob job = remediation.state().end().flatMap(Ending::rerun).flatMap(AllowedRerun::job).orElseThrow();
        boolean inTime = records(told, remediation.target()).stream().filter(it -> it.number() > plan.revision())
                .anyMatch(it -> !it.created().isBefore(job.started().orElseThrow().minusSeconds(60))
                        && !it.created().isAfter(job.finished().orElseThrow().plusSeconds(60)));
        return unless(deployed, "the newest revision is " + top)
                .or(() -> unless(inTime, "no new revision is of the time of " + job + ", the newest is " + top))
                .or(() -> unless(!told.before(job.id()).contains(top.orElseThrow().uid()),
                        "the newest revision was seen before the job began: " + top))
                .or(() -> unless(settled, "the workloads were not settled"));
    }
}
