package dev.helmstuck.runbook.checks;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import dev.helmstuck.release.Revision;
import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.Fact;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.Formats;
import dev.helmstuck.runbook.HelmLifetime;
import dev.helmstuck.runbook.Link;
import dev.helmstuck.runbook.OwnerEvidence;
import dev.helmstuck.runbook.Result;
import dev.helmstuck.runbook.Step;
import dev.helmstuck.runbook.StuckRevision;
import dev.helmstuck.runbook.Target;
import dev.helmstuck.runbook.Unproven;
import dev.helmstuck.runbook.Vouching;

/** Judges all that may have written a stuck revision together, by the table of {@link OwnerIsDead}; gathers what is shown on the way. */
final class Owners {
    private final Target target;
    private final StuckRevision stuck;
    private final OwnerEvidence evidence;
    private final Instant now;
    private final List<String> seen = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();
    private final List<String> causes = new ArrayList<>();

    Owners(Target target, StuckRevision stuck, OwnerEvidence evidence, Instant now) {
        this.target = target;
        this.stuck = stuck;
        this.evidence = evidence;
        this.now = now;
    }

    Finding judge(Optional<Revision> again) {
        Optional<String> moved = moved(again);
        if (moved.isPresent()) {
            seen.add(moved.get());
            return finding(Result.STOP, "Somebody is writing to the stuck revision: its owner is alive.",
                    "Find who runs Helm against this release and let it end; then run the command again.");
        }
        return judge();
    }

    private Optional<String> moved(Optional<Revision> again) {
        Revision first = stuck.revision();
        if (again.isEmpty()) return Optional.of(first.secret() + " was deleted between the two looks");
        Revision second = again.get();
        if (!second.uid().equals(first.uid())) return Optional.of(first.secret() + " was replaced by another object of the same name");
        if (!second.resourceVersion().equals(first.resourceVersion())) {
            return Optional.of(first.secret() + " changed between the two looks: resourceVersion " + first.resourceVersion() + ", then "
                    + second.resourceVersion());
        }
        return Optional.empty();
    }

    private Finding judge() {
        List<JobFate> ran = OwnerIsDead.ranAt(target, stuck.revision(), evidence.jobs()).stream().map(job -> fate(job, "")).toList();
        List<JobFate> nearby = OwnerIsDead.nearby(target, stuck.revision(), evidence.jobs()).stream()
                .map(job -> fate(job, onlyIfClocksDiffer(job))).toList();
        List<JobFate> all = Stream.concat(ran.stream(), nearby.stream()).toList();
        List<String> silent = Fact.missing(evidence.jobs()).stream().map(Unknown::line).toList();
        seen.addAll(silent);
        Optional<JobFate.Alive> alive = all.stream().flatMap(fate -> fate instanceof JobFate.Alive it ? Stream.of(it) : Stream.empty())
                .findFirst();
        if (alive.isPresent()) return finding(Result.STOP, "A job that may have written the stuck revision is alive.", alive.get().next());
        if (!silent.isEmpty()) return withoutJobs();
        boolean mayLive = all.stream().anyMatch(JobFate.MayLive.class::isInstance);
        if (!mayLive && ran.stream().anyMatch(JobFate.Dead.class::isInstance)) {
            return finding(Result.PASS, "The Helm that wrote the stuck revision has ended with its job.", "");
        }
        if (all.isEmpty()) nobody();
        boolean unseen = all.stream().anyMatch(fate -> fate instanceof JobFate.MayLive may && may.unseen());
        Finding finding = byTime(ran.stream().allMatch(JobFate.WroteNothing.class::isInstance)
                ? "No CI job is known to have written it"
                : "That its job ended does not prove that its Helm did", sooner());
        return unseen || finding.result() == Result.PASS ? finding : unproven(finding);
    }

    /** Only a proof is missing: a person's word stands for it, if it is a word on this record. */
    private Finding unproven(Finding stop) {
        Optional<Vouching> word = evidence.vouching();
        Optional<String> not = word.flatMap(it -> it.notOn(stuck.revision()));
        if (not.isPresent()) return stop.after(List.of(not.get()));
        if (word.isEmpty()) {
            return new Finding(stop.step(), stop.result(), stop.summary(), stop.seen(), stop.next(), stop.links(), stop.byHand(),
                    stop.table(), stop.cause(), Optional.of(new Unproven(word)));
        }
        return new Finding(stop.step(), Result.WARN, word.get().name() + " vouches that the Helm which wrote the stuck revision has ended."
                + " No check proves it.",
                Stream.concat(Stream.of(word.get().name() + " says: “" + word.get().reason() + "”", stop.summary()),
                        stop.seen().stream()).toList(),
                "If it lives all the same, it will write its record over that of the next deploy.", stop.links(), stop.byHand(),
                stop.table(), stop.cause(), Optional.of(new Unproven(word)));
    }

    /** What has become of the Helm in this job; it is shown with all that says so. */
    private JobFate fate(CiJob job, String remark) {
        JobFate fate = JobFate.of(target, job, evidence, now);
        seen.add(job.name() + " #" + job.id() + " is " + JobFate.ending(job)
                + job.started().map(at -> ", started " + Formats.moment(at)).orElse("")
                + job.finished().map(at -> ", finished " + Formats.moment(at)).orElse("") + ", by " + job.user() + ": " + remark
                + fate.why());
        links.add(new Link(job.name() + " #" + job.id(), job.url()));
        if (!(fate instanceof JobFate.WroteNothing) && !job.status().equals("success")) ownError(job);
        return fate;
    }

    /** What the job itself ended with: those that came after it ended with its lock. */
    private void ownError(CiJob job) {
        evidence.log(job).ifPresent(fact -> fact.either(log -> log.error().map(error -> ended(job) + error),
                missing -> Optional.<String>empty()).ifPresent(words -> {
                    seen.add(words);
                    causes.add(words);
                }));
    }

    private static String ended(CiJob job) {
        return job.name() + " #" + job.id() + " ended with: ";
    }

    private String onlyIfClocksDiffer(CiJob job) {
        Instant made = stuck.revision().created();
        String when = job.started().filter(started -> started.isAfter(made))
                .map(started -> "it started " + Formats.duration(Duration.between(made, started)) + " after the record was written")
                .orElse("it was over before the record was written");
        return when + " and wrote it only if clocks differ, which proves nothing; ";
    }

    private void nobody() {
        target.ci().forEach(ci -> seen.add("no job matching `" + ci.jobs().pattern() + "` of " + ci.project() + " ran when revision "
                + stuck.revision().number() + " was created, at " + Formats.moment(stuck.revision().created())));
    }

    private Finding withoutJobs() {
        List<String> facts = List.copyOf(seen);
        Finding byTime = byTime("The job could not be looked up", "");
        // time alone proves it: no Helm of this target can be that old
        if (byTime.result() == Result.PASS) return byTime;
        Finding unknown = Unknown.of(Step.OWNER_IS_DEAD, "the job that wrote the stuck revision could not be looked up", facts, links,
                OwnerIsDead.byHand(target));
        return finding(Result.UNKNOWN, unknown.summary(), unknown.next() + " " + byTime.next());
    }

    private Finding byTime(String why, String sooner) {
        Instant made = stuck.revision().created();
        String age = "created " + Formats.moment(made) + ", " + Formats.duration(Duration.between(made, now)) + " ago; ";
        return switch (HelmLifetime.of(target, stuck)) {
            case HelmLifetime.AtMost(Duration limit, String how) -> {
                seen.add(age + "a Helm of this target lives at most " + Formats.duration(limit));
                seen.add(OwnerIsDead.RECKONED + how);
                yield until(made.plus(limit), why, sooner);
            }
            case HelmLifetime.NoLimit(String missing) -> {
                seen.add(age + "how long a Helm of this target can live is not known: " + missing);
                yield finding(Result.STOP, why + ", and no time is known after which it must have ended.",
                        "If you know how long such a Helm can live, say it as ci.helmLifetime of the target." + sooner);
            }
        };
    }

    private Finding until(Instant end, String why, String sooner) {
        if (now.isAfter(end)) return finding(Result.PASS, why + ", but no Helm of this target can still live.", "");
        return finding(Result.STOP, why + ": it may live until " + Formats.moment(end) + ".",
                "Run the command again after " + Formats.moment(end) + " (in " + Formats.duration(Duration.between(now, end)) + ")."
                        + sooner);
    }

    /** What would prove it before the time has passed, or make it needless. */
    private String sooner() {
        boolean places = target.ci().stream().allMatch(ci -> ci.runnerPods().isPresent());
        return (places
                ? ""
                : " Sooner it is proven by the end of the runner's pod, if ci.runnerPods says where a Kubernetes runner has it.")
                + " Or look by hand where the job ran: a Helm of this release that still lives there is ended by SIGTERM (not by SIGKILL), "
                + "and then marks the release failed itself, so that nothing is stuck.";
    }

    private Finding finding(Result result, String summary, String next) {
        return new Finding(Step.OWNER_IS_DEAD, result, summary, seen, next, links, OwnerIsDead.byHand(target), Optional.empty(),
                causes.stream().findFirst());
    }
}
