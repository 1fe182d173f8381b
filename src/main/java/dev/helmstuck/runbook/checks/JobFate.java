package dev.helmstuck.runbook.checks;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.Fact;
import dev.helmstuck.runbook.Formats;
import dev.helmstuck.runbook.JobLog;
import dev.helmstuck.runbook.LogEnd;
import dev.helmstuck.runbook.LoggedReleases;
import dev.helmstuck.runbook.OwnerEvidence;
import dev.helmstuck.runbook.RunnerPlace;
import dev.helmstuck.runbook.RunnerPods;
import dev.helmstuck.runbook.RunnerPods.Pod;
import dev.helmstuck.runbook.Target;

/** What has become of the Helm in one CI job, and the line of the table of {@link OwnerIsDead} that says so. */
sealed interface JobFate {
    /** A runner deletes a job's pod with 30 s of grace and does not wait for its end; twice that, for clocks differ. */
    Duration GRACE = Duration.ofSeconds(60);

    /** It lives, or what it runs in does; {@code next} is what to do about it. */
    record Alive(String why, String next) implements JobFate {}

    /** It is proven to have ended. */
    record Dead(String why) implements JobFate {}

    /** Nothing proves that it has ended; {@code unseen} if what would show it alive could not be looked at. */
    record MayLive(String why, boolean unseen) implements JobFate {}

    /** Its log shows that it made no record. */
    record WroteNothing(String why) implements JobFate {}

    /** What says so. */
    String why();

    /** Whether the job's end proves the end of a Helm that the script ran in its foreground: the script itself has ended. */
    static boolean endedByItself(CiJob job) {
        return switch (job.status()) {
            case "success" -> true;
            case "failed" -> job.failureReason().filter("script_failure"::equals).isPresent();
            default -> false;
        };
    }

    static JobFate of(Target target, CiJob job, OwnerEvidence evidence, Instant now) {
        JobFate fate = ofItsEnd(target, job, evidence, now);
        // a job that is over proves nothing of this record's writer if it wrote something else
        return fate instanceof Dead
                ? evidence.log(job).flatMap(JobFate::read).flatMap(log -> wroteElse(target, log.releases())).orElse(fate)
                : fate;
    }

    private static Optional<JobFate> wroteElse(Target target, LoggedReleases releases) {
        if (releases.nameOthersOnly(target))
            return Optional
                    .of(new WroteNothing("its log names other releases only (" + releases.others(target) + "), so nothing shows that it"
                            + " wrote this one"));
        return releases.onlyCompare(target)
                ? Optional
                        .of(new WroteNothing("its log shows that helmfile compared this release and did not deploy it, so it did not write"
                                + " this one"))
                : Optional.empty();
    }

    private static JobFate ofItsEnd(Target target, CiJob job, OwnerEvidence evidence, Instant now) {
        if (job.active())
            return new Alive("it has not ended", "Let it end by itself; then run the command again. Do not count on a cancel: "
                    + "a canceled job may leave its Helm alive, which then has to be waited for.");
        Optional<JobLog> log = evidence.log(job).flatMap(JobFate::read);
        boolean locked = log.filter(it -> it.end() == LogEnd.MET_THE_LOCK).isPresent();
        if (endedByItself(job)) {
            return locked ? wroteNothing() : new Dead("its script has ended, and Helm in it" + unseenLog(evidence, job));
        }
        List<String> why = new ArrayList<>();
        why.add("\"" + ending(job) + "\" does not prove that its Helm has ended");
        Optional<JobFate> byPods = target.runnerPods(job).flatMap(place -> evidence.pods(place)
                .flatMap(fact -> fact.either(pods -> byPods(job, place, pods, log, now, why), missing -> unread(missing, why))));
        boolean unseen = target.runnerPods(job).flatMap(evidence::pods).filter(fact -> fact instanceof Fact.Unavailable).isPresent();
        if (byPods.isPresent()) return byPods.get();
        if (locked) return wroteNothing();
        return evidence.log(job).flatMap(fact -> fact.either(known -> byLog(known, why), missing -> unread(missing, why)))
                .orElseGet(() -> new MayLive(String.join("; ", why), unseen));
    }

    static Optional<JobLog> read(Fact<JobLog> fact) {
        return fact.either(Optional::of, missing -> Optional.empty());
    }

    /** Only its log could show that it met somebody else's lock, or wrote something else: whoever says yes should know that nobody has read it. */
    private static String unseenLog(OwnerEvidence evidence, CiJob job) {
        return evidence.log(job)
                .flatMap(fact -> fact.either(log -> Optional.<String>empty(), missing -> Optional.of(Unknown.line(missing))))
                .map(why -> "; whether it was this release's is not seen, for its log could not be read: " + why).orElse("");
    }

    private static JobFate wroteNothing() {
        return new WroteNothing("its log " + LogEnd.MET_THE_LOCK.words() + ", so it did not write this one");
    }

    private static Optional<JobFate> unread(Fact.Unavailable<?> missing, List<String> why) {
        why.add(Unknown.line(missing));
        return Optional.empty();
    }

    private static Optional<JobFate> byLog(JobLog log, List<String> why) {
        String words = "its log " + log.end().words();
        if (log.end() == LogEnd.HELM_ENDED) return Optional.of(new Dead(words));
        why.add(words);
        return Optional.empty();
    }

    private static Optional<JobFate> byPods(CiJob job, RunnerPlace place, RunnerPods pods, Optional<JobLog> log, Instant now,
            List<String> why) {
        List<Pod> left = pods.of(job.id());
        Optional<Pod> alive = left.stream().filter(pod -> pod.goneBy().map(at -> !now.isAfter(at.plus(GRACE))).orElse(true)).findFirst();
        if (alive.isPresent()) return Optional.of(new Alive(there(alive.get(), place), goneOrStays(alive.get())));
        Optional<String> doubt = doubt(job, place, pods, log, now);
        doubt.ifPresent(why::add);
        return doubt.isPresent()
                ? Optional.empty()
                : Optional.of(new Dead("no pod of it is left in " + place + ", and no node there is lost"));
    }

    private static String there(Pod pod, RunnerPlace place) {
        return "its pod " + pod.name() + " is still there, in " + place
                + pod.goneBy().map(at -> "; it is being deleted and ends by " + Formats.moment(at)).orElse("");
    }

    private static String goneOrStays(Pod pod) {
        return pod.goneBy().isPresent()
                ? "Run the command again when it is gone."
                : "See what runs in it. If no Helm does, delete the pod (without --force, which would take it off the books before it has ended), "
                        + "and run the command again when it is gone.";
    }

    /** Why a pod that is not there, or ought not to be, proves nothing. */
    private static Optional<String> doubt(CiJob job, RunnerPlace place, RunnerPods pods, Optional<JobLog> log, Instant now) {
        List<Pod> left = pods.of(job.id());
        if (!left.isEmpty()) {
            return Optional.of("its pod " + left.getFirst().name() + " was to end by "
                    + Formats.moment(left.getFirst().goneBy().orElseThrow()) + " and is still there, in " + place
                    + ": its node does not answer");
        }
        if (log.flatMap(JobLog::executor).filter(executor -> !executor.equals("kubernetes")).isPresent()) {
            return Optional.of("its log says that it ran by the executor " + log.flatMap(JobLog::executor).orElseThrow()
                    + ", so that no pod of it is in " + place + " says nothing");
        }
        if (log.flatMap(JobLog::namespace).filter(namespace -> !namespace.equals(place.namespace())).isPresent()) {
            return Optional.of("its log says that its pod was in namespace " + log.flatMap(JobLog::namespace).orElseThrow()
                    + ", not in the " + place + " of ci.runnerPods");
        }
        if (!pods.unmarked().isEmpty()) {
            return Optional.of(Formats.count(pods.unmarked().size(), "runner pod") + " in " + place
                    + " without the id of a job (GitLab Runner before 15.9?), such as " + pods.unmarked().getFirst());
        }
        if (!pods.lostNodes().isEmpty()) {
            return Optional.of("no pod of it is left in " + place + ", but what ran on a node that is not ready may run on: "
                    + String.join(", ", Formats.most(pods.lostNodes(), 5)));
        }
        Optional<Instant> since = job.finished().map(at -> at.plus(GRACE));
        return since.map(now::isAfter).orElse(false)
                ? Optional.empty()
                : Optional.of("no pod of it is left in " + place + ", which proves its end only from "
                        + since.map(Formats::moment).orElse("a minute after it finished") + " on");
    }

    /** Its status, and GitLab's word for why. */
    static String ending(CiJob job) {
        return job.status() + job.failureReason().map(reason -> " (" + reason + ")").orElse("");
    }
}
