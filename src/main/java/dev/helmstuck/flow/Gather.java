package dev.helmstuck.flow;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.helmstuck.forecast.Forecast;
import dev.helmstuck.ports.Cluster;
import dev.helmstuck.ports.LogContext;
import dev.helmstuck.ports.Pipelines;
import dev.helmstuck.ports.Sleeper;
import dev.helmstuck.ports.StoppedException;
import dev.helmstuck.runbook.DeletePlan;
import dev.helmstuck.runbook.Diagnosis;
import dev.helmstuck.runbook.Fact;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.Releases;
import dev.helmstuck.runbook.Samples;
import dev.helmstuck.runbook.SecretRef;
import dev.helmstuck.runbook.Step;
import dev.helmstuck.runbook.StuckRevision;
import dev.helmstuck.runbook.Target;
import dev.helmstuck.runbook.Vouching;
import dev.helmstuck.runbook.Workloads;
import dev.helmstuck.runbook.checks.ClusterIsHealthy;
import dev.helmstuck.runbook.checks.DeleteIsPossible;
import dev.helmstuck.runbook.checks.NoDeployInFlight;
import dev.helmstuck.runbook.checks.OwnerIsDead;
import dev.helmstuck.runbook.checks.UnmatchedPatterns;
import dev.helmstuck.runbook.checks.WorkloadsSettled;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Makes every check of the runbook at once. Each gathers its own evidence, so none waits for a source that it does not need. */
@Singleton
public final class Gather {
    /** How long one source may take before it counts as silent. */
    static final Duration DEADLINE = Duration.ofSeconds(20);

    private static final SecondLook AT_ONCE = new SecondLook(Duration.ZERO, Optional.empty());

    /** What is checked: a line for each step. */
    static final List<Check> CHECKS = List.of(
            Check.of(Step.NO_DEPLOY_IN_FLIGHT, it -> NoDeployInFlight.check(it.target(), it.deploys(), it.pipelines(), it.now())),
            Check.ofStuck(Step.OWNER_IS_DEAD, Gather::owner),
            Check.of(Step.WORKLOADS_SETTLED, it -> WorkloadsSettled.check(it.target(), it.footprint(), it.samples(), it.nodes())),
            Check.of(Step.CLUSTER_IS_HEALTHY, it -> ClusterIsHealthy.check(it.target(),
                    new ClusterIsHealthy.Signs(it.ready(), it.samples(), it.nodes(), it.warnings()), it.now())),
            Check.of(Step.RELEASE_IS_STUCK, it -> it.release().finding()),
            Check.ofStuck(Step.DELETE_IS_POSSIBLE, Gather::rehearsal));

    private final EarlierLooks earlier = new EarlierLooks();
    private final Questions.Sources sources;
    private final Supplier<ExecutorService> threads;

    @Inject
    Gather(Cluster cluster, Pipelines pipelines, Clock clock, Sleeper pause) {
        this(new Questions.Sources(cluster, pipelines, clock, pause, DEADLINE),
                () -> Executors.newThreadPerTaskExecutor(LogContext.carried(Thread.ofVirtual().factory())));
    }

    /** @param threads makes what runs the checks and questions of one look; closed after it */
    Gather(Questions.Sources sources, Supplier<ExecutorService> threads) {
        this.sources = sources;
        this.threads = threads;
    }

    /**
     * Makes every check. Runs as the caller's thread plus others; takes about {@code gap}.
     *
     * @param gap between the two looks
     * @param known is told each finding as soon as it is known, one at a time
     */
    public Diagnosis look(Target target, Duration gap, Consumer<Finding> known) {
        return look(target, gap, Optional.empty(), known);
    }

    /**
     * The same, with a person's word on the owner of what is stuck.
     *
     * @param vouching what they say, if anybody does
     */
    public Diagnosis look(Target target, Duration gap, Optional<Vouching> vouching, Consumer<Finding> known) {
        return lookAhead(target, gap, vouching, known).diagnosis();
    }

    /** The same, with all that could be foretold. */
    public Ahead lookAhead(Target target, Duration gap, Consumer<Finding> known) {
        return lookAhead(target, gap, Optional.empty(), known);
    }

    private Ahead lookAhead(Target target, Duration gap, Optional<Vouching> vouching, Consumer<Finding> known) {
        try (ExecutorService tasks = threads.get()) {
            Questions evidence = new Questions(sources, target, new SecondLook(gap, Optional.empty()), vouching, tasks);
            var forecast = evidence.forecast();
            Diagnosis seen = new Look(evidence, known).run(tasks);
            evidence.seen().ifPresent(look -> earlier.keep(target.cluster(), look));
            return new Ahead(Foretold.in(seen, forecast.answer()), forecast.answer());
        }
    }

    /**
     * Makes every check once more, after a yes to this plan. What was foretold for the yes stays; only a plan that needs another yes is
     * waited for with a forecast of its own. Takes about {@code gap} where something has moved since the look before, else no such time.
     *
     * @param vouching a person's word, which counts for this plan's object alone
     */
    public Diagnosis lookAgain(Target target, Duration gap, DeletePlan plan, Optional<Vouching> vouching) {
        try (ExecutorService tasks = threads.get()) {
            Questions evidence = new Questions(sources, target, new SecondLook(gap, earlier.of(plan)), vouching.map(word -> word.on(plan
                    .object())), tasks);
            Diagnosis seen = new Look(evidence, finding -> {}).run(tasks);
            evidence.seen().ifPresent(look -> earlier.keep(target.cluster(), look));
            boolean other = seen.plan().filter(now -> !now.fingerprint().equals(plan.fingerprint())).isPresent();
            return other ? Foretold.in(seen, evidence.forecast().answer()) : seen;
        }
    }

    /** Looks at what a delete by this plan has left. Throws {@link StoppedException} if it is told to stop meanwhile. */
    public LookBack lookBack(Target target, DeletePlan plan) {
        try (ExecutorService tasks = threads.get()) {
            LookBack seen = LookBack.at(sources, target, plan, tasks);
            if (Thread.currentThread().isInterrupted()) throw new StoppedException();
            return seen;
        }
    }

    /** Where a release stands that is not to be deleted from: before its job is rerun, and after. */
    public Standing standing(Target target) {
        try (ExecutorService tasks = threads.get()) {
            Questions evidence = new Questions(sources, target, AT_ONCE, Optional.empty(), tasks);
            Future<Finding> inFlight = tasks.submit(() -> NoDeployInFlight.check(target, evidence.deploys(), evidence.pipelines(),
                    evidence.now()));
            Future<Finding> settled = tasks.submit(() -> WorkloadsSettled.check(target, evidence.footprint(), evidence.samples(),
                    evidence.nodes()));
            Future<Finding> healthy = tasks.submit(() -> ClusterIsHealthy.check(target, new ClusterIsHealthy.Signs(evidence.ready(),
                    evidence.samples(), evidence.nodes(), evidence.warnings()), evidence.now()));
            Finding still = Look.got(inFlight);
            // they ask for the records as well, and only one may ask while the other waits
            List<Finding> calm = List.of(Look.got(settled), Look.got(healthy));
            Standing standing = new Standing(still, evidence.releases(), calm, evidence.samples().map(Samples::second));
            if (Thread.currentThread().isInterrupted()) throw new StoppedException();
            return standing;
        }
    }

    /** Whether a job writes the release or its cluster at this moment: the first check alone. */
    public Finding inFlight(Target target) {
        try (ExecutorService tasks = threads.get()) {
            Questions evidence = new Questions(sources, target, AT_ONCE, Optional.empty(), tasks);
            Finding now = Look.got(tasks.submit(() -> NoDeployInFlight.check(target, evidence.deploys(), evidence.pipelines(),
                    evidence.now())));
            if (Thread.currentThread().isInterrupted()) throw new StoppedException();
            return now;
        }
    }

    /**
     * Where a release stands.
     *
     * @param inFlight whether a job writes it
     * @param settled whether its workloads are settled, and whether the cluster and its pods are in trouble
     */
    public record Standing(Finding inFlight, Fact<Releases> releases, List<Finding> settled, Fact<Workloads> workloads) {
        public Standing {
            settled = List.copyOf(settled);
        }
    }

    /**
     * A diagnosis and a forecast from the same look.
     *
     * @param forecast known and empty if nothing is stuck
     */
    public record Ahead(Diagnosis diagnosis, Fact<Optional<Forecast>> forecast) {}

    private static Finding owner(Questions it, StuckRevision stuck) {
        var owners = it.owners();
        var later = it.later(stuck.revision());
        Finding finding = OwnerIsDead.check(it.target(), stuck, later, owners.answer(), it.now());
        return UnmatchedPatterns.said(finding, it.target(), owners.answer().jobs(), jobsSince(stuck.revision().created()));
    }

    private static Finding rehearsal(Questions it, StuckRevision stuck) {
        SecretRef secret = SecretRef.of(stuck.revision());
        return DeleteIsPossible.check(it.target(), secret, it.rehearsal(secret), it.copyRehearsal(secret));
    }

    /** The instant from which on the project's jobs can have written a record created then. */
    public static Instant jobsSince(Instant created) {
        return Questions.jobsSince(created);
    }

    private static final class Look {
        private final Questions evidence;
        private final Consumer<Finding> known;
        private final List<Finding> findings = new ArrayList<>();

        Look(Questions evidence, Consumer<Finding> known) {
            this.evidence = evidence;
            this.known = known;
        }

        Diagnosis run(ExecutorService tasks) {
            List<? extends Future<?>> checks = CHECKS.stream()
                    .map(check -> tasks.submit(() -> check.finding().apply(evidence).ifPresent(this::tell))).toList();
            checks.forEach(Look::join);
            // a look that was cut short has seen nothing that may be acted on, not even that something is in the way
            if (Thread.currentThread().isInterrupted()) throw new StoppedException();
            synchronized (findings) {
                findings.sort(Comparator.comparing(Finding::step));
                return new Diagnosis(evidence.target(), evidence.now(), evidence.release().release(), findings);
            }
        }

        private void tell(Finding finding) {
            synchronized (findings) {
                findings.add(finding);
                known.accept(finding);
            }
        }

        private static <T> T got(Future<T> check) {
            try {
                return check.get();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new StoppedException();
            } catch (ExecutionException bug) {
                throw new IllegalStateException("a check failed", bug.getCause());
            }
        }

        private static void join(Future<?> check) {
            try {
                check.get();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException bug) {
                throw new IllegalStateException("a check failed", bug.getCause());
            }
        }
    }
}
