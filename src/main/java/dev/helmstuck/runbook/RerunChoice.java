package dev.helmstuck.runbook;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which job of a target a rerun would be right for (runbook, step 6): the newest deploy in any pipeline, if it is over without a deploy. A
 * retry keeps its pipeline's variables, so that of an older job deploys an older version, which is a rollback.
 */
public sealed interface RerunChoice {

    /** GitLab's clock and the cluster's may differ by this much. */
    Duration CLOCKS = Duration.ofSeconds(60);

    /** A job that waited for a person may have run long after younger ones. */
    Comparator<CiJob> LATEST = Comparator.comparing((CiJob job) -> job.started().or(job::created).orElse(Instant.EPOCH))
            .thenComparingLong(CiJob::id);

    /** This one. */
    record Chosen(CiJob job) implements RerunChoice {}

    /** None, and why; said as a whole sentence. {@code instead} is the job that is to be started or watched, if that is one. */
    record None(String why, Optional<CiJob> instead) implements RerunChoice {
        /** None, and nothing in its place. */
        public None(String why) {
            this(why, Optional.empty());
        }
    }

    /**
     * The choice.
     *
     * @param jobs every job of its projects in any status since before the release was stuck
     * @param waiting those of them that have not begun
     * @param stuckSince when the stuck record was written: a job that began later and is green has deployed nothing, for Helm was locked
     */
    static RerunChoice of(Target target, List<CiJob> jobs, List<WaitingDeploy> waiting, Instant stuckSince) {
        List<CiJob> deploys = jobs.stream().filter(target::writesRelease).toList();
        Optional<RerunChoice> underWay = underWay(deploys, waiting);
        if (underWay.isPresent()) return underWay.get();
        // one that failed before it began was wanted all the same; one that was canceled by then, or waits for a person, was not
        List<CiJob> ran = deploys.stream().filter(job -> job.started().isPresent() || job.status().equals("failed")).toList();
        if (ran.isEmpty()) return new None("As far as GitLab shows, no deploy job of this target has run.");
        CiJob newest = ran.stream().max(LATEST).orElseThrow();
        CiJob newestPipeline = ran.stream().max(Comparator.comparingLong(CiJob::pipeline).thenComparingLong(CiJob::id)).orElseThrow();
        if (newest.pipeline() != newestPipeline.pipeline()) {
            return new None("The deploy job that ran last, " + named(newest) + ", is of an older pipeline than " + named(newestPipeline)
                    + ": its rerun would deploy an older version, which is a rollback. Which version is wanted, people decide.");
        }
        return gated(newest, waiting).orElseGet(() -> judged(again(newest, deploys), stuckSince));
    }

    /** One that runs, or will run without anybody's doing: two at once are what got the release stuck. */
    private static Optional<RerunChoice> underWay(List<CiJob> deploys, List<WaitingDeploy> waiting) {
        Optional<CiJob> runs = deploys.stream().filter(CiJob::active)
                .filter(job -> waiting.stream().noneMatch(one -> one.job().id() == job.id())).findFirst();
        if (runs.isPresent()) {
            CiJob one = runs.get();
            return Optional.of(new None("A deploy job is under way already: " + named(one) + " is " + one.status() + ".", runs));
        }
        return waiting.stream().filter(WaitingDeploy::byItself).findFirst()
                .map(one -> new None("A deploy job comes without a rerun: " + named(one.job()) + " is " + one.job().status() + ", and "
                        + one.why() + ".", Optional.of(one.job())));
    }

    /**
     * A newer deploy that waits for a person: a rerun of the older one beside it would deploy what is to be replaced. One of an older
     * pipeline, or one that GitLab left behind, is in nobody's way.
     */
    private static Optional<RerunChoice> gated(CiJob newest, List<WaitingDeploy> waiting) {
        return waiting.stream().filter(one -> one.gate().isPresent() && one.job().pipeline() > newest.pipeline())
                .max(Comparator.comparingLong(one -> one.job().pipeline()))
                .map(one -> new None("A newer deploy waits behind a gate: " + named(one.job()) + " has not begun, and " + one.why()
                        + ". Start that one instead of a rerun of " + named(newest)
                        + ", which would deploy an older version than it, or agree "
                        + "that it is not wanted.", one.gate()));
    }

    /** GitLab reruns a job once. One that was rerun already and whose new job never began is rerun through that one. */
    private static CiJob again(CiJob ran, List<CiJob> deploys) {
        return deploys.stream().filter(job -> job.pipeline() == ran.pipeline() && job.name().equals(ran.name()))
                .max(Comparator.comparingLong(CiJob::id)).orElse(ran);
    }

    private static RerunChoice judged(CiJob newest, Instant stuckSince) {
        return switch (newest.status()) {
            case "failed", "canceled" -> new Chosen(newest);
            case "success" -> newest.started().filter(stuckSince.plus(CLOCKS)::isBefore).isPresent()
                    ? new Chosen(newest)
                    : new None("There is nothing to rerun: as far as GitLab shows, this target's newest deploy job, " + named(newest)
                            + ", did not fail.");
            default -> new None("The newest deploy job, " + named(newest) + ", is " + newest.status() + ".");
        };
    }

    private static String named(CiJob job) {
        return job.name() + " #" + job.id();
    }
}
