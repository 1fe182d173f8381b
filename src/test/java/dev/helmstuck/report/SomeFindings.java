package dev.helmstuck.report;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.helmstuck.release.Payload;
import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.release.Revision;
import dev.helmstuck.runbook.Ci;
import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.CopyAnswer;
import dev.helmstuck.runbook.DeleteAnswer;
import dev.helmstuck.runbook.Deploys;
import dev.helmstuck.runbook.Deploys.ResourceGroup;
import dev.helmstuck.runbook.Diagnosis;
import dev.helmstuck.runbook.Fact;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.JobLog;
import dev.helmstuck.runbook.LogEnd;
import dev.helmstuck.runbook.OwnerEvidence;
import dev.helmstuck.runbook.Releases;
import dev.helmstuck.runbook.RunnerPlace;
import dev.helmstuck.runbook.RunnerPods;
import dev.helmstuck.runbook.SecretRef;
import dev.helmstuck.runbook.Step;
import dev.helmstuck.runbook.Target;
import dev.helmstuck.runbook.Vouching;
import dev.helmstuck.runbook.checks.DeleteIsPossible;
import dev.helmstuck.runbook.checks.NoDeployInFlight;
import dev.helmstuck.runbook.checks.OwnerIsDead;
import dev.helmstuck.runbook.checks.ReleaseIsStuck;
import dev.helmstuck.testing.Some;

/** Findings as the real checks make them, so that a message is read with the words that it will really carry. */
final class SomeFindings {
    static final Target TARGET = Some.target();
    private static final String WRITER = "gprd-cny:auto-deploy";

    private SomeFindings() {}

    /** Of a record that a drill has made. */
    static List<Finding> allowsDrill() {
        Revision it = Some.stuck().revision();
        Revision made = new Revision(it.secret(), it.number(), it.uid(), it.resourceVersion(), it.created(), it.statusLabel(),
                it.versionLabel(), it.written(), Optional.of(it.created()));
        return allows().stream().map(finding -> finding.step() != Step.OWNER_IS_DEAD
                ? finding
                : OwnerIsDead.check(Some.target().drill(true), Some.stuck(made), new Fact.Known<>(Optional.of(made)),
                        OwnerEvidence.of(List.of()), Some.NOW))
                .toList();
    }

    /** All six checks, judging a release that may be unlocked. */
    static List<Finding> allows() {
        return List.of(noDeploy(), ownerEnded(), SomeWorkloads.settled(), SomeWorkloads.healthy(),
                stuck(ReleaseStatus.PENDING_UPGRADE, ReleaseStatus.DEPLOYED).finding(),
                rehearsed(new DeleteAnswer.Done()));
    }

    /** The same with something that a person should know before they say yes. */
    static List<Finding> allowsWithRemarks() {
        return allows().stream().map(finding -> finding.step() == Step.WORKLOADS_SETTLED ? SomeWorkloads.settledWithRemarks() : finding)
                .toList();
    }

    /** The same, and what got it stuck is known, as is what became of the jobs after it. */
    static List<Finding> allowsAndTellsOfJobs() {
        return allows().stream().map(finding -> finding.step() == Step.OWNER_IS_DEAD ? ownerAndLater() : finding).toList();
    }

    /** The same in the middle of a rollout, with a deploy under way. */
    static List<Finding> stops() {
        return List.of(deploying(), ownerEnded(), SomeWorkloads.unsettled(), SomeWorkloads.unhealthy(),
                stuck(ReleaseStatus.PENDING_UPGRADE, ReleaseStatus.DEPLOYED).finding(),
                rehearsed(new DeleteAnswer.Done()));
    }

    /** With this status on top and that below; what only a stuck release needs is left out where it is not stuck. */
    static Diagnosis diagnosis(ReleaseStatus top, ReleaseStatus below) {
        ReleaseIsStuck.ReleaseFinding release = stuck(top, below);
        List<Finding> findings = top.isPending()
                ? List.of(noDeploy(), ownerEnded(), SomeWorkloads.settled(), SomeWorkloads.healthy(), release.finding(),
                        rehearsed(new DeleteAnswer.Done()))
                : List.of(noDeploy(), SomeWorkloads.settled(), SomeWorkloads.healthy(), release.finding());
        return new Diagnosis(TARGET, Some.NOW, release.release(), findings);
    }

    static Finding noDeploy() {
        Deploys deploys = new Deploys(Some.PROJECT, List.of(Some.activeJob(15000007, "review:lint", "running")),
                List.of(new ResourceGroup("gprd-cny", Optional.empty(), List.of())));
        return NoDeployInFlight.check(TARGET, List.of(new Fact.Known<>(deploys)), Map.of(), Some.NOW);
    }

    static Finding deploying() {
        CiJob writes = Some.activeJob(15000002, WRITER, "running");
        CiJob waits = Some.activeJob(15000003, "gprd:upgrade", "waiting_for_resource");
        return NoDeployInFlight.check(TARGET, List.of(new Fact.Known<>(new Deploys(Some.PROJECT, List.of(writes, waits),
                List.of(new ResourceGroup("gprd-cny", Optional.of(writes), List.of(waits)))))), Map.of(), Some.NOW);
    }

    /** More jobs than lines are shown. */
    static Finding deployingManyTimes() {
        List<CiJob> jobs = IntStream.range(0, 30).mapToObj(i -> Some.activeJob(15000100L + i, "gprd:upgrade", "pending")).toList();
        return NoDeployInFlight.check(TARGET, List.of(new Fact.Known<>(new Deploys(Some.PROJECT, jobs, List.of()))), Map.of(), Some.NOW);
    }

    static Finding ownerEnded() {
        return owner(List.of(ownJob("failed", Optional.of("script_failure"))), stuckFor(Duration.ofMinutes(25)));
    }

    /** Every check allows the delete but for the owner, whose job was canceled and proves nothing. */
    static List<Finding> unproven(Optional<Vouching> word) {
        Finding owner = owner(stuckFor(Duration.ofMinutes(25)),
                OwnerEvidence.of(List.of(new Fact.Known<>(List.of(ownJob("canceled", Optional.empty()))))).and(word));
        return List.of(noDeploy(), owner, SomeWorkloads.settled(), SomeWorkloads.healthy(),
                stuck(ReleaseStatus.PENDING_UPGRADE, ReleaseStatus.DEPLOYED).finding(), rehearsed(new DeleteAnswer.Done()));
    }

    static CiJob ownJob(String status, Optional<String> reason) {
        Instant began = Some.NOW.minus(Duration.ofMinutes(26));
        boolean over = !status.equals("running");
        return new CiJob(Some.PROJECT, 15000001, WRITER, status, Optional.of(began), Optional.of(began),
                over ? Optional.of(began.plus(Duration.ofMinutes(10))) : Optional.empty(), reason, 77, "deployer",
                "https://ops.example.com/jobs/15000001");
    }

    static Revision stuckFor(Duration age) {
        return Some.madeAt(Some.revision(Some.STUCK, ReleaseStatus.PENDING_UPGRADE), Some.NOW.minus(age));
    }

    static Finding owner(List<CiJob> jobs, Revision stuck) {
        return owner(stuck, OwnerEvidence.of(List.of(new Fact.Known<>(jobs))));
    }

    static Finding owner(Revision stuck, OwnerEvidence evidence) {
        return owner(TARGET, stuck, evidence);
    }

    static Finding owner(Target target, Revision stuck, OwnerEvidence evidence) {
        return OwnerIsDead.check(target, Some.stuck(stuck), new Fact.Known<>(Optional.of(stuck)), evidence, Some.NOW);
    }

    /** Of the job that wrote it everything is known that can be: its log, and what is left of it where the runner runs jobs. */
    static Finding owner(CiJob job, Fact<JobLog> log, Fact<RunnerPods> pods) {
        Ci ci = Some.ci();
        RunnerPlace place = new RunnerPlace("ops-gitlab-gke", "gitlab-runner");
        Target target = Some.target(new Ci(ci.project(), ci.jobs(), ci.sameCluster(), ci.resourceGroups(), ci.helmTimeout(), ci.atomic(),
                Optional.empty(), Optional.of(place)));
        return owner(target, stuckFor(Duration.ofMinutes(25)),
                new OwnerEvidence(List.of(new Fact.Known<>(List.of(job))), Map.of(job.id(), log), Map.of(place, pods)));
    }

    static Fact<JobLog> log(LogEnd end) {
        return new Fact.Known<>(new JobLog(Optional.of("kubernetes"), Optional.of("gitlab-runner"), end));
    }

    /** The job that wrote it ended by its own error; after it one met its lock, and one is green. */
    static Finding ownerAndLater() {
        CiJob own = ownJob("failed", Optional.of("script_failure"));
        Revision stuck = stuckFor(Duration.ofMinutes(25));
        CiJob follower = laterJob(15000004, "failed", Duration.ofMinutes(15));
        CiJob green = laterJob(15000005, "success", Duration.ofMinutes(10));
        Map<Long, Fact<JobLog>> logs = Map.of(own.id(),
                text("Error: UPGRADE FAILED: context deadline exceeded\nERROR: Job failed: exit code 1"),
                follower.id(), text("Error: UPGRADE FAILED: another operation (install/upgrade/rollback) is in progress"), green.id(),
                text("Comparing release=gitlab-cny, chart=gitlab/gitlab, namespace=gitlab-cny\nJob succeeded"));
        return owner(stuck, new OwnerEvidence(List.of(new Fact.Known<>(List.of(green, follower, own))), logs, Map.of()));
    }

    /** The only job that ran then deployed something else. */
    static Finding ownerNamesOthers() {
        CiJob job = ownJob("failed", Optional.of("script_failure"));
        return owner(stuckFor(Duration.ofMinutes(25)), new OwnerEvidence(List.of(new Fact.Known<>(List.of(job))),
                Map.of(job.id(), text("Upgrading release=gitlab, chart=gitlab/gitlab, namespace=gitlab")), Map.of()));
    }

    static CiJob laterJob(long id, String status, Duration ago) {
        Instant began = Some.NOW.minus(ago);
        return new CiJob(Some.PROJECT, id, WRITER, status, Optional.of(began), Optional.of(began),
                Optional.of(began.plus(Duration.ofMinutes(1))), status.equals("failed") ? Optional.of("script_failure") : Optional.empty(),
                78,
                "deployer", "https://ops.example.com/jobs/" + id);
    }

    private static Fact<JobLog> text(String log) {
        return new Fact.Known<>(JobLog.of(log));
    }

    static Fact<RunnerPods> pods(RunnerPods.Pod... pods) {
        return new Fact.Known<>(new RunnerPods(List.of(pods), List.of(), List.of()));
    }

    static ReleaseIsStuck.ReleaseFinding stuck(ReleaseStatus top, ReleaseStatus below) {
        return release(Some.releases(top, below));
    }

    static ReleaseIsStuck.ReleaseFinding release(Releases releases) {
        return ReleaseIsStuck.check(TARGET, new Fact.Known<>(releases), new Fact.Known<>(List.of()), Some.NOW);
    }

    static Releases noRecords(int configMaps, String... others) {
        return new Releases(List.of(), Optional.empty(), Optional.empty(),
                configMaps == 0 ? Releases.ConfigMaps.NONE : Some.configMaps(configMaps, ReleaseStatus.PENDING_UPGRADE), List.of(others));
    }

    static Releases only(ReleaseStatus status) {
        return new Releases(List.of(Some.revision(1, status)), Optional.of(Some.payload(1, status)), Optional.empty(),
                Releases.ConfigMaps.NONE, List.of());
    }

    static Releases undecodable() {
        return new Releases(List.of(Some.revision(Some.STUCK, ReleaseStatus.PENDING_UPGRADE)),
                Optional.of(new Payload.Undecodable("it is not gzip")), Optional.empty(), Releases.ConfigMaps.NONE, List.of());
    }

    static Releases mislabelled() {
        return new Releases(
                List.of(Some.revision(Some.STUCK, ReleaseStatus.DEPLOYED), Some.revision(Some.STUCK - 1, ReleaseStatus.DEPLOYED)),
                Optional.of(Some.payload(Some.STUCK, ReleaseStatus.PENDING_UPGRADE)),
                Optional.of(Some.payload(Some.STUCK - 1, ReleaseStatus.DEPLOYED)), Releases.ConfigMaps.NONE, List.of());
    }

    static Finding rehearsed(DeleteAnswer answer) {
        return rehearsed(answer, new CopyAnswer.Possible());
    }

    static Finding rehearsed(DeleteAnswer answer, CopyAnswer copy) {
        return DeleteIsPossible.check(TARGET, secret(), new Fact.Known<>(answer), new Fact.Known<>(copy));
    }

    /** Every check when its source does not answer. */
    static Stream<Finding> unread(String why) {
        Revision stuck = stuckFor(Duration.ofMinutes(25));
        return Stream.of(NoDeployInFlight.check(TARGET, List.of(new Fact.Unavailable<>("GitLab", why)), Map.of(), Some.NOW),
                owner(stuck, OwnerEvidence.of(List.of(new Fact.Unavailable<>("GitLab", why)))),
                SomeWorkloads.unread(why), SomeWorkloads.healthUnread(why),
                ReleaseIsStuck.check(TARGET, new Fact.Unavailable<>("the cluster", why), new Fact.Known<>(List.of()), Some.NOW).finding(),
                DeleteIsPossible.check(TARGET, secret(), new Fact.Unavailable<>("the cluster", why),
                        new Fact.Unavailable<>("the cluster", why)));
    }

    private static SecretRef secret() {
        Revision stuck = Some.revision(Some.STUCK, ReleaseStatus.PENDING_UPGRADE);
        return new SecretRef(stuck.secret(), stuck.uid(), stuck.resourceVersion());
    }
}
