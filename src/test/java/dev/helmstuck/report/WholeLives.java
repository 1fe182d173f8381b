package dev.helmstuck.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.release.Revision;
import dev.helmstuck.remediation.Aftermath;
import dev.helmstuck.remediation.Aftermath.Helm;
import dev.helmstuck.remediation.Approval;
import dev.helmstuck.remediation.Event;
import dev.helmstuck.remediation.HistoryLine;
import dev.helmstuck.remediation.Note;
import dev.helmstuck.remediation.Proof;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.Request;
import dev.helmstuck.remediation.Sweep;
import dev.helmstuck.remediation.Sweep.SweepLine;
import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.DeleteAnswer;
import dev.helmstuck.runbook.Diagnosis;
import dev.helmstuck.runbook.Hindsight;
import dev.helmstuck.runbook.Hindsight.Became;
import dev.helmstuck.runbook.Hindsight.Statement;
import dev.helmstuck.runbook.JobsDeploy;
import dev.helmstuck.runbook.RerunPlan;
import dev.helmstuck.testing.Some;

/** Remediations from the command to each outcome, by the events of real ones, with every state on the way. */
public final class WholeLives {

    private static final Optional<Hindsight> TOLD = Optional.of(new Hindsight(List.of(
            new Statement("the same deploy rolls", List.of("Deployment/gitlab-webservice-default"), Became.CAME_TRUE, List.of()),
            new Statement("the same deploy changes", List.of("ConfigMap/settings"), Became.DID_NOT,
                    List.of("ConfigMap/settings is as it was")))));
    private static final String ROLLED = "Deployment gitlab-webservice-default was changed: registry.example.com/webservice:v18.5.0 -> "
            + "registry.example.com/webservice:v18.6.1, 3 of 3 pods are new";

    private static final Optional<String> WORD = Optional.of("pod gone, checked on the runner");

    private WholeLives() {}

    /** A remediation at a moment. */
    public record Moment(Instant at, Remediation remediation) {}

    /**
     * A whole life.
     *
     * @param approvals how many must say yes
     * @param answer the emoji with which Ann answers the last request; empty if she does not
     */
    public record Life(String name, int approvals, String answer, List<Moment> moments) {}

    /** One life for each outcome and for each way to wait. */
    public static List<Life> all() {
        Diagnosis stuck = SomeLives.stuck();
        Diagnosis blocked = SomeLives.with(SomeFindings.stops());
        Diagnosis notStuck = SomeFindings.diagnosis(ReleaseStatus.DEPLOYED, ReleaseStatus.SUPERSEDED);
        Helm deployed = new Helm.Unlocked(1233, ReleaseStatus.DEPLOYED);
        return List.of(new Course().life("checking", ""),
                asked(SomeLives.with(SomeFindings.allowsWithRemarks())).life("waiting", ""),
                asked(stuck).then(3, new Event.Heard(List.of(Some.approval()))).life("waiting-for-a-second-yes", 2, "white_check_mark"),
                deleted(stuck).then(0, new Event.Validated(aftermath(deployed))).told("unlocked"),
                deleted(SomeFindings.diagnosis(ReleaseStatus.PENDING_ROLLBACK, ReleaseStatus.FAILED))
                        .then(0, new Event.Validated(aftermath(new Helm.Unlocked(1233, ReleaseStatus.FAILED))))
                        .told("unlocked-failed-below"),
                vouched().then(1, new Event.Heard(List.of(Some.approval()))).life("vouched-waiting", "white_check_mark"),
                unlockedOnAWord().told("vouched-unlocked"),
                asked(new Course(WORD), stuck).life("vouched-unneeded", "white_check_mark"),
                new Course().then(0, new Event.Diagnosed(SomeLives.with(SomeFindings.unproven(Optional.empty()))))
                        .told("blocked-unproven"),
                offered(stuck).life("rerun-waiting", "white_check_mark"),
                offered(stuck).then(2, new Event.Denied("Ann")).told("rerun-refused", "x"),
                restoreAsked().life("restore-waiting", "white_check_mark"),
                restoreAsked().then(2, new Event.Approved(SomeLives.approvals())).then(0, new Event.RestoreConfirmed(SomeLives.approvals()))
                        .then(0, new Event.PutBack("uid-back"))
                        .then(0, new Event.RestoreProven(new Helm.StillPending(1234, ReleaseStatus.PENDING_UPGRADE), true))
                        .told("restored"),
                restoreAsked().then(2, new Event.Approved(SomeLives.approvals()))
                        .then(0, new Event.RestoreOverruled("The records of the release changed since people were asked."))
                        .told("restore-changed"),
                new Course(SomeLives.opened().restoring(""))
                        .then(0, new Event.RestoreImpossible("2 copies are kept, and it is not for me to "
                                + "choose. Name one: /helm-stuck restore gitlab-cny 1234 (revision 1234, deleted 2026-11-21 11:00:00 UTC)."))
                        .told(
                                "restore-impossible", ""),
                forIncident(stuck).noted(0, new Note.IncidentTold("https://gitlab.example.com/production/-/issues/12345#note_7")).told(
                        "incident-told"),
                forIncident(stuck).noted(10, new Note.IncidentUntold("GitLab shows no issue 12345 of group/production to "
                        + "GITLAB_INCIDENT_TOKEN (404): look whether the number is right, and whether the token's owner is a member of "
                        + "the project.")).told("incident-untold"),
                asked(new Course(SomeLives.opened().drill(true)), SomeLives.with(SomeFindings.allowsDrill())).life("drill-waiting", ""),
                deleted(asked(new Course(SomeLives.opened().drill(true)), SomeLives.with(SomeFindings.allowsDrill())))
                        .then(0, new Event.Validated(new Aftermath(deployed, Optional.empty(), "", Optional.empty(),
                                Optional.of("It was a drill: no job has failed."))))
                        .told("drill"),
                following(stuck).life("rerun-running", ""),
                proven(stuck, new Helm.NewRevision(1234, ReleaseStatus.DEPLOYED), List.of(ROLLED), TOLD, Optional.empty()).told("resolved"),
                proven(stuck, new Helm.NewRevision(1234, ReleaseStatus.DEPLOYED), List.of(ROLLED), Optional.empty(),
                        JobsDeploy.doubt(List.of(Some.revision(1234, ReleaseStatus.DEPLOYED)), over("success"))).told("rerun-doubtful"),
                proven(stuck, new Helm.NewRevision(1234, ReleaseStatus.DEPLOYED), List.of()).told("resolved-nothing-rolled"),
                proven(stuck, deployed, List.of()).told("rerun-green-without-a-deploy"),
                following(stuck)
                        .then(9, new Event.RerunFailed(over("failed"),
                                "The rerun, #15000107, has failed (script_failure). Helm is not locked."))
                        .told("rerun-failed"),
                following(stuck).then(9, new Event.LockedAgain(over("failed"))).then(1, new Event.Diagnosed(blocked))
                        .told("rerun-locked-again"),
                new Course().then(0, new Event.Diagnosed(notStuck)).told("not-stuck"),
                new Course().then(0, new Event.Diagnosed(blocked)).told("blocked"),
                new Course().then(0, new Event.Diagnosed(SomeLives.with(SomeFindings.unread("no answer within 10s").toList())))
                        .told("blocked-nothing-answers"),
                asked(stuck).then(4, new Event.Denied("Ann")).told("refused", "x"),
                expired(stuck).told("expired", ""),
                asked(stuck).then(4, new Event.Cancelled("Ruth")).told("cancelled", ""),
                approved(stuck).then(0, new Event.Confirmed(blocked, SomeLives.approvals())).told("plan-changed"),
                askedAgain(stuck).life("asked-again", ""),
                deleting(stuck).then(0, new Event.DeleteAnswered(new DeleteAnswer.Gone(), false)).told("already-gone"),
                deleted(stuck).then(0, new Event.Validated(aftermath(new Helm.StillPending(1234, ReleaseStatus.PENDING_UPGRADE))))
                        .told("needs-attention"),
                deleting(stuck).then(2, new Event.GaveUp("The delete was sent 3 times without an answer, and the Secret is still there: no "
                        + "answer within 10s", true)).told("needs-attention-no-answer"),
                deleting(stuck).then(0, new Event.DeleteAnswered(new DeleteAnswer.Forbidden("secrets is forbidden: User \"helm-stuck\" "
                        + "cannot delete resource \"secrets\" in API group \"\" in the namespace \"gitlab-cny\""), false)).told("failed"));
    }

    /** What one command for four targets began. */
    public static final Sweep SWEEP = new Sweep("s1", "gprd", Some.requester(), "C1", Optional.empty(), Some.NOW,
            List.of(new SweepLine("gitlab-cny", "r1", true), new SweepLine("gitlab-zonal-b", "r2", true),
                    new SweepLine("gitlab-zonal-c", "r3", true),
                    new SweepLine("gitlab-zonal-d", "r4", true), new SweepLine("praefect", "r5", false)),
            1);

    /** The lives of its targets: one that is repaired, one that is not stuck, one that is blocked, one out of reach, and another's. */
    public static List<Life> sweep() {
        Course stuck = new Course(0).then(0, new Event.Diagnosed(SomeLives.stuck()));
        return List.of(stuck.then(0, new Event.Asked(request(stuck.at))).then(3, new Event.Approved(SomeLives.approvals()))
                .then(0, new Event.Confirmed(SomeLives.stuck(), SomeLives.approvals())).then(0, new Event.BackedUp(SomeLives.BACKUP))
                .then(0, new Event.DeleteAnswered(new DeleteAnswer.Done(), false))
                .then(0, new Event.Validated(aftermath(new Helm.Unlocked(1233, ReleaseStatus.DEPLOYED)))).told("stuck"),
                new Course(1).then(0, new Event.Diagnosed(SomeFindings.diagnosis(ReleaseStatus.DEPLOYED, ReleaseStatus.SUPERSEDED)))
                        .told("not-stuck", ""),
                new Course(2).then(0, new Event.Diagnosed(SomeLives.with(SomeFindings.stops()))).told("blocked", ""),
                new Course(3).then(0, new Event.Diagnosed(SomeLives.with(SomeFindings.unread("no answer within 10s").toList())))
                        .told("unreachable", ""),
                new Course(4).life("another's", ""));
    }

    private static Aftermath aftermath(Helm helm) {
        return new Aftermath(helm, Optional.of(SomeFindings.ownJob("failed", Optional.of("script_failure"))), "");
    }

    private static Course asked(Diagnosis diagnosis) {
        return asked(new Course(), diagnosis);
    }

    private static Course asked(Course opened, Diagnosis diagnosis) {
        Course course = opened.then(0, new Event.Diagnosed(diagnosis));
        return course.then(0, new Event.Asked(request(course.at)));
    }

    private static Course vouched() {
        return asked(new Course(WORD), relyingOnIt());
    }

    private static Course restoreAsked() {
        Course course = new Course(SomeLives.opened().restoring(""));
        Note before = history(Note.Occasion.BEFORE, course.at, below(ReleaseStatus.DEPLOYED));
        course.moments.add(new Moment(course.at, course.now().on(new Event.RestorePlanned(Some.restore()), List.of(before), course.at)));
        return course.then(0, new Event.Asked(request(course.at)));
    }

    private static Course forIncident(Diagnosis diagnosis) {
        Course opened = new Course(SomeLives.opened().of(Optional.of(12345L)));
        return asked(opened, diagnosis).noted(0, new Note.IncidentObstacle("GitLab shows no issue 12345 of group/production to "
                + "GITLAB_INCIDENT_TOKEN (404): look whether the number is right, and whether the token's owner is a member of the "
                + "project.")).then(4, new Event.Denied("Ann")).noted(0, new Note.IncidentIntent(Some.NOW));
    }

    private static Course unlockedOnAWord() {
        List<Approval> two = List.of(Some.approval(), new Approval("UBEN", "Ben", "ben@example.com", Some.NOW.plusSeconds(90)));
        return vouched().then(3, new Event.Approved(two)).then(0, new Event.Confirmed(relyingOnIt(), two))
                .then(0, new Event.BackedUp(SomeLives.BACKUP)).then(0, new Event.DeleteAnswered(new DeleteAnswer.Done(), false))
                .then(0, new Event.Validated(aftermath(new Helm.Unlocked(1233, ReleaseStatus.DEPLOYED))));
    }

    private static Diagnosis relyingOnIt() {
        return SomeLives.with(SomeFindings.unproven(SomeLives.opened().vouched(WORD).vouching()));
    }

    private static Request request(Instant at) {
        return new Request("C1", Some.request().ts(), at, at.plus(Duration.ofMinutes(15)));
    }

    private static Course approved(Diagnosis diagnosis) {
        return asked(diagnosis).then(3, new Event.Approved(SomeLives.approvals()));
    }

    private static Course deleting(Diagnosis diagnosis) {
        return approved(diagnosis).then(0, new Event.Confirmed(diagnosis, SomeLives.approvals())).then(0,
                new Event.BackedUp(SomeLives.BACKUP));
    }

    private static Course deleted(Course asked) {
        Diagnosis seen = SomeLives.with(asked.now().findings());
        return asked.then(3, new Event.Approved(SomeLives.approvals())).then(0, new Event.Confirmed(seen, SomeLives.approvals()))
                .then(0, new Event.BackedUp(SomeLives.BACKUP)).then(0, new Event.DeleteAnswered(new DeleteAnswer.Done(), false));
    }

    private static Course deleted(Diagnosis diagnosis) {
        Course course = deleting(diagnosis).then(0, new Event.DeleteAnswered(new DeleteAnswer.Done(), false));
        return course.noted(0, history(Note.Occasion.AFTER_DELETE, course.at, below(ReleaseStatus.DEPLOYED)));
    }

    private static Note history(Note.Occasion when, Instant at, Revision... records) {
        return new Note.HelmHistory(when, at, HistoryLine.of(List.of(records)));
    }

    private static Course offered(Diagnosis diagnosis) {
        Course course = deleted(diagnosis).then(0, new Event.RerunOffered(aftermath(new Helm.Unlocked(1233, ReleaseStatus.DEPLOYED)),
                new RerunPlan(SomeFindings.ownJob("failed", Optional.of("script_failure")), 1233)));
        return course.then(0, new Event.Asked(request(course.at)));
    }

    private static Course following(Diagnosis diagnosis) {
        return offered(diagnosis).then(2, new Event.Approved(SomeLives.approvals()))
                .then(0, new Event.RerunConfirmed(SomeLives.approvals(), List.of())).then(0, new Event.RerunBegun(over("running")));
    }

    private static Course proven(Diagnosis diagnosis, Helm helm, List<String> changed) {
        return proven(diagnosis, helm, changed, Optional.empty(), Optional.empty());
    }

    private static Course proven(Diagnosis diagnosis, Helm helm, List<String> changed, Optional<Hindsight> hindsight,
            Optional<String> doubt) {
        Course course = following(diagnosis);
        return course.noted(0, history(Note.Occasion.AFTER_RERUN, course.at.plus(Duration.ofMinutes(9)),
                Some.madeAt(Some.revision(1234, ReleaseStatus.DEPLOYED), course.at.plusSeconds(40)),
                below(ReleaseStatus.SUPERSEDED))).then(9,
                        new Event.Proven(over("success"),
                                new Proof(helm, Optional.empty(), changed, Optional.empty()).with(hindsight).doubted(doubt)));
    }

    /** The revision below the stuck one, of a deploy of three hours before. */
    private static Revision below(ReleaseStatus status) {
        return Some.madeAt(Some.revision(1233, status), Some.NOW.minus(Duration.ofHours(3)));
    }

    /** The new job; over in nine minutes, unless it runs. */
    private static CiJob over(String status) {
        CiJob job = SomeFindings.ownJob("failed", Optional.empty()).again(15000107);
        Instant began = Some.NOW.plus(Duration.ofMinutes(5));
        return new CiJob(job.project(), job.id(), job.name(), status, Optional.of(began), Optional.of(began),
                status.equals("running") ? Optional.empty() : Optional.of(began.plus(Duration.ofMinutes(9))),
                status.equals("failed") ? Optional.of("script_failure") : Optional.empty(), job.pipeline(), job.user(), job.url());
    }

    private static Course expired(Diagnosis diagnosis) {
        Course course = asked(diagnosis);
        Note half = new Note.HalfTime(1, course.at.plus(Duration.ofMinutes(15)));
        return course.noted(8, half).then(7, new Event.Expired());
    }

    private static Course askedAgain(Diagnosis diagnosis) {
        Course course = approved(diagnosis).then(0,
                new Event.Confirmed(SomeLives.with(SomeFindings.allowsWithRemarks()), SomeLives.approvals()));
        return course.then(0, new Event.Asked(request(course.at)));
    }

    private static final class Course {
        private final List<Moment> moments = new ArrayList<>();
        private Instant at = Some.NOW;

        Course() {
            this(Optional.empty());
        }

        /** @param word what the requester vouches with */
        Course(Optional<String> word) {
            moments.add(new Moment(at, SomeLives.opened().vouched(word)));
        }

        Course(Remediation opened) {
            moments.add(new Moment(at, opened));
        }

        /** Of the sweep's line. */
        Course(int line) {
            moments.add(new Moment(at, Remediation.of(SWEEP, SWEEP.lines().get(line))));
        }

        private Remediation now() {
            return moments.getLast().remediation();
        }

        Course then(int minutes, Event event) {
            at = at.plus(Duration.ofMinutes(minutes)).plusSeconds(1);
            moments.add(new Moment(at, now().on(event, at)));
            return this;
        }

        Course noted(int minutes, Note note) {
            at = at.plus(Duration.ofMinutes(minutes));
            moments.add(new Moment(at, now().on(new Event.Noted(), List.of(note), at)));
            return this;
        }

        Life told(String name) {
            return told(name, "white_check_mark");
        }

        Life told(String name, String answer) {
            return then(0, new Event.Told()).life(name, answer);
        }

        Life life(String name, String answer) {
            return life(name, 1, answer);
        }

        Life life(String name, int approvals, String answer) {
            return new Life(name, approvals, answer, List.copyOf(moments));
        }
    }
}
