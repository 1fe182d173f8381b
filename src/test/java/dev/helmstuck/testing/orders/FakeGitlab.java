package dev.helmstuck.testing.orders;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.helmstuck.ports.Reruns.RerunAnswer;
import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.Deploys;
import dev.helmstuck.runbook.JobLog;
import dev.helmstuck.runbook.LogEnd;
import dev.helmstuck.runbook.Pipeline;
import dev.helmstuck.testing.FakeClock;

/** The GitLab that deploys: its jobs with a memory, and GitLab's own promise that one job is retried once, and only after its end. */
final class FakeGitlab {

    /** How the jobs that wrote the records are, if no rerun did. */
    enum Owner {
        ENDED("failed", "script_failure"),
        RUNNING("running", ""),
        LOST("failed", "runner_system_failure"),
        CANCELED("canceled", ""),
        NONE("", "");

        private final String status;
        private final String reason;

        Owner(String status, String reason) {
            this.status = status;
            this.reason = reason;
        }
    }

    /** All jobs as one answer, and how the job was by then that wrote each revision. */
    record JobsRead(List<CiJob> jobs, Map<Integer, Owner> owners) {}

    /** @param wrote the job of a record that others wrote: it is as {@link #owner} says */
    private record Job(CiJob as, boolean wrote, boolean retried, boolean rerun) {
        Job with(CiJob now) {
            return new Job(now, wrote, retried, rerun);
        }
    }

    private final FakeClock clock;
    private final String project;
    private final long firstJob;
    private final NavigableMap<Long, Job> jobs = new TreeMap<>();
    private final Map<Integer, Long> writers = new HashMap<>();
    private long pipelines = 7000;
    private Optional<Long> deploying = Optional.empty();
    /** Whether the pipeline of the deploying job waits for a person. */
    boolean gated = true;
    Owner owner = Owner.ENDED;
    boolean mayRerun = true;

    FakeGitlab(FakeClock clock, String project, long firstJob) {
        this.clock = clock;
        this.project = project;
        this.firstJob = firstJob;
    }

    private CiJob job(long id, long pipeline, String status, Instant created) {
        return new CiJob(project, id, "gprd-cny:auto-deploy", status, Optional.of(created), Optional.empty(), Optional.empty(),
                Optional.empty(), pipeline, "deployer", "https://ops.example.com/-/jobs/" + id);
    }

    private static CiJob as(CiJob job, String status, Optional<Instant> started, Optional<Instant> finished, String reason) {
        return new CiJob(job.project(), job.id(), job.name(), status, job.created(), started, finished,
                status.equals("failed") ? Optional.of(reason) : Optional.empty(), job.pipeline(), job.user(), job.url());
    }

    private CiJob begin(long pipeline, String status, boolean wrote, boolean rerun, Instant created) {
        CiJob fresh = job(jobs.isEmpty() ? firstJob : jobs.lastKey() + 1, pipeline, status, created);
        jobs.put(fresh.id(), new Job(fresh, wrote, false, rerun));
        return fresh;
    }

    /** Others wrote this record, by a job of a pipeline of its own. */
    void wrote(int revision, Instant at) {
        CiJob writer = begin(++pipelines, "failed", true, false, at.minusSeconds(600));
        change(as(writer, "failed", Optional.of(at.minusSeconds(500)), Optional.of(at.plusSeconds(500)), "script_failure"));
        writers.put(revision, writer.id());
    }

    /** A rerun wrote it. */
    void wrote(int revision, CiJob by) {
        writers.put(revision, by.id());
    }

    Optional<Long> writer(int revision) {
        return Optional.ofNullable(writers.get(revision));
    }

    // reads

    private boolean hidden(Job job) {
        return job.wrote() && owner == Owner.NONE;
    }

    private CiJob shown(Job job) {
        if (!job.wrote() || job.retried()) return job.as();
        boolean over = owner != Owner.RUNNING;
        return as(job.as(), owner.status, job.as().started(), over ? job.as().finished() : Optional.empty(), owner.reason);
    }

    List<CiJob> jobs() {
        return jobs.values().stream().filter(job -> !hidden(job)).map(this::shown).toList();
    }

    JobsRead read() {
        Map<Integer, Owner> owners = new HashMap<>();
        writers.forEach((revision, id) -> owners.put(revision, owner(jobs.get(id))));
        return new JobsRead(jobs(), owners);
    }

    private Owner owner(Job writer) {
        if (writer.wrote()) return owner;
        if (writer.as().active()) return Owner.RUNNING;
        return writer.as().status().equals("canceled") ? Owner.CANCELED : Owner.ENDED;
    }

    Optional<CiJob> job(long id) {
        return Optional.ofNullable(jobs.get(id)).map(this::shown);
    }

    Deploys deploys() {
        return new Deploys(project, active().toList(), List.of());
    }

    private Stream<CiJob> active() {
        return jobs.values().stream().filter(job -> !job.wrote()).map(Job::as).filter(CiJob::active);
    }

    /** The status of what is under way, a job that needs no person first. */
    Optional<String> deploying() {
        return active().map(CiJob::status).filter(status -> !status.equals("created")).findFirst()
                .or(() -> active().map(CiJob::status).findFirst());
    }

    Pipeline pipeline(long id) {
        CiJob gate = new CiJob(project, 8, "approve", gated ? "manual" : "running", Optional.of(clock.instant()), Optional.empty(),
                Optional.empty(), Optional.empty(), id, "deployer", "https://ops.example.com/-/jobs/8");
        return new Pipeline(id, gated ? "manual" : "running",
                Stream.concat(Stream.of(gate), active().filter(job -> job.pipeline() == id)).toList(), "");
    }

    /** Proves nothing: whether the owner is dead stays what its job's end says. */
    static JobLog log() {
        return new JobLog(Optional.of("kubernetes"), Optional.of("runners"), LogEnd.NO_CLOSING_LINE);
    }

    // what the bot may do

    RerunAnswer rerun(long id) {
        if (!mayRerun) return new RerunAnswer.NotMade("GitLab refuses it (403): GITLAB_RERUN_TOKEN lacks the scope api.");
        return retry(id).<RerunAnswer>map(RerunAnswer.Made::new)
                .orElseGet(() -> new RerunAnswer.NotMade("GitLab refuses it (403, \"Job is not retryable\")."));
    }

    private Optional<Long> retry(long id) {
        Job job = jobs.get(id);
        if (job == null || job.retried() || hidden(job)) return Optional.empty();
        CiJob now = shown(job);
        if (!List.of("failed", "canceled", "success").contains(now.status())) return Optional.empty();
        // an ended job stays as it ended
        jobs.put(id, new Job(now, job.wrote(), true, job.rerun()));
        return Optional.of(begin(now.pipeline(), "pending", false, true, clock.instant()).id());
    }

    // what others do

    /** Somebody begins a deploy, mostly in a new pipeline, or ends the one that there is. */
    String othersDeploy(Chance chance) {
        if (deploying.isPresent()) {
            CiJob it = jobs.get(deploying.get()).as();
            deploying = Optional.empty();
            end(it, chance.one("failed", "failed", "success", "canceled"));
            return "a deploy of others ended: " + job(it.id());
        }
        deploying(chance.one("running", "pending", "waiting_for_resource", "created", "created", "canceling", "a_status_of_tomorrow"),
                chance.of(0.7) ? Optional.empty() : jobs.values().stream().findAny().map(job -> job.as().pipeline()));
        return "others deploy: " + job(deploying.orElseThrow());
    }

    /** @param pipeline an older one; empty for a new one */
    void deploying(String status, Optional<Long> pipeline) {
        CiJob it = begin(pipeline.orElseGet(() -> ++pipelines), status, false, false, clock.instant());
        deploying = Optional.of(it.id());
        boolean runs = status.equals("running") || status.equals("canceling");
        if (runs) change(as(it, status, Optional.of(clock.instant()), Optional.empty(), ""));
    }

    /** Another release of the same cluster is deployed. */
    void deploysBeside() {
        CiJob it = begin(++pipelines, "running", false, false, clock.instant());
        change(new CiJob(it.project(), it.id(), "gprd:auto-deploy", it.status(), it.created(), it.created(), Optional.empty(),
                Optional.empty(), it.pipeline(), it.user(), it.url()));
    }

    void nobodyDeploys() {
        deploying.map(id -> jobs.get(id).as()).ifPresent(it -> end(it, "canceled"));
        deploying = Optional.empty();
    }

    /** Somebody is quicker than the bot with the newest job. */
    String retriedByOthers() {
        return jobs().stream().reduce((a, b) -> b).flatMap(newest -> retry(newest.id())).map(made -> "somebody reruns: job " + made)
                .orElse("there is nothing to rerun by hand");
    }

    // a rerun on its way

    Optional<CiJob> runningAgain() {
        return jobs.values().stream().filter(Job::rerun).map(Job::as).filter(CiJob::active).findFirst();
    }

    CiJob start(CiJob job) {
        return change(as(job, "running", Optional.of(clock.instant()), Optional.empty(), ""));
    }

    /** It ends, and if it succeeds it did run. */
    CiJob end(CiJob job, String status) {
        Instant now = clock.instant();
        Optional<Instant> started = status.equals("canceled") ? job.started() : job.started().or(() -> Optional.of(now));
        return change(as(job, status, started, Optional.of(now), "script_failure"));
    }

    private CiJob change(CiJob now) {
        jobs.computeIfPresent(now.id(), (id, before) -> before.with(now));
        return now;
    }
}
