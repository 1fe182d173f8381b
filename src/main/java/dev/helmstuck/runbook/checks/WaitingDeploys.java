package dev.helmstuck.runbook.checks;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.Fact;
import dev.helmstuck.runbook.Pipeline;
import dev.helmstuck.runbook.Target;
import dev.helmstuck.runbook.WaitingDeploy;

/** The deploy jobs of a target that have not begun, and what keeps each: they stand in a rerun's way otherwise than one that runs. */
public final class WaitingDeploys {
    private WaitingDeploys() {}

    /** Whether GitLab says that this job has not begun, by itself or by a person's hand. */
    public static boolean notBegun(CiJob job) {
        return NeverBegun.is(job) || (job.waits() && job.started().isEmpty());
    }

    /** The jobs whose pipelines have to be read, one for each pipeline, the newest first and no more than a few; {@link #of} wants them. */
    public static List<CiJob> undecided(Target target, List<CiJob> jobs) {
        return NeverBegun.undecided(jobs.stream().filter(target::writesRelease)
                .sorted((one, other) -> Long.compare(other.pipeline(), one.pipeline())));
    }

    /**
     * What keeps each.
     *
     * @param pipelines by id, those of the jobs that are {@link #undecided}
     */
    public static List<WaitingDeploy> of(Target target, List<CiJob> jobs, Map<Long, Fact<Pipeline>> pipelines) {
        return jobs.stream().filter(target::writesRelease).filter(NeverBegun::is).map(job -> {
            Optional<Fact<Pipeline>> pipeline = Optional.ofNullable(pipelines.get(job.pipeline()));
            NeverBegun begins = NeverBegun.of(job, pipeline);
            Optional<CiJob> gate = begins.byItself()
                    ? Optional.empty()
                    : pipeline.flatMap(fact -> fact.either(Optional::of, missing -> Optional.<Pipeline>empty()))
                            .filter(read -> read.status().equals("manual"))
                            .flatMap(read -> NeverBegun.gates(read).stream().findFirst());
            return new WaitingDeploy(job, begins.byItself(), begins.why(), gate);
        }).toList();
    }
}
