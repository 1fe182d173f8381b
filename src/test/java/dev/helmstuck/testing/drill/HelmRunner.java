package dev.helmstuck.testing.drill;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import dev.helmstuck.simulator.gitlab.SimulatedJob;
import dev.helmstuck.testing.cluster.RunningHelm;
import dev.helmstuck.testing.cluster.StuckRelease;

/**
 * The runner of the simulated GitLab: each job that a retry makes really runs {@code helm upgrade} on the real cluster, and the job's
 * status and log follow that process.
 */
final class HelmRunner implements Consumer<SimulatedJob>, AutoCloseable {
    /** Until a job's script begins: a record's time has whole seconds only, and no runner is faster than one. */
    private static final Duration PREPARATION = Duration.ofMillis(1100);
    private static final Duration TRACE_INTERVAL = Duration.ofMillis(100);

    private final StuckRelease stuck;
    private final Iterator<HelmScript> scripts;
    private final ExecutorService jobs = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Throwable> faults = new CopyOnWriteArrayList<>();

    /**
     * What a job does.
     *
     * @param arguments for {@code helm upgrade}, besides the usual ones
     * @param meanwhile what happens to its Helm
     */
    record HelmScript(List<String> arguments, Consumer<RunningHelm> meanwhile) {
        static HelmScript upgrade(String... arguments) {
            return new HelmScript(List.of(arguments), helm -> {});
        }

        HelmScript interrupted(Consumer<RunningHelm> by) {
            return new HelmScript(arguments, by);
        }
    }

    /** @param scripts one for each job, in order */
    HelmRunner(StuckRelease stuck, HelmScript... scripts) {
        this.stuck = stuck;
        this.scripts = Arrays.asList(scripts).iterator();
    }

    @Override
    public void accept(SimulatedJob job) {
        var unused = jobs.submit(() -> {
            try {
                run(job, scripts.next());
            } catch (RuntimeException | AssertionError fault) {
                faults.add(fault);
            }
        });
    }

    private void run(SimulatedJob job, HelmScript script) {
        job.startedAt(Instant.now());
        LockSupport.parkNanos(PREPARATION.toNanos());
        RunningHelm helm = stuck.startAgain(script.arguments().toArray(String[]::new));
        script.meanwhile().accept(helm);
        while (helm.process().isAlive()) {
            job.log(helm.output());
            LockSupport.parkNanos(TRACE_INTERVAL.toNanos());
        }
        int exit = helm.process().exitValue();
        if (exit == 0) {
            job.log(helm.output() + "Job succeeded\n").succeededAt(Instant.now());
        } else {
            job.log(helm.output() + "ERROR: Job failed: exit code " + exit + "\n").failedAt(Instant.now(), "script_failure");
        }
    }

    @Override
    public void close() {
        jobs.close();
        if (!faults.isEmpty()) throw new AssertionError("a job could not be run", faults.getFirst());
    }
}
