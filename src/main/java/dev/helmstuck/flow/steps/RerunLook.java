package dev.helmstuck.flow.steps;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.helmstuck.flow.Gather;
import dev.helmstuck.ports.Pipelines;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.remediation.Aftermath.Helm;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.runbook.Ci;
import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.Fact;
import dev.helmstuck.runbook.Pipeline;
import dev.helmstuck.runbook.Releases;
import dev.helmstuck.runbook.RerunChoice;
import dev.helmstuck.runbook.RerunPlan;
import dev.helmstuck.runbook.Rollout;
import dev.helmstuck.runbook.Target;
import dev.helmstuck.runbook.Workloads;
import dev.helmstuck.runbook.checks.WaitingDeploys;
import jakarta.inject.Inject;

/** Which job of a target is to be rerun, and whether it still is; whatever cannot be read is in the way. */
final class RerunLook {
    private final Gather gather;
    private final Pipelines pipelines;

    /** What the look before a rerun comes to. */
    sealed interface LastLook {
        /** It is still the one; {@code before} is what its deploy will find. */
        record Still(List<Rollout> before) implements LastLook {}

        /** It is not any more, and why; said as a whole sentence. */
        record Overruled(String why, Optional<CiJob> instead) implements LastLook {
            Overruled(String why) {
                this(why, Optional.empty());
            }
        }
    }

    @Inject
    RerunLook(Gather gather, Pipelines pipelines) {
        this.gather = gather;
        this.pipelines = pipelines;
    }

    /**
     * The job that a rerun would be right for.
     *
     * @param remediation whose release was stuck since its plan says so
     * @throws UnavailableException if GitLab does not show its jobs
     */
    RerunChoice choice(Target target, Remediation remediation) {
        var stuckSince = remediation.lastDelete().orElseThrow().created();
        List<CiJob> jobs = new ArrayList<>();
        for (Ci ci : target.ci())
            jobs.addAll(pipelines.jobsSince(ci.project(), Gather.jobsSince(stuckSince)));
        Map<Long, Fact<Pipeline>> read = new HashMap<>();
        WaitingDeploys.undecided(target, jobs).forEach(job -> read.put(job.pipeline(),
                new Fact.Known<>(pipelines.pipeline(job.project(), job.pipeline()))));
        return RerunChoice.of(target, jobs, WaitingDeploys.of(target, jobs, read), stuckSince);
    }

    /** The same job that people were asked about, nothing that writes the release, Helm as it was: or else it is overruled. */
    LastLook look(Remediation remediation, RerunPlan plan, Target target) {
        Gather.Standing standing = gather.standing(target);
        Optional<RerunChoice.None> other = otherJob(remediation, plan, target);
        if (other.isPresent()) return new LastLook.Overruled(other.get().why(), other.get().instead());
        if (standing.inFlight().result().blocks()) return new LastLook.Overruled(standing.inFlight().summary());
        Optional<String> moved = standing.releases().either(releases -> moved(plan, releases), RerunLook::silent);
        if (moved.isPresent()) return new LastLook.Overruled(moved.get());
        return standing.workloads().either((Workloads workloads) -> new LastLook.Still(workloads.rollouts()),
                missing -> new LastLook.Overruled(silent(missing).orElseThrow()));
    }

    /** Why this job is not to be rerun at this very moment; empty if it is. */
    Optional<RerunChoice.None> inTheWay(Remediation remediation, RerunPlan plan, Target target) {
        return otherJob(remediation, plan, target).or(() -> Optional.of(gather.inFlight(target))
                .filter(finding -> finding.result().blocks()).map(finding -> new RerunChoice.None(finding.summary())));
    }

    /** Why this job is not, or not surely, the one to rerun any more; empty if it is. */
    private Optional<RerunChoice.None> otherJob(Remediation remediation, RerunPlan plan, Target target) {
        try {
            return switch (choice(target, remediation)) {
                case RerunChoice.None none -> Optional.of(none);
                case RerunChoice.Chosen(CiJob job) when job.id() > plan.job().id() && job.pipeline() == plan.job().pipeline()
                        && job.name().equals(plan.job().name()) ->
                    other("Somebody has rerun it meanwhile, as #" + job.id() + ", which is " + job.status() + ".");
                case RerunChoice.Chosen(CiJob job) when job.id() != plan.job().id() -> other("The newest deploy job is now " + job.name()
                        + " #" + job.id() + ": a rerun of #" + plan.job().id() + " would deploy an older version, which is a rollback.");
                case RerunChoice.Chosen(CiJob job) when !job.status().equals(plan.job().status()) ->
                    other("The job #" + job.id() + " is " + job.status() + " now.");
                case RerunChoice.Chosen(CiJob job) -> Optional.empty();
            };
        } catch (UnavailableException unread) {
            return other("Which job is the newest could not be read: " + unread.source() + ": " + unread.why());
        }
    }

    private static Optional<RerunChoice.None> other(String why) {
        return Optional.of(new RerunChoice.None(why));
    }

    private static Optional<String> moved(RerunPlan plan, Releases releases) {
        return switch (HelmNow.over(plan.revision(), releases)) {
            case Helm.Unlocked(int revision, var status) -> revision == plan.revision() && status.isUpgradable()
                    ? Optional.empty()
                    : Optional.of("The newest revision is now " + revision + ", " + status.word() + ".");
            case Helm.NewRevision(int revision, var status) ->
                Optional.of("Somebody has deployed meanwhile: revision " + revision + " is there, " + status.word() + ".");
            case Helm.StillPending(int revision, var status) -> Optional.of("Helm is locked again: revision " + revision + " is "
                    + status.word() + ".");
            case Helm.NotFound none -> Optional.of("Helm has no record of the release any more.");
            case Helm.Unread(String why) -> Optional.of("Where Helm stands could not be read: " + why + ".");
        };
    }

    private static <T> Optional<String> silent(Fact.Unavailable<T> missing) {
        return Optional.of("Where the release stands could not be read: " + missing.source() + ": " + missing.why());
    }
}
