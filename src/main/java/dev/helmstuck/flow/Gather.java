package dev.helmstuck.flow;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.helmstuck.ports.Cluster;
import dev.helmstuck.ports.Pipelines;
import dev.helmstuck.ports.Sleeper;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.release.Revision;
import dev.helmstuck.runbook.Ci;
import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.DeleteAnswer;
import dev.helmstuck.runbook.Deploys;
import dev.helmstuck.runbook.Diagnosis;
import dev.helmstuck.runbook.Fact;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.ReleaseState;
import dev.helmstuck.runbook.Samples;
import dev.helmstuck.runbook.SecretRef;
import dev.helmstuck.runbook.Target;
import dev.helmstuck.runbook.Workloads;
import dev.helmstuck.runbook.checks.DeleteIsPossible;
import dev.helmstuck.runbook.checks.NoDeployInFlight;
import dev.helmstuck.runbook.checks.OwnerIsDead;
import dev.helmstuck.runbook.checks.ReleaseIsStuck;
import dev.helmstuck.runbook.checks.WorkloadsSettled;
import jakarta.inject.Inject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers all evidence at once and lets the checks judge it. Each source has its own deadline; one that does not answer becomes an
 * {@link Fact.Unavailable}, and no source waits for another one that it does not need.
 */
public final class Gather {
    private static final Logger LOG = LoggerFactory.getLogger(Gather.class);
    /** How long one source may take before it counts as silent. */
    static final Duration DEADLINE = Duration.ofSeconds(20);
    /** A job that ran when the record was created may have been created itself up to this much earlier (manual jobs, queues). */
    private static final Duration JOBS_BEFORE = Duration.ofHours(24);

    private final Cluster cluster;
    private final Pipelines pipelines;
    private final Clock clock;
    private final Sleeper pause;
    private final Duration deadline;
    private final Supplier<ExecutorService> threads;

    @Inject
    Gather(Cluster cluster, Pipelines pipelines, Clock clock, Sleeper pause) {
        this(cluster, pipelines, clock, pause, DEADLINE, Executors::newVirtualThreadPerTaskExecutor);
    }

    /** @param threads makes what runs the questions of one look; closed after it */
    Gather(Cluster cluster, Pipelines pipelines, Clock clock, Sleeper pause, Duration deadline, Supplier<ExecutorService> threads) {
        this.cluster = cluster;
        this.pipelines = pipelines;
        this.clock = clock;
        this.pause = pause;
        this.deadline = deadline;
        this.threads = threads;
    }

    /**
     * Looks at the target, workloads and stuck record twice.
     *
     * @param gap between the two looks
     * @param known is told each finding as soon as it is known, one at a time
     */
    public Diagnosis look(Target target, Duration gap, Consumer<Finding> known) {
        try (ExecutorService tasks = threads.get()) {
            return new Look(target, gap, known, tasks).run();
        }
    }

    /** The instant from which on the project's jobs can have written a record created then. */
    static Instant jobsSince(Target target, Instant created) {
        return created.minus(target.longestHelm()).minus(JOBS_BEFORE);
    }

    private final class Look {
        private final Target target;
        private final Duration gap;
        private final Consumer<Finding> known;
        private final ExecutorService tasks;
        private final List<Finding> findings = new ArrayList<>();

        Look(Target target, Duration gap, Consumer<Finding> known, ExecutorService tasks) {
            this.target = target;
            this.gap = gap;
            this.known = known;
            this.tasks = tasks;
        }

        Diagnosis run() {
            Future<?> deploys = tasks.submit(() -> {
                List<Future<Fact<Deploys>>> answers = askProjects(pipelines::deploys);
                tell(NoDeployInFlight.check(target, done(answers), clock.instant()));
            });
            Future<?> workloads = tasks.submit(() -> tell(WorkloadsSettled.check(target, samples())));
            ReleaseIsStuck.ReleaseFinding answer = ReleaseIsStuck.check(target, ask("the cluster", () -> cluster.releases(target)),
                    clock.instant());
            tell(answer.finding());
            if (answer.release() instanceof ReleaseState.Stuck(var stuck)) {
                Future<?> owner = tasks.submit(() -> tell(owner(stuck.revision())));
                Future<?> rehearsal = tasks.submit(() -> tell(rehearse(stuck.revision())));
                join(owner);
                join(rehearsal);
            }
            join(deploys);
            join(workloads);
            // a look that was cut short has seen nothing that may be acted on, not even that something is in the way
            if (Thread.currentThread().isInterrupted()) throw new UnavailableException("helm-stuck", "it was told to stop during the look");
            synchronized (findings) {
                findings.sort(Comparator.comparing(Finding::step));
                return new Diagnosis(target, clock.instant(), answer.release(), findings);
            }
        }

        private Fact<Samples> samples() {
            Future<Fact<String>> ready = tasks.submit(() -> ask("the cluster", () -> cluster.ready(target)));
            Fact<Workloads> first = ask("the cluster", () -> cluster.workloads(target));
            if (first instanceof Fact.Unavailable<Workloads>(String source, String why)) return new Fact.Unavailable<>(source, why);
            pause.pause(gap);
            Fact<Workloads> second = ask("the cluster", () -> cluster.workloads(target));
            return first.either(before -> second.either(
                    after -> done(ready).either(words -> new Fact.Known<>(new Samples(before, after, gap, words)), Look::same), Look::same),
                    Look::same);
        }

        private Finding owner(Revision stuck) {
            Instant since = jobsSince(target, stuck.created());
            List<Future<Fact<List<CiJob>>>> jobs = askProjects(ci -> pipelines.jobsSince(ci, since));
            pause.pause(gap);
            Fact<Optional<Revision>> later = ask("the cluster", () -> cluster.revision(target, stuck.secret()));
            return OwnerIsDead.check(target, stuck, later, done(jobs), clock.instant());
        }

        private Finding rehearse(Revision stuck) {
            SecretRef secret = new SecretRef(stuck.secret(), stuck.uid(), stuck.resourceVersion());
            Fact<DeleteAnswer> answer = ask("the cluster", () -> cluster.tryDelete(target, secret));
            return DeleteIsPossible.check(target, secret, answer);
        }

        private void tell(Finding finding) {
            synchronized (findings) {
                findings.add(finding);
                known.accept(finding);
            }
        }

        /** Asks about all of the target's projects at once; whichever does not answer is named. */
        private <T> List<Future<Fact<T>>> askProjects(Function<Ci, T> question) {
            return target.ci().stream().map(ci -> tasks.submit(() -> named(ci, ask("GitLab", () -> question.apply(ci))))).toList();
        }

        private <T> Fact<T> named(Ci ci, Fact<T> answer) {
            return target.ci().size() == 1
                    ? answer
                    : answer.either(Fact.Known::new,
                            missing -> new Fact.Unavailable<>(missing.source() + ", " + ci.project(), missing.why()));
        }

        /** Asks one source within its deadline. */
        private <T> Fact<T> ask(String source, Callable<T> question) {
            Future<T> answer = tasks.submit(question);
            try {
                return new Fact.Known<>(answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS));
            } catch (TimeoutException silent) {
                answer.cancel(true);
                return new Fact.Unavailable<>(source, "no answer within " + deadline.toSeconds() + " s");
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                answer.cancel(true);
                return new Fact.Unavailable<>(source, "the look was interrupted");
            } catch (ExecutionException failed) {
                return unavailable(source, failed.getCause());
            }
        }

        private static <T> Fact<T> unavailable(String source, Throwable cause) {
            if (cause instanceof UnavailableException known) return new Fact.Unavailable<>(known.source(), known.why());
            if (cause instanceof RejectedExecutionException) return new Fact.Unavailable<>(source, "the look was interrupted");
            LOG.error("a question to {} failed", source, cause);
            return new Fact.Unavailable<>(source, "an unexpected error (" + cause.getClass().getSimpleName() + "), see the bot's log");
        }

        private static <T, R> Fact<R> same(Fact.Unavailable<T> missing) {
            return new Fact.Unavailable<>(missing.source(), missing.why());
        }

        private static <T> List<Fact<T>> done(List<Future<Fact<T>>> facts) {
            return facts.stream().map(Look::done).toList();
        }

        private static <T> Fact<T> done(Future<Fact<T>> fact) {
            try {
                return fact.get();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return new Fact.Unavailable<>("helm-stuck", "the look was interrupted");
            } catch (ExecutionException bug) {
                return unavailable("helm-stuck", bug.getCause());
            }
        }

        private static void join(Future<?> task) {
            try {
                task.get();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException bug) {
                throw new IllegalStateException("a check failed", bug.getCause());
            }
        }
    }
}
