package dev.helmstuck.runbook.checks;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import dev.helmstuck.release.Revision;
import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.Fact;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.HelmLifetime;
import dev.helmstuck.runbook.OwnerEvidence;
import dev.helmstuck.runbook.RunnerPlace;
import dev.helmstuck.runbook.Step;
import dev.helmstuck.runbook.StuckRevision;
import dev.helmstuck.runbook.Target;

/**
 * The process that made the stuck revision no longer lives. It would write its own record over that of the next upgrade
 * (Helm's Update carries no resourceVersion), so this is a condition of correctness, not a formality.
 *
 * <p>A job may be the one that made it if it ran when the record was made. What its end says of the Helm in it (measured with GitLab
 * Runner 19.4 and Helm 3.21 and 4.3; Helm in the foreground of the script):
 *
 * <pre>
 * started            ended                                   further evidence                        its Helm
 * before the record  success; failed (script_failure)        none is needed                          dead
 *                                                            log: met somebody else's lock only,     made no record: no such job
 *                                                              only compared this release, or
 *                                                              names other releases only
 * before the record  canceled in any way; failed for any     its runner's pod is there               alive
 *                    other reason (job_execution_timeout,    no pod of it is left, no node is lost,
 *                    runner_interrupted,                       a minute after it finished            dead
 *                    runner_system_failure,                  log: Helm's own error, then the
 *                    stuck_or_timeout_failure, unknown …)      runner's closing line                 dead
 *                                                            log: met somebody else's lock only      made no record: no such job
 *                                                            log: timed out waiting, session
 *                                                              terminated, no closing line           by time
 *                                                            none, or it could not be looked at      by time
 * any                running, canceling, any status not                                              alive
 *                    known to be final
 * within a minute    in any final way                        it is the one only if clocks differ     by time
 *   after the record, or
 *   over before it
 * no such job, or it is gone                                                                         by time
 * GitLab is silent                                                                                   by time, else unknown
 * </pre>
 *
 * <p>By time: after {@link HelmLifetime} no Helm can live that made this record. Alive is alive, however late it is. A record that changes
 * between two looks is alive; a steady one proves nothing, for a waiting Helm writes nothing.
 *
 * <p>A record that a drill has made, and no Helm has written, has no owner ({@link DrillRecord}).
 */
public final class OwnerIsDead {
    /** Begins the line that says how the longest life of a Helm was found: evidence, and no news for who reads the end. */
    public static final String RECKONED = "reckoned as ";

    /** Of so many jobs at most the logs are read; usually there is one. */
    private static final int MOST_LOGS = 4;

    private OwnerIsDead() {}

    /**
     * The jobs of whose Helm more can be known than their status says: what may have made the revision and is over. The ones that are
     * likeliest first, and no more than a few.
     */
    public static List<CiJob> suspects(Target target, Revision stuck, List<Fact<List<CiJob>>> jobs) {
        return Stream.concat(ranAt(target, stuck, jobs).stream(), nearby(target, stuck, jobs).stream()).filter(job -> !job.active())
                .limit(MOST_LOGS).toList();
    }

    /** Whether the job's pod would tell more than its end does. */
    public static boolean needsPods(CiJob job) {
        return !JobFate.endedByItself(job);
    }

    /**
     * Judges who made the revision.
     *
     * @param stuck the stuck revision at the first look
     * @param later the same Secret at the second look; empty if it is gone
     */
    public static Finding check(Target target, StuckRevision stuck, Fact<Optional<Revision>> later, OwnerEvidence evidence, Instant now) {
        Optional<Finding> drill = DrillRecord.judged(target, stuck.revision(), later);
        if (drill.isPresent()) return drill.get();
        Finding finding = later.either(again -> new Owners(target, stuck, evidence, now).judge(again),
                missing -> Unknown.of(Step.OWNER_IS_DEAD, "the stuck revision could not be read a second time", missing, byHand(target)));
        return LaterJobs.said(heard(finding, evidence), target, stuck.revision(), evidence);
    }

    /** A word that does not count is said to. */
    private static Finding heard(Finding finding, OwnerEvidence evidence) {
        return evidence.vouching().filter(word -> finding.result().blocks()).map(word -> finding.after(List.of(word.name()
                + " vouches for its end, which does not count here: a person's word may stand for a proof, and never against what was seen,"
                + " nor for a look that failed"))).orElse(finding);
    }

    /** Those that ran when the record was made. */
    static List<CiJob> ranAt(Target target, Revision stuck, List<Fact<List<CiJob>>> jobs) {
        return writers(target, jobs).filter(job -> ran(job, stuck.created(), Duration.ZERO)).toList();
    }

    /** Those that ran then only if GitLab's clock is another than the cluster's. */
    static List<CiJob> nearby(Target target, Revision stuck, List<Fact<List<CiJob>>> jobs) {
        return writers(target, jobs).filter(job -> ran(job, stuck.created(), LaterJobs.SKEW) && !ran(job, stuck.created(), Duration.ZERO))
                .toList();
    }

    private static Stream<CiJob> writers(Target target, List<Fact<List<CiJob>>> jobs) {
        return Fact.known(jobs).stream().flatMap(List::stream).filter(target::writesRelease);
    }

    private static boolean ran(CiJob job, Instant at, Duration give) {
        return job.started().map(started -> !started.minus(give).isAfter(at)).orElse(false)
                && job.finished().map(finished -> !finished.plus(give).isBefore(at)).orElse(true);
    }

    /** The record's last write, and what runs where the jobs run. */
    static String byHand(Target target) {
        List<String> places = target.ci().stream().flatMap(ci -> ci.runnerPods().stream()).distinct().map(RunnerPlace::showPods).toList();
        return target.kubectl() + " get secrets -l owner=helm,name=" + target.release()
                + " -o custom-columns=NAME:.metadata.name,CREATED:.metadata.creationTimestamp,VERSION:.metadata.resourceVersion"
                + "   # then, where the job ran: "
                + (places.isEmpty() ? "ps -eo pid,lstart,args | grep '[h]elm.* " + target.release() + "'" : String.join("; ", places));
    }
}
