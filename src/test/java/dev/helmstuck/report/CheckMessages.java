package dev.helmstuck.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.release.Revision;
import dev.helmstuck.report.thread.EvidenceReport;
import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.CopyAnswer;
import dev.helmstuck.runbook.DeleteAnswer;
import dev.helmstuck.runbook.Diagnosis;
import dev.helmstuck.runbook.Fact;
import dev.helmstuck.runbook.Finalizer;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.LogEnd;
import dev.helmstuck.runbook.OwnerEvidence;
import dev.helmstuck.runbook.ReleaseState;
import dev.helmstuck.runbook.RunnerPods;
import dev.helmstuck.runbook.checks.OwnerIsDead;
import dev.helmstuck.testing.Some;

/** What is said of every check, in every result it can have, and of the diagnosis they make. */
public final class CheckMessages {

    private CheckMessages() {}

    public static List<Said> findings() {
        List<Said> said = new ArrayList<>();
        said.add(new Said("evidence, with remarks", EvidenceReport.of(1, SomeFindings.allowsWithRemarks(), Optional.empty())));
        said.add(new Said("evidence of the look after a yes", EvidenceReport.of(2, List.of(SomeFindings.deploying()), Optional.empty())));
        say(said, "no deploy", SomeFindings.noDeploy());
        say(said, "a deploy runs", SomeFindings.deploying());
        say(said, "more deploys than are shown", SomeFindings.deployingManyTimes());
        say(said, "its job has ended", SomeFindings.ownerEnded());
        say(said, "nobody knows its job, but it is old enough",
                SomeFindings.owner(List.of(), SomeFindings.stuckFor(Duration.ofHours(3))));
        say(said, "nobody knows its job, and it is young", SomeFindings.owner(List.of(), SomeFindings.stuckFor(Duration.ofMinutes(25))));
        say(said, "its job runs",
                SomeFindings.owner(List.of(SomeFindings.ownJob("running", Optional.empty())),
                        SomeFindings.stuckFor(Duration.ofMinutes(25))));
        say(said, "its job's runner died",
                SomeFindings.owner(List.of(SomeFindings.ownJob("failed", Optional.of("runner_system_failure"))),
                        SomeFindings.stuckFor(Duration.ofMinutes(25))));
        owners(said);
        say(said, "the record is written to", written());
        say(said, "settled", SomeWorkloads.settled());
        say(said, "settled, with remarks", SomeWorkloads.settledWithRemarks());
        say(said, "not settled", SomeWorkloads.unsettled());
        say(said, "no workload", SomeWorkloads.workloads(SomeWorkloads.look()));
        say(said, "the cluster is healthy", SomeWorkloads.healthy());
        say(said, "a node is low on memory", SomeWorkloads.healthyWithRemarks());
        say(said, "a pod crashes", SomeWorkloads.unhealthy());
        say(said, "nodes may not be listed", SomeWorkloads.healthWithoutNodes("cluster gprd-gitlab-gke forbids to list nodes (403)"));
        say(said, "stuck in an upgrade", SomeFindings.stuck(ReleaseStatus.PENDING_UPGRADE, ReleaseStatus.DEPLOYED).finding());
        say(said, "stuck, its last write lost", SomeFindings.stuck(ReleaseStatus.PENDING_UPGRADE, ReleaseStatus.SUPERSEDED).finding());
        say(said, "stuck in an atomic rollback", SomeFindings.stuck(ReleaseStatus.PENDING_ROLLBACK, ReleaseStatus.FAILED).finding());
        say(said, "two pending ones", SomeFindings.stuck(ReleaseStatus.PENDING_UPGRADE, ReleaseStatus.PENDING_UPGRADE).finding());
        for (ReleaseStatus status : ReleaseStatus.values()) {
            if (!status.isPending())
                say(said, "not stuck: " + status.word(), SomeFindings.stuck(status, ReleaseStatus.SUPERSEDED).finding());
        }
        say(said, "a first install", SomeFindings.release(SomeFindings.only(ReleaseStatus.PENDING_INSTALL)).finding());
        say(said, "an unreadable record", SomeFindings.release(SomeFindings.undecodable()).finding());
        say(said, "an edited label", SomeFindings.release(SomeFindings.mislabelled()).finding());
        say(said, "no record", SomeFindings.release(SomeFindings.noRecords(0)).finding());
        say(said, "records in ConfigMaps", SomeFindings.release(SomeFindings.noRecords(4)).finding());
        say(said, "records of other releases", SomeFindings.release(SomeFindings.noRecords(0, "gitlab", "plantuml")).finding());
        say(said, "the delete is possible", SomeFindings.rehearsed(new DeleteAnswer.Done()));
        say(said, "the Secret is gone", SomeFindings.rehearsed(new DeleteAnswer.Gone()));
        say(said, "the Secret changed", SomeFindings.rehearsed(new DeleteAnswer.Changed("the object has been modified")));
        say(said, "the delete is forbidden", SomeFindings.rehearsed(new DeleteAnswer.Forbidden("secrets is forbidden: User \"helm-stuck\" "
                + "cannot delete resource \"secrets\" in API group \"\" in the namespace \"gitlab-cny\"")));
        say(said, "a finalizer keeps the Secret", SomeFindings.rehearsed(new DeleteAnswer.Held(
                List.of(new Finalizer("example.com/keep", Optional.of("keeper"), Optional.of(Some.NOW))), Optional.empty())));
        say(said, "the quota has no room for the copy", SomeFindings.rehearsed(new DeleteAnswer.Done(), new CopyAnswer.CopyRefused(
                "secrets \"helm-stuck.gitlab.v1234\" is forbidden: exceeded quota: secrets, requested: secrets=1, used: secrets=10, limited: "
                        + "secrets=10")));
        SomeFindings.unread("no answer within 10s").forEach(finding -> say(said, "no answer", finding));
        return said;
    }

    private static void owners(List<Said> said) {
        CiJob canceled = SomeFindings.ownJob("canceled", Optional.empty());
        say(said, "its job was canceled", SomeFindings.owner(List.of(canceled), SomeFindings.stuckFor(Duration.ofMinutes(25))));
        say(said, "its job was canceled, and its pod is gone",
                SomeFindings.owner(canceled, SomeFindings.log(LogEnd.NO_CLOSING_LINE), SomeFindings.pods()));
        say(said, "its job was canceled, and its log has Helm's last words", SomeFindings.owner(canceled,
                SomeFindings.log(LogEnd.HELM_ENDED),
                new Fact.Unavailable<>("the cluster", "cluster ops-gitlab-gke forbids to list pods in namespace \"gitlab-runner\" (403)")));
        say(said, "its job was canceled, and its pod is there", SomeFindings.owner(canceled, SomeFindings.log(LogEnd.NO_CLOSING_LINE),
                SomeFindings.pods(new RunnerPods.Pod("runner-x-project-7-concurrent-0-abc", "15000001", Optional.empty()))));
        say(said, "its job was canceled, its pod hangs, and its log breaks off",
                SomeFindings.owner(canceled, SomeFindings.log(LogEnd.NO_CLOSING_LINE), SomeFindings.pods(new RunnerPods.Pod(
                        "runner-x-project-7-concurrent-0-abc", "15000001", Optional.of(Some.NOW.minus(Duration.ofMinutes(10)))))));
        say(said, "its job met the lock", SomeFindings.owner(SomeFindings.ownJob("failed", Optional.of("script_failure")),
                SomeFindings.log(LogEnd.MET_THE_LOCK), SomeFindings.pods()));
        say(said, "its job's error, a follower's, and a green job", SomeFindings.ownerAndLater());
        say(said, "its job names another release", SomeFindings.ownerNamesOthers());
    }

    private static Finding written() {
        Revision stuck = SomeFindings.stuckFor(Duration.ofMinutes(25));
        Revision later = new Revision(stuck.secret(), stuck.number(), stuck.uid(), "91777", stuck.created(), stuck.statusLabel(),
                stuck.versionLabel());
        return OwnerIsDead.check(SomeFindings.TARGET, Some.stuck(stuck), new Fact.Known<>(Optional.of(later)),
                OwnerEvidence.of(List.of(new Fact.Known<>(List.of()))), Some.NOW);
    }

    private static void say(List<Said> said, String when, Finding finding) {
        said.add(new Said(finding.step().title() + ", " + when, FindingReport.of(finding)));
    }

    public static List<Said> diagnoses() {
        Diagnosis stuck = SomeFindings.diagnosis(ReleaseStatus.PENDING_UPGRADE, ReleaseStatus.DEPLOYED);
        return List.of(
                new Said("not stuck",
                        DiagnosisReport.verdict(SomeFindings.diagnosis(ReleaseStatus.DEPLOYED, ReleaseStatus.SUPERSEDED))),
                new Said("stuck", DiagnosisReport.verdict(stuck)),
                new Said("blocked", DiagnosisReport
                        .verdict(new Diagnosis(stuck.target(), stuck.at(), stuck.release(), SomeFindings.stops()))),
                new Said("blocked, for the records say nothing", DiagnosisReport.verdict(new Diagnosis(stuck.target(), stuck.at(),
                        new ReleaseState.Unclear(Optional.empty(), Optional.empty()), List.of(SomeFindings.noDeploy())))));
    }
}
