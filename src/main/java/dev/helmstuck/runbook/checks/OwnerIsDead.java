package dev.helmstuck.runbook.checks;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.helmstuck.release.Revision;
import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.Fact;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.Formats;
import dev.helmstuck.runbook.Link;
import dev.helmstuck.runbook.Result;
import dev.helmstuck.runbook.Step;
import dev.helmstuck.runbook.Target;

/**
 * The process that wrote the stuck revision no longer lives. It would write its own record over that of the next upgrade
 * (Helm's Update carries no resourceVersion), so this is a condition of correctness, not a formality.
 *
 * <p>Proven by the end of the job that wrote it, or by time: after {@link dev.helmstuck.runbook.Ci#longestHelm} no Helm started with
 * that time limit can live. A record that changes between two looks is alive; a steady one proves nothing, for a waiting Helm writes nothing.
 */
public final class OwnerIsDead {
    /** GitLab's clock and the cluster's differ a little. */
    private static final Duration SKEW = Duration.ofSeconds(60);

    /**
     * The ways to end after which the process is known to be over: the runner itself saw it end. All others, among them
     * {@code runner_system_failure}, {@code stuck_or_timeout_failure} and any reason we do not know, may leave it alive.
     */
    private static final Set<String> SEEN_TO_END = Set.of("script_failure");

    private OwnerIsDead() {}

    /**
     * Judges who wrote the revision.
     *
     * @param stuck the stuck revision at the first look
     * @param later the same Secret at the second look; empty if it is gone
     * @param answers what each of the target's projects says of its jobs since well before the revision was created
     */
    public static Finding check(Target target, Revision stuck, Fact<Optional<Revision>> later, List<Fact<List<CiJob>>> answers,
            Instant now) {
        return later.either(
                again -> moved(stuck, again)
                        .map(how -> finding(target, Result.STOP, "Somebody is writing to the stuck revision: its owner is alive.",
                                List.of(how), "Find who runs Helm against this release and let it end; then run the command again.",
                                List.of()))
                        .orElseGet(() -> owners(target, stuck, answers, now)),
                missing -> Unknown.of(Step.OWNER_IS_DEAD, "the stuck revision could not be read a second time", missing, byHand(target)));
    }

    private static Optional<String> moved(Revision stuck, Optional<Revision> again) {
        if (again.isEmpty()) return Optional.of(stuck.secret() + " was deleted between the two looks");
        Revision second = again.get();
        if (!second.uid().equals(stuck.uid())) return Optional.of(stuck.secret() + " was replaced by another object of the same name");
        if (!second.resourceVersion().equals(stuck.resourceVersion())) {
            return Optional.of(stuck.secret() + " changed between the two looks: resourceVersion " + stuck.resourceVersion() + ", then "
                    + second.resourceVersion());
        }
        return Optional.empty();
    }

    private static Finding owners(Target target, Revision stuck, List<Fact<List<CiJob>>> answers, Instant now) {
        List<CiJob> owners = Fact.known(answers).stream().flatMap(List::stream).filter(target::writesRelease)
                .filter(job -> ranAt(job, stuck.created())).toList();
        List<String> missing = Fact.missing(answers).stream().map(Unknown::line).toList();
        List<String> seen = new ArrayList<>(owners.stream().map(OwnerIsDead::line).toList());
        List<Link> links = owners.stream().map(job -> new Link(job.name() + " #" + job.id(), job.url())).toList();
        seen.addAll(missing);
        if (owners.stream().anyMatch(CiJob::active)) {
            return finding(target, Result.STOP, "The job that wrote the stuck revision has not ended.", seen,
                    "Let it end, or cancel it in GitLab and wait until its status is final; then run the command again.", links);
        }
        if (!missing.isEmpty()) return withoutJobs(target, stuck, seen, links, now);
        if (owners.isEmpty()) {
            target.ci().forEach(ci -> seen.add("no job matching `" + ci.jobs().pattern() + "` of " + ci.project() + " ran when revision "
                    + stuck.number() + " was created, at " + Formats.moment(stuck.created())));
            return byTime(target, stuck, "No CI job is known to have written it", seen, links, now);
        }
        if (!owners.stream().allMatch(OwnerIsDead::seenToEnd)) {
            return byTime(target, stuck, "The job's end does not prove that its process is gone", seen, links, now);
        }
        return finding(target, Result.PASS, "The job that wrote the stuck revision has ended.", seen, "", links);
    }

    private static Finding withoutJobs(Target target, Revision stuck, List<String> facts, List<Link> links, Instant now) {
        Finding unknown = Unknown.of(Step.OWNER_IS_DEAD, "the job that wrote the stuck revision could not be looked up", facts, links,
                byHand(target));
        Finding byTime = byTime(target, stuck, "The job could not be looked up", facts, links, now);
        // time alone proves it: no Helm of this target can be that old
        if (byTime.result() == Result.PASS) return byTime;
        return finding(target, Result.UNKNOWN, unknown.summary(), byTime.seen(), unknown.next() + " " + byTime.next(), links);
    }

    private static Finding byTime(Target target, Revision stuck, String why, List<String> facts, List<Link> links, Instant now) {
        Instant deadline = deadline(target, stuck);
        String limit = Formats.duration(target.longestHelm())
                + (target.slowest().atomic() ? " (twice helmTimeout, because of atomic)" : " (helmTimeout)");
        List<String> seen = new ArrayList<>(facts);
        seen.add("created " + Formats.moment(stuck.created()) + ", " + Formats.duration(Duration.between(stuck.created(), now))
                + " ago; a Helm of this target lives at most " + limit);
        if (now.isAfter(deadline)) {
            return finding(target, Result.PASS, why + ", but no Helm of this target can still live.", seen, "", links);
        }
        return finding(target, Result.STOP, why + ": it may live until " + Formats.moment(deadline) + ".", seen,
                "Run the command again after " + Formats.moment(deadline) + " (in " + Formats.duration(Duration.between(now, deadline))
                        + "), or find the process by hand and end it.",
                links);
    }

    private static Instant deadline(Target target, Revision stuck) {
        return stuck.created().plus(target.longestHelm());
    }

    private static boolean ranAt(CiJob job, Instant created) {
        return job.started().map(started -> !started.minus(SKEW).isAfter(created)).orElse(false)
                && job.finished().map(finished -> !finished.plus(SKEW).isBefore(created)).orElse(true);
    }

    private static boolean seenToEnd(CiJob job) {
        return switch (job.status()) {
            case "success", "canceled" -> true;
            case "failed" -> job.failureReason().map(SEEN_TO_END::contains).orElse(false);
            default -> false;
        };
    }

    private static String line(CiJob job) {
        return job.name() + " #" + job.id() + " is " + job.status() + job.failureReason().map(reason -> " (" + reason + ")").orElse("")
                + job.started().map(at -> ", started " + Formats.moment(at)).orElse("")
                + job.finished().map(at -> ", finished " + Formats.moment(at)).orElse("") + ", by " + job.user();
    }

    private static Finding finding(Target target, Result result, String summary, List<String> seen, String next, List<Link> links) {
        return new Finding(Step.OWNER_IS_DEAD, result, summary, seen, next, links, byHand(target));
    }

    private static String byHand(Target target) {
        return target.kubectl() + " get secrets -l owner=helm,name=" + target.release()
                + " -o custom-columns=NAME:.metadata.name,CREATED:.metadata.creationTimestamp,VERSION:.metadata.resourceVersion";
    }
}
