package dev.helmstuck.flow.steps;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import dev.helmstuck.flow.Gather;
import dev.helmstuck.flow.Lookup;
import dev.helmstuck.flow.steps.Progress.Entry;
import dev.helmstuck.ports.Cluster;
import dev.helmstuck.ports.Pipelines;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.release.Revision;
import dev.helmstuck.remediation.Aftermath.Helm;
import dev.helmstuck.remediation.Event;
import dev.helmstuck.remediation.HistoryLine;
import dev.helmstuck.remediation.Note;
import dev.helmstuck.remediation.Proof;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.State;
import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.Fact;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.Hindsight;
import dev.helmstuck.runbook.JobsDeploy;
import dev.helmstuck.runbook.Releases;
import dev.helmstuck.runbook.Rollout;
import dev.helmstuck.runbook.Target;
import dev.helmstuck.runbook.checks.WaitingDeploys;
import jakarta.inject.Inject;

/** {@code Following}: waits for the job to end, and proves what it came to. */
final class Follow {
    /** GitLab's own longest job time-out is a month; nobody reads a thread for so long. */
    static final Duration LONGEST = Duration.ofHours(6);
    /** A job without {@code --wait} ends before its workloads have rolled. */
    static final Duration SETTLING = Duration.ofMinutes(15);

    private final Pipelines pipelines;
    private final NewJob newJob;
    private final Cluster cluster;
    private final Gather gather;
    private final ForecastProof forecast;
    private final Clock clock;

    @Inject
    Follow(Pipelines pipelines, Cluster cluster, Gather gather, ForecastProof forecast, Clock clock) {
        this.pipelines = pipelines;
        this.newJob = new NewJob(pipelines);
        this.cluster = cluster;
        this.gather = gather;
        this.forecast = forecast;
        this.clock = clock;
    }

    Progress work(Remediation remediation, State.Following state, Supplier<Target> target) {
        boolean over = clock.instant().isAfter(remediation.since().plus(LONGEST));
        try {
            return looked(remediation, state, target.get(), over);
        } catch (UnavailableException silent) {
            String why = silent.source() + ": " + silent.why();
            if (over) {
                return ended(new Event.GaveUp("How the rerun ended is not known, and it is not followed any longer. " + why, false),
                        state.job(), "not followed any longer");
            }
            // said once; while nothing changes, asked again with growing waits
            if (state.trouble().equals(Optional.of(why))) throw silent;
            return Progress.moved(new Event.JobUnseen(why)).andWaits();
        }
    }

    private Progress looked(Remediation remediation, State.Following state, Target target, boolean over) {
        // in this order: what is there before the job is seen not to have begun is not its doing
        Optional<Revision> there = beforeItBegan(state, target);
        CiJob job = pipelines.job(state.job().project(), state.job().id());
        Optional<HistoryLine> others = there.filter(newest -> WaitingDeploys.notBegun(job))
                .map(newest -> HistoryLine.of(List.of(newest)).getFirst());
        if (job.active() || job.waits()) {
            if (over) {
                return ended(new Event.GaveUp("The job #" + job.id() + " is still " + job.status() + " after "
                        + LONGEST.toHours() + " hours, and is not followed any longer.", false), job, "not followed any longer");
            }
            return others.isPresent() ? Progress.moved(new Event.JobSeen(job, others)).andWaits() : waits(state, job);
        }
        if (job.status().equals("success")) return proof(remediation, state, job, target);
        // GitLab itself makes a new job of some that fail, a moment later
        if (!same(state, job)) return seen(job);
        return newJob.of(job).map(Follow::seen).orElseGet(() -> unsuccessful(state, job, target));
    }

    /** What somebody else deploys while the job waits. When it was just asked for, the look before that has seen what is there. */
    private Optional<Revision> beforeItBegan(State.Following state, Target target) {
        if (state.job().created().isEmpty() || !WaitingDeploys.notBegun(state.job())) return Optional.empty();
        return Lookup.of(() -> cluster.releases(target)).either(read -> read.highest()
                .filter(newest -> newest.number() > known(state, read)), silent -> Optional.empty());
    }

    private Progress unsuccessful(State.Following state, CiJob job, Target target) {
        return switch (now(state, job, Lookup.of(() -> cluster.releases(target)))) {
            case Helm.StillPending pending -> lockedAgain(job);
            case Helm.Unlocked unlocked -> failed(job, "Helm is not locked.");
            case Helm.NewRevision(int revision, var status) ->
                failed(job, "Helm is not locked: revision " + revision + " is there, " + status.word() + ".");
            case Helm.NotFound none -> failed(job, "Helm has no record of the release any more.");
            case Helm.Unread(String why) -> failed(job, "Whether Helm is locked could not be read: " + why);
        };
    }

    /** Once the job is over, a cluster that cannot be read is not waited for as long as a job. */
    private Helm now(State.Following state, CiJob job, Fact<Releases> releases) {
        return releases.either(read -> HelmNow.over(known(state, read), read), missing -> {
            if (clock.instant().isBefore(patient(job))) throw new UnavailableException(missing.source(), missing.why());
            return new Helm.Unread(missing.source() + ": " + missing.why());
        });
    }

    /** The highest number that a revision has which is not the job's. A number is used again, so the uid counts. */
    private static int known(State.Following state, Releases releases) {
        return state.others().map(line -> releases.revisions().stream().noneMatch(
                it -> it.number() == line.revision() && !it.uid().equals(line.uid())) ? line.revision() : line.revision() - 1)
                .orElse(state.plan().revision());
    }

    private static Optional<String> doubt(State.Following state, CiJob job, Helm helm, Releases releases) {
        int known = known(state, releases);
        return helm instanceof Helm.NewRevision
                ? JobsDeploy.doubt(releases.revisions().stream().filter(each -> each.number() > known).toList(), job)
                : Optional.empty();
    }

    private Instant patient(CiJob job) {
        return job.finished().orElse(clock.instant()).plus(SETTLING);
    }

    private static boolean same(State.Following state, CiJob job) {
        return job.id() == state.job().id() && job.status().equals(state.job().status());
    }

    private static Progress waits(State.Following state, CiJob job) {
        boolean asSaved = same(state, job) && job.created().equals(state.job().created()) && state.trouble().isEmpty();
        return asSaved ? new Progress.Waits() : seen(job);
    }

    private static Progress lockedAgain(CiJob job) {
        return ended(new Event.LockedAgain(job), job, job.status() + ", locked again");
    }

    private static Progress failed(CiJob job, String helm) {
        return ended(new Event.RerunFailed(job, "The rerun, #" + job.id() + ", " + job.stands() + ". " + helm), job, job.status());
    }

    /** The revision and the workloads are of the same look: an earlier answer proves nothing of what is there now. */
    private Progress proof(Remediation remediation, State.Following state, CiJob job, Target target) {
        Gather.Standing standing = gather.standing(target);
        Helm helm = now(state, job, standing.releases());
        Optional<Releases> records = standing.releases().either(Optional::of, missing -> Optional.empty());
        boolean early = clock.instant().isBefore(patient(job));
        // the next deploy may have begun at once: where it leaves the release is seen when it is over
        if (helm instanceof Helm.StillPending) return early && standing.inFlight().result().blocks() ? waits(state, job) : lockedAgain(job);
        String stops = standing.settled().stream().filter(finding -> finding.result().blocks()).map(Finding::summary)
                .collect(Collectors.joining(" "));
        Optional<String> unsettled = Optional.of(stops).filter(text -> !text.isEmpty());
        if (helm instanceof Helm.NewRevision && unsettled.isPresent() && early) return waits(state, job);
        Proof proof = standing.workloads().either(
                now -> new Proof(helm, unsettled, changed(state.before(), now.rollouts()), Optional.empty()),
                missing -> new Proof(helm, unsettled, List.of(), Optional.of(missing.source() + ": " + missing.why())));
        Optional<String> doubt = records.flatMap(read -> doubt(state, job, helm, read));
        Optional<Hindsight> hindsight = remediation.unlocked().filter(unlock -> helm instanceof Helm.NewRevision && doubt.isEmpty())
                .flatMap(unlock -> records.flatMap(read -> forecast.of(unlock, target, read)));
        Progress.Moved proven = Progress.moved(new Event.Proven(job, proof.with(hindsight).doubted(doubt)));
        Entry entry = entry(job, job.status() + ", " + helm.words());
        return records.map(read -> proven.telling(
                new Note.HelmHistory(Note.Occasion.AFTER_RERUN, clock.instant(), HistoryLine.of(read.revisions())), entry))
                .orElseGet(() -> Progress.moved(proven.event(), entry));
    }

    /** What a deploy did to the workloads, by generation, image and pod. */
    static List<String> changed(List<Rollout> before, List<Rollout> after) {
        List<String> changed = new ArrayList<>();
        for (Rollout now : after) {
            Optional<Rollout> then = before.stream().filter(each -> each.workload().equals(now.workload())).findFirst();
            if (then.isEmpty()) {
                changed.add(now.workload() + " is new");
            } else if (then.get().generation() != now.generation() || !then.get().images().equals(now.images())) {
                changed.add(now.workload() + " was changed" + images(then.get(), now) + pods(then.get(), now));
            }
        }
        before.stream().filter(then -> after.stream().noneMatch(now -> now.workload().equals(then.workload())))
                .forEach(gone -> changed.add(gone.workload() + " is gone"));
        return changed;
    }

    private static String images(Rollout then, Rollout now) {
        List<String> gone = new ArrayList<>(then.images());
        gone.removeAll(now.images());
        List<String> come = new ArrayList<>(now.images());
        come.removeAll(then.images());
        if (gone.isEmpty() && come.isEmpty()) return ", no image";
        return ": " + String.join(", ", gone) + " -> " + String.join(", ", come);
    }

    private static String pods(Rollout then, Rollout now) {
        long fresh = now.pods().stream().filter(pod -> !then.pods().contains(pod)).count();
        return ", " + fresh + " of " + now.pods().size() + (now.pods().size() == 1 ? " pod is new" : " pods are new");
    }

    private static Progress seen(CiJob job) {
        return Progress.moved(new Event.JobSeen(job)).andWaits();
    }

    private static Progress ended(Event event, CiJob job, String result) {
        return Progress.moved(event, entry(job, result));
    }

    private static Entry entry(CiJob job, String result) {
        return Entry.ours("rerun ended", job.project() + " job " + job.id() + " " + job.name(), result);
    }
}
