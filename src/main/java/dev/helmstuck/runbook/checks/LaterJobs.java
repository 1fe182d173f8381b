package dev.helmstuck.runbook.checks;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import dev.helmstuck.release.Revision;
import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.Fact;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.Formats;
import dev.helmstuck.runbook.JobLog;
import dev.helmstuck.runbook.Link;
import dev.helmstuck.runbook.LogEnd;
import dev.helmstuck.runbook.LoggedReleases;
import dev.helmstuck.runbook.OwnerEvidence;
import dev.helmstuck.runbook.Target;

/**
 * The jobs that began when the release was locked already. Those that failed are no cause but what people see first. One that is green
 * deployed nothing of this release whatever it says, for Helm begins no upgrade over a pending record: {@code helmfile apply} saw no difference
 * to that record and did nothing, or the script went on after Helm's error.
 */
public final class LaterJobs {
    /** GitLab's clock and the cluster's differ a little; what began within that may be the one that wrote the record. */
    static final Duration SKEW = Duration.ofSeconds(60);
    private static final Set<String> FAILED = Set.of("failed", "canceled");

    private final Target target;
    private final Revision stuck;
    private final List<CiJob> jobs;

    private LaterJobs(Target target, Revision stuck, List<Fact<List<CiJob>>> jobs) {
        this.target = target;
        this.stuck = stuck;
        this.jobs = Fact.known(jobs).stream().flatMap(List::stream).filter(target::writesRelease)
                .filter(job -> isLater(job, stuck.created()))
                .sorted(Comparator.comparingLong(CiJob::id).reversed()).toList();
    }

    /** Whether the job began only after this record was made, whichever clock is right. */
    public static boolean isLater(CiJob job, Instant made) {
        return job.started().filter(started -> started.isAfter(made.plus(SKEW))).isPresent();
    }

    /** The jobs whose logs say more: the newest that is green, and the newest that failed. */
    public static List<CiJob> toRead(Target target, Revision stuck, List<Fact<List<CiJob>>> jobs) {
        LaterJobs later = new LaterJobs(target, stuck, jobs);
        return Stream.of(later.green(), later.failed()).flatMap(each -> each.stream().limit(1)).toList();
    }

    /** The finding with what these jobs come to; a green one makes a pass a remark. */
    static Finding said(Finding finding, Target target, Revision stuck, OwnerEvidence evidence) {
        LaterJobs later = new LaterJobs(target, stuck, evidence.jobs());
        List<Link> links = new ArrayList<>(finding.links());
        toRead(target, stuck, evidence.jobs()).forEach(job -> links.add(new Link(label(job), job.url())));
        List<String> seen = new ArrayList<>(finding.seen());
        later.failed().stream().findFirst().ifPresent(newest -> seen.add(later.follower(newest, evidence.log(newest))));
        Finding linked = new Finding(finding.step(), finding.result(), finding.summary(), seen, finding.next(), links, finding.byHand(),
                finding.table(), finding.cause(), finding.unproven());
        Optional<CiJob> green = later.green().stream().findFirst();
        return green.map(newest -> linked.after(List.of(later.nothing(newest, evidence.log(newest))))
                .remarking("But a job that is green deployed nothing.", "Do not take " + label(newest)
                        + " for a deploy: what it was to bring is still to be deployed once Helm is unlocked."))
                .orElse(linked);
    }

    private List<CiJob> green() {
        return with(job -> job.status().equals("success"));
    }

    private List<CiJob> failed() {
        return with(job -> FAILED.contains(job.status()));
    }

    private List<CiJob> with(Predicate<CiJob> which) {
        return jobs.stream().filter(which).toList();
    }

    private String nothing(CiJob job, Optional<Fact<JobLog>> log) {
        return label(job) + " is green, but deployed nothing of this release: it began when revision " + stuck.number()
                + " was pending already, and Helm begins no upgrade then"
                + log.map(fact -> "; " + fact.either(this::why, Unknown::line)).orElse("")
                + others(green(), "green");
    }

    private String why(JobLog log) {
        LoggedReleases releases = log.releases();
        if (releases.onlyCompare(target)) return "its log shows that helmfile compared the release, saw no difference and did nothing";
        if (log.end() == LogEnd.MET_THE_LOCK) return "its log shows Helm's error that the release is locked, and that the script went on";
        return releases.nameOthersOnly(target)
                ? "its log names other releases only (" + releases.others(target) + ")"
                : "its log does not show why";
    }

    private String follower(CiJob job, Optional<Fact<JobLog>> log) {
        return label(job) + " began later and is " + JobFate.ending(job)
                + log.map(fact -> ": " + fact.either(LaterJobs::itsError, Unknown::line)).orElse("")
                + others(failed(), "failed or canceled");
    }

    private static String itsError(JobLog log) {
        return log.end() == LogEnd.MET_THE_LOCK
                ? "it met this lock, so its error is not the cause"
                : log.error().map(error -> "not by the lock, it ended with: " + error).orElse("its log " + log.end().words());
    }

    /** Only the newest log is read: the others say the same or are of no use any more. */
    private static String others(List<CiJob> all, String how) {
        int older = all.size() - 1;
        return older == 0
                ? ""
                : "; " + Formats.count(older, "job") + " before it " + (older == 1 ? "is " : "are ") + how + " too (log not read)";
    }

    private static String label(CiJob job) {
        return job.name() + " #" + job.id();
    }
}
