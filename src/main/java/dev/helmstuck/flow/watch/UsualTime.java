package dev.helmstuck.flow.watch;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import dev.helmstuck.runbook.Ci;
import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.Target;

/**
 * How long a target's jobs take at most, as a rule: the longest of the newest ones that succeeded; where there is none, Helm's time-out.
 *
 * @param jobs how many it is taken from
 */
record UsualTime(Duration time, int jobs) {
    private static final int NEWEST = 5;
    /** A job in one of these has not begun, so its Helm has written nothing yet. */
    private static final Set<String> NOT_BEGUN = Set.of("created", "waiting_for_resource", "preparing", "waiting_for_callback", "pending",
            "scheduled");

    static UsualTime of(Target target, List<CiJob> jobs) {
        List<Duration> took = writing(target, jobs).filter(job -> job.status().equals("success"))
                .sorted(Comparator.comparingLong(CiJob::id).reversed())
                .flatMap(job -> job.started().flatMap(began -> job.finished().map(end -> Duration.between(began, end))).stream())
                .limit(NEWEST).toList();
        return new UsualTime(took.stream().max(Comparator.naturalOrder()).orElseGet(() -> timeout(target)), took.size());
    }

    /** Whether a job that writes the release may be at work. A status that is not known may be anything. */
    static boolean isAtWork(Target target, List<CiJob> jobs) {
        return writing(target, jobs).filter(CiJob::active).anyMatch(job -> job.started().isPresent() || !NOT_BEGUN.contains(job.status()));
    }

    private static Stream<CiJob> writing(Target target, List<CiJob> jobs) {
        return jobs.stream().filter(target::writesRelease);
    }

    private static Duration timeout(Target target) {
        return target.ci().stream().map(Ci::helmTimeout).max(Comparator.naturalOrder()).orElseThrow();
    }
}
