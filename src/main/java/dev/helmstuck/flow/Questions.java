package dev.helmstuck.flow;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

import dev.helmstuck.flow.EarlierLooks.EarlierLook;
import dev.helmstuck.forecast.Forecast;
import dev.helmstuck.ports.Cluster;
import dev.helmstuck.ports.Pipelines;
import dev.helmstuck.ports.Sleeper;
import dev.helmstuck.release.Manifest;
import dev.helmstuck.release.Revision;
import dev.helmstuck.runbook.Ci;
import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.CopyAnswer;
import dev.helmstuck.runbook.DeleteAnswer;
import dev.helmstuck.runbook.Deploys;
import dev.helmstuck.runbook.Fact;
import dev.helmstuck.runbook.FieldConflict;
import dev.helmstuck.runbook.Footprint;
import dev.helmstuck.runbook.JobLog;
import dev.helmstuck.runbook.Nodes;
import dev.helmstuck.runbook.OwnerEvidence;
import dev.helmstuck.runbook.Pipeline;
import dev.helmstuck.runbook.ReleaseState;
import dev.helmstuck.runbook.Releases;
import dev.helmstuck.runbook.RunnerPlace;
import dev.helmstuck.runbook.RunnerPods;
import dev.helmstuck.runbook.Samples;
import dev.helmstuck.runbook.SecretRef;
import dev.helmstuck.runbook.Target;
import dev.helmstuck.runbook.Vouching;
import dev.helmstuck.runbook.WarningEvent;
import dev.helmstuck.runbook.Workloads;
import dev.helmstuck.runbook.checks.LaterJobs;
import dev.helmstuck.runbook.checks.NoDeployInFlight;
import dev.helmstuck.runbook.checks.OwnerIsDead;
import dev.helmstuck.runbook.checks.ReleaseIsStuck;

/**
 * What one look can ask about a target. Each question is put once, when the first check needs its answer, and has its own deadline; a
 * source that does not answer becomes a {@link Fact.Unavailable}.
 */
final class Questions {
    static final String CLUSTER = "the cluster";
    static final String GITLAB = "GitLab";
    /** A job that ran when the record was created may have been created itself up to this much earlier (manual jobs, queues). */
    private static final Duration JOBS_BEFORE = Duration.ofHours(26);

    private final Sources sources;
    private final Target target;
    private final SecondLook again;
    private final Instant began;
    private final ExecutorService tasks;
    private final Optional<Vouching> vouching;
    private final Asking asking;

    private final Question<List<Fact<Deploys>>> deploys = new Question<>(() -> projects(target().watched().keySet(),
            (gitlab, project) -> gitlab.deploys(project, target().watched().get(project))));
    private final Question<Map<Long, Fact<Pipeline>>> pipelines = new Question<>(this::pipelinesOfUndecided);
    private final Question<OwnerEvidence> owners = new Question<>(this::whatIsLeft);
    private final Question<Fact<Releases>> records = new Question<>(() -> cluster(cluster -> cluster.releases(target())));
    private final Question<ReleaseIsStuck.ReleaseFinding> release = new Question<>(this::judged);
    private final Question<Fact<Optional<Forecast>>> forecast = new Question<>(() -> releases()
            .either(releases -> cluster(cluster -> Foretell.read(cluster, target(), releases)), Questions::same));
    private final Question<Footprint> footprint = new Question<>(() -> releases()
            .either(releases -> Footprint.of(target(), releases), missing -> Footprint.unknown(target())));
    private final Question<Fact<String>> ready = new Question<>(() -> cluster(cluster -> cluster.ready(target())));
    private final Question<Fact<Nodes>> nodes = new Question<>(() -> cluster(cluster -> cluster.nodes(target())));
    private final Question<Fact<List<WarningEvent>>> warnings = new Question<>(
            () -> cluster(cluster -> cluster.warnings(target(), footprint())));
    private final Question<Fact<Samples>> samples = new Question<>(this::twoLooks);

    /**
     * Whom a look asks, and by which clock.
     *
     * @param deadline how long one question may take before its source counts as silent
     */
    record Sources(Cluster cluster, Pipelines pipelines, Clock clock, Sleeper pause, Duration deadline) {}

    /**
     * @param again when what may be moving is looked at once more
     * @param vouching what a person says of the stuck revision's owner
     * @param tasks runs the questions
     */
    Questions(Sources sources, Target target, SecondLook again, Optional<Vouching> vouching, ExecutorService tasks) {
        this.sources = sources;
        this.target = target;
        this.again = again;
        this.began = now();
        this.vouching = vouching;
        this.tasks = tasks;
        this.asking = new Asking(sources.deadline(), tasks);
    }

    Target target() {
        return target;
    }

    Instant now() {
        return sources.clock().instant();
    }

    /** The active jobs of each project with jobs that write the release or its cluster. */
    List<Fact<Deploys>> deploys() {
        return deploys.answer();
    }

    /** The pipelines that tell why a job has not begun, by id. */
    Map<Long, Fact<Pipeline>> pipelines() {
        return pipelines.answer();
    }

    /** The records. */
    Fact<Releases> releases() {
        return records.answer();
    }

    /** What the records say, judged. */
    ReleaseIsStuck.ReleaseFinding release() {
        return release.answer();
    }

    /** What the next deploy will do, found out from now on; known and empty if nothing is stuck. No check needs it. */
    Question<Fact<Optional<Forecast>>> forecast() {
        return forecast.begin(tasks);
    }

    /** The jobs of each project that can have written the stuck revision, and what is left of them; asked from now on. */
    Question<OwnerEvidence> owners() {
        return owners.begin(tasks);
    }

    /** The stuck revision once more, after the gap; at once if it was seen that long ago. */
    Fact<Optional<Revision>> later(Revision stuck) {
        if (again.steady(stuck, began).isEmpty()) sources.pause().pause(again.gap());
        return cluster(cluster -> cluster.revision(target, stuck.secret()));
    }

    /** Where the release has workloads. */
    Footprint footprint() {
        return footprint.answer();
    }

    /** What the API server says of itself. */
    Fact<String> ready() {
        return ready.answer();
    }

    Fact<Nodes> nodes() {
        return nodes.answer();
    }

    Fact<List<WarningEvent>> warnings() {
        return warnings.answer();
    }

    /** The workloads at two looks. */
    Fact<Samples> samples() {
        return samples.answer();
    }

    /** What the API server answers to the delete as a dry run. */
    Fact<DeleteAnswer> rehearsal(SecretRef secret) {
        return cluster(cluster -> cluster.tryDelete(target, secret));
    }

    /** What the API server answers to the copy before it, as a dry run. */
    Fact<CopyAnswer> copyRehearsal(SecretRef secret) {
        return cluster(cluster -> cluster.tryBackUp(target, secret));
    }

    /** What a later look may be held against; empty where nothing is stuck, or something could not be looked at. To be asked after all checks. */
    Optional<EarlierLook> seen() {
        return release().release() instanceof ReleaseState.Stuck && samples() instanceof Fact.Known<Samples>(Samples known)
                ? Optional.of(new EarlierLook(SecretRef.of(stuck()), known.second(), closedLogs(owners.answer()), now()))
                : Optional.empty();
    }

    private static Map<CiJob, JobLog> closedLogs(OwnerEvidence evidence) {
        Map<CiJob, JobLog> closed = new HashMap<>();
        Fact.known(evidence.jobs()).stream().flatMap(List::stream).filter(job -> !job.active()).forEach(job -> evidence.log(job)
                .ifPresent(read -> Fact.known(List.of(read)).stream().filter(log -> log.end().isClosed())
                        .forEach(log -> closed.put(job, log))));
        return closed;
    }

    /** The instant from which on the project's jobs can have written a record created then. */
    static Instant jobsSince(Instant created) {
        return created.minus(JOBS_BEFORE);
    }

    private OwnerEvidence whatIsLeft() {
        List<Fact<List<CiJob>>> jobs = projects(target.ci().stream().map(Ci::project).toList(),
                (gitlab, project) -> gitlab.jobsSince(project, jobsSince(stuck().created())));
        List<CiJob> suspects = OwnerIsDead.suspects(target, stuck(), jobs);
        List<CiJob> logged = Stream.concat(suspects.stream(), LaterJobs.toRead(target, stuck(), jobs).stream()).toList();
        List<RunnerPlace> places = suspects.stream().filter(OwnerIsDead::needsPods).flatMap(job -> target.runnerPods(job).stream())
                .distinct().toList();
        Question<Map<RunnerPlace, Fact<RunnerPods>>> pods = new Question<>(() -> asking.each(places, Function.identity(),
                place -> cluster(cluster -> cluster.runnerPods(place)))).begin(tasks);
        return new OwnerEvidence(jobs,
                asking.each(logged, CiJob::id, this::log),
                pods.answer(), vouching);
    }

    private Fact<JobLog> log(CiJob job) {
        return again.log(job).<Fact<JobLog>>map(Fact.Known::new)
                .orElseGet(() -> asking.ask(GITLAB, () -> sources.pipelines().log(job.project(), job.id())));
    }

    private Revision stuck() {
        if (release.answer().release() instanceof ReleaseState.Stuck(var stuck)) return stuck.revision();
        throw new IllegalStateException("only a stuck revision has an owner");
    }

    private Map<Long, Fact<Pipeline>> pipelinesOfUndecided() {
        Map<Long, Question<Fact<Pipeline>>> asked = new HashMap<>();
        NoDeployInFlight.undecided(target, deploys()).forEach(job -> asked.put(job.pipeline(), new Question<>(
                () -> asking.ask(GITLAB, () -> sources.pipelines().pipeline(job.project(), job.pipeline()))).begin(tasks)));
        Map<Long, Fact<Pipeline>> read = new HashMap<>();
        asked.forEach((id, pipeline) -> read.put(id, pipeline.answer()));
        return read;
    }

    private ReleaseIsStuck.ReleaseFinding judged() {
        Fact<Releases> read = records.answer();
        Fact<List<FieldConflict>> conflicts = ReleaseIsStuck.nextIsServerSide(target, read, now())
                .map(attempted -> conflicts(Manifest.of(attempted.manifest()))).orElse(new Fact.Known<>(List.of()));
        return ReleaseIsStuck.check(target, read, conflicts, now());
    }

    private Fact<List<FieldConflict>> conflicts(Manifest wanted) {
        if (!wanted.problems().isEmpty()) return new Fact.Unavailable<>("the record", wanted.problems().getFirst().words());
        return cluster(cluster -> cluster.fieldConflicts(target, wanted.objects()));
    }

    private Fact<Samples> twoLooks() {
        Footprint where = footprint();
        Fact<Workloads> first = cluster(cluster -> cluster.workloads(target, where));
        return first.either(before -> secondLook(where, before), Questions::same);
    }

    private Fact<Samples> secondLook(Footprint where, Workloads before) {
        // where nothing is stuck nothing will be deleted, and nobody need wait to hear it
        boolean isStuck = release().release() instanceof ReleaseState.Stuck;
        Optional<Duration> steady = isStuck ? again.steady(stuck(), before, began) : Optional.empty();
        if (steady.isPresent()) return new Fact.Known<>(new Samples(before, before, steady.get()));
        Duration between = isStuck ? again.gap() : Duration.ZERO;
        sources.pause().pause(between);
        return cluster(cluster -> cluster.workloads(target, where)).map(after -> new Samples(before, after, between));
    }

    private <T> Fact<T> cluster(Function<Cluster, T> question) {
        return asking.ask(CLUSTER, () -> question.apply(sources.cluster()));
    }

    /** Asks about several projects at once; whichever does not answer is named. */
    private <T> List<Fact<T>> projects(Collection<String> projects, BiFunction<Pipelines, String, T> question) {
        List<Question<Fact<T>>> asked = projects.stream().map(project -> new Question<>(
                () -> named(projects, project, asking.ask(GITLAB, () -> question.apply(sources.pipelines(), project)))).begin(tasks))
                .toList();
        return asked.stream().map(Question::answer).toList();
    }

    private static <T> Fact<T> named(Collection<String> projects, String project, Fact<T> answer) {
        return projects.size() == 1
                ? answer
                : answer.either(Fact.Known::new, missing -> new Fact.Unavailable<>(missing.source() + ", " + project, missing.why()));
    }

    private static <T, R> Fact<R> same(Fact.Unavailable<T> missing) {
        return new Fact.Unavailable<>(missing.source(), missing.why());
    }
}
