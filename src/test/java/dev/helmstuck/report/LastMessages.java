package dev.helmstuck.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.helmstuck.forecast.SomeForecasts;
import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.remediation.Aftermath;
import dev.helmstuck.remediation.Aftermath.Helm;
import dev.helmstuck.remediation.CameTrue;
import dev.helmstuck.remediation.Event;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.report.thread.LastReport;
import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.DeleteAnswer;
import dev.helmstuck.runbook.Diagnosis;
import dev.helmstuck.runbook.Hindsight.Became;
import dev.helmstuck.runbook.Hindsight.Statement;
import dev.helmstuck.runbook.Prospect;
import dev.helmstuck.testing.Some;

/** The last message for every outcome, and after a delete for everything that Helm and GitLab may then show. */
public final class LastMessages {
    static final Helm UNLOCKED = new Helm.Unlocked(1233, ReleaseStatus.DEPLOYED);
    static final Optional<CiJob> FAILED_JOB = Optional.of(SomeFindings.ownJob("failed", Optional.of("script_failure")));

    private LastMessages() {}

    public static List<Said> all() {
        List<Said> said = new ArrayList<>();
        endings().forEach((when, remediation) -> said
                .add(new Said(when, LastReport.of(remediation, SomeLives.around(), SomeLives.ending(remediation)))));
        return said;
    }

    static Map<String, Remediation> endings() {
        Map<String, Remediation> endings = new LinkedHashMap<>();
        withoutDelete(endings);
        deleteFailed(endings);
        deleted(endings);
        foretold(endings);
        return endings;
    }

    private static void withoutDelete(Map<String, Remediation> endings) {
        endings.put("not stuck", SomeLives.notStuck());
        endings.put("blocked", SomeLives.blocked());
        endings.put("blocked, a source silent",
                SomeLives.diagnosed(SomeLives.with(SomeFindings.unread("no answer within 10s").toList())));
        endings.put("refused", SomeLives.after(SomeLives.asked(), new Event.Denied("Ann")));
        endings.put("expired, with what got it stuck",
                SomeLives.after(SomeLives.asked(SomeLives.with(SomeFindings.allowsAndTellsOfJobs())), new Event.Expired()));
        endings.put("expired", SomeLives.after(SomeLives.asked(), new Event.Expired()));
        endings.put("cancelled while looking", SomeLives.after(SomeLives.opened(), new Event.Cancelled("Ruth")));
        endings.put("cancelled while asking", SomeLives.after(SomeLives.asked(), new Event.Cancelled("Ruth")));
        endings.put("given up while looking", SomeLives.after(SomeLives.opened(),
                new Event.GaveUp("Slack did not answer for 10 minutes: no answer. Nothing was deleted.", false)));
        endings.put("given up while asking", SomeLives.after(SomeLives.diagnosed(SomeLives.stuck()),
                new Event.GaveUp("Slack did not answer for 10 minutes: no answer. Nothing was deleted.", false)));
        endings.put("blocked after the yes", SomeLives.secondLook(SomeLives.with(SomeFindings.stops())));
        endings.put("not stuck any more after the yes",
                SomeLives.secondLook(SomeFindings.diagnosis(ReleaseStatus.DEPLOYED, ReleaseStatus.SUPERSEDED)));
    }

    private static void foretold(Map<String, Remediation> endings) {
        Diagnosis told = SomeLives.foretold(ForecastLines.of(Some.target(), SomeForecasts.rolledBack()));
        Statement there = new Statement("already in the cluster, and unchanged since",
                List.of("ConfigMap/extra", "ConfigMap/settings", "Deployment/web"), Became.CAME_TRUE, List.of());
        Statement changed = new Statement("everything else is as it was",
                List.of("Deployment/pages", "Deployment/sidekiq"), Became.DID_NOT,
                List.of("Deployment/pages was changed: generation 3 became 4"));
        Statement orphan = new Statement("a revert would leave this behind, and it is there", List.of("ConfigMap/extra"), Became.CAME_TRUE,
                List.of());
        Statement unread = new Statement("everything is as it was", List.of("Ingress/web"), Became.UNREAD,
                List.of("cluster gprd-gitlab-gke forbids to list ingresses"));
        foretold(endings, told, "Unlocked", UNLOCKED, List.of(there, orphan));
        foretold(endings, told, "Unlocked, and not all came true", UNLOCKED, List.of(there, changed, orphan, unread));
        foretold(endings, told, "NewRevision", new Helm.NewRevision(1235, ReleaseStatus.PENDING_UPGRADE), List.of(there));
        endings.put("not foretold", SomeLives.validated(SomeLives.foretold(Prospect.untold("the cluster: no answer within 20 s")),
                new Aftermath(UNLOCKED, FAILED_JOB, "")));
    }

    private static void foretold(Map<String, Remediation> endings, Diagnosis told, String then, Helm helm, List<Statement> objects) {
        endings.put("foretold, then " + then, SomeLives.validated(told, new Aftermath(helm, FAILED_JOB, "",
                told.plan().map(plan -> CameTrue.afterDelete(plan, helm, objects)), Optional.empty())));
    }

    private static void deleteFailed(Map<String, Remediation> endings) {
        endings.put("no copy", SomeLives.after(SomeLives.deleting(), new Event.BackupRefused("secrets is forbidden")));
        endings.put("gone before", SomeLives.answered(new DeleteAnswer.Gone()));
        endings.put("changed before", SomeLives.answered(new DeleteAnswer.Changed("the object has been modified")));
        endings.put("denied", SomeLives.answered(new DeleteAnswer.Forbidden("secrets is forbidden")));
        endings.put("no answer to the delete", SomeLives.after(SomeLives.backedUp(), new Event.GaveUp(
                "The delete was sent 3 times without an answer, and the Secret is still there: no answer within 10s", true)));
        endings.put("given up after the delete", SomeLives.after(SomeLives.deleted(SomeLives.stuck()), new Event.GaveUp(
                "The record is deleted, but Helm could not be checked. the cluster did not answer for 10 minutes: no answer", true)));
    }

    private static void deleted(Map<String, Remediation> endings) {
        endings.put("unlocked, deployed", SomeLives.validated(UNLOCKED));
        endings.put("unlocked, superseded", validated(ReleaseStatus.PENDING_UPGRADE, ReleaseStatus.SUPERSEDED));
        endings.put("unlocked, failed, an atomic rollback", validated(ReleaseStatus.PENDING_ROLLBACK, ReleaseStatus.FAILED));
        endings.put("unlocked, failed, an upgrade", validated(ReleaseStatus.PENDING_UPGRADE, ReleaseStatus.FAILED));
        endings.put("unlocked, no job to rerun", withJob(Optional.empty(), ""));
        endings.put("unlocked, the newest job green without a deploy", SomeLives.validated(
                SomeLives.with(SomeFindings.allowsAndTellsOfJobs()), new Aftermath(UNLOCKED,
                        Optional.of(SomeFindings.laterJob(15000005, "success", Duration.ofMinutes(10))), "")));
        endings.put("unlocked, jobs unread", withJob(Optional.empty(), "GitLab: no answer within 10s"));
        endings.put("unlocked, an odd status", SomeLives.validated(new Helm.Unlocked(1233, ReleaseStatus.UNINSTALLING)));
        endings.put("somebody deployed", SomeLives.validated(new Helm.NewRevision(1234, ReleaseStatus.DEPLOYED)));
        endings.put("somebody deploys", SomeLives.validated(new Helm.NewRevision(1234, ReleaseStatus.PENDING_UPGRADE)));
        endings.put("still pending", SomeLives.validated(new Helm.StillPending(1234, ReleaseStatus.PENDING_UPGRADE)));
        endings.put("another one pending", SomeLives.validated(new Helm.StillPending(1233, ReleaseStatus.PENDING_UPGRADE)));
        endings.put("no record left", SomeLives.validated(new Helm.NotFound()));
        endings.put("not read", SomeLives.validated(new Helm.Unread("revision 1233 does not decode: it is not gzip")));
    }

    private static Remediation validated(ReleaseStatus top, ReleaseStatus below) {
        Diagnosis diagnosis = SomeFindings.diagnosis(top, below);
        return SomeLives.validated(diagnosis, new Aftermath(new Helm.Unlocked(1233, below), FAILED_JOB, ""));
    }

    private static Remediation withJob(Optional<CiJob> job, String unread) {
        return SomeLives.validated(SomeLives.stuck(), new Aftermath(UNLOCKED, job, unread));
    }
}
