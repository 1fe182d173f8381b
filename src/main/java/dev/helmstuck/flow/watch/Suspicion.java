package dev.helmstuck.flow.watch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.helmstuck.ports.PendingRecords;
import dev.helmstuck.ports.PendingRecords.PendingRecord;
import dev.helmstuck.ports.Pipelines;
import dev.helmstuck.ports.Remediations;
import dev.helmstuck.ports.Signals.WatchResult;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.release.Revision;
import dev.helmstuck.report.WatchReport;
import dev.helmstuck.runbook.Ci;
import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.Target;
import jakarta.inject.Inject;

/**
 * Whether a pending record is a deploy at work or what is left of one. GitLab is asked only once the record is old enough for a question, and
 * then only when the answer may be another.
 */
final class Suspicion {
    /** Nobody wants to hear of what may be over in a moment. */
    static final Duration YOUNG = Duration.ofMinutes(5);
    private static final Duration WHILE_A_JOB_WORKS = Duration.ofMinutes(5);
    private static final Duration WHILE_ANOTHER_IS_NEWER = Duration.ofHours(1);
    /** A job that writes a record may have been created so much earlier: it was started by hand, or waited its turn. */
    private static final Duration JOBS_BEFORE = Duration.ofHours(26);

    private final PendingRecords records;
    private final Pipelines pipelines;
    private final Remediations remediations;
    private final Notices notices;
    private final Clock clock;
    private final Map<String, Unchanged> rests = new ConcurrentHashMap<>();

    /** Until then nothing is to be found out that would change this. */
    private record Unchanged(Instant until, WatchResult result) {}

    @Inject
    Suspicion(PendingRecords records, Pipelines pipelines, Remediations remediations, Notices notices, Clock clock) {
        this.records = records;
        this.pipelines = pipelines;
        this.remediations = remediations;
        this.notices = notices;
        this.clock = clock;
    }

    /** Nothing is to be remembered of others than these records. */
    void retain(Set<String> uids) {
        rests.keySet().retainAll(uids);
    }

    /**
     * Judges it, and says so if it is what is left of a deploy.
     *
     * @throws UnavailableException if a system does not answer that has to
     */
    WatchResult judge(Target target, PendingRecord record, String channel) {
        Revision revision = record.revision();
        Instant now = clock.instant();
        if (notices.isSaid(key(revision))) return WatchResult.STUCK;
        Unchanged rest = rests.getOrDefault(revision.uid(), new Unchanged(revision.created().plus(YOUNG), WatchResult.PENDING));
        if (now.isBefore(rest.until())) return rest.result();
        if (remediations.openFor(target.name()).isPresent()) return WatchResult.PENDING;
        // one that holds nobody up may be so old that no list of jobs goes back that far
        if (!records.isNewest(target, revision)) return rest(revision, now.plus(WHILE_ANOTHER_IS_NEWER), WatchResult.QUIET);
        List<CiJob> jobs = jobs(target, revision);
        UsualTime usual = UsualTime.of(target, jobs);
        Instant due = revision.created().plus(usual.time());
        if (now.isBefore(due)) return rest(revision, due, WatchResult.PENDING);
        if (UsualTime.isAtWork(target, jobs)) return rest(revision, now.plus(WHILE_A_JOB_WORKS), WatchResult.PENDING);
        notices.say(key(revision), channel, WatchReport.stuck(target, revision, usual.time(), usual.jobs(), now),
                target.name() + " " + revision.secret() + " " + revision.uid());
        return WatchResult.STUCK;
    }

    private WatchResult rest(Revision revision, Instant until, WatchResult result) {
        rests.put(revision.uid(), new Unchanged(until, result));
        return result;
    }

    private List<CiJob> jobs(Target target, Revision revision) {
        List<CiJob> jobs = new ArrayList<>();
        for (Ci ci : target.ci())
            jobs.addAll(pipelines.jobsSince(ci.project(), revision.created().minus(JOBS_BEFORE)));
        return jobs;
    }

    /** A name may be used again, a uid is not. */
    private static String key(Revision revision) {
        return "watch-pending:" + revision.uid();
    }
}
