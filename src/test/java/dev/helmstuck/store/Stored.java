package dev.helmstuck.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import dev.helmstuck.approval.Reason;
import dev.helmstuck.approval.Vote;
import dev.helmstuck.ports.Remediations.AuditRow;
import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.remediation.Aftermath;
import dev.helmstuck.remediation.AllowedRerun;
import dev.helmstuck.remediation.Approval;
import dev.helmstuck.remediation.Ending;
import dev.helmstuck.remediation.HistoryLine;
import dev.helmstuck.remediation.Note;
import dev.helmstuck.remediation.Outcome;
import dev.helmstuck.remediation.Proof;
import dev.helmstuck.remediation.Proposal;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.Request;
import dev.helmstuck.remediation.Restoration;
import dev.helmstuck.remediation.State;
import dev.helmstuck.remediation.Unlock;
import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.DeletePlan;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.Hindsight;
import dev.helmstuck.runbook.Link;
import dev.helmstuck.runbook.RerunPlan;
import dev.helmstuck.runbook.Result;
import dev.helmstuck.runbook.Rollout;
import dev.helmstuck.runbook.Step;
import dev.helmstuck.testing.Some;

/** Values to store, with every field filled and no two alike. */
final class Stored {
    static final Instant NOW = Instant.parse("2026-11-21T10:00:00.123456789Z");

    static final DeletePlan PLAN = new DeletePlan("gprd-gitlab-gke", "gitlab-cny", "gitlab", "sh.helm.release.v1.gitlab.v8", 8, "uid-8",
            "rv-77",
            ReleaseStatus.PENDING_UPGRADE, NOW.minusSeconds(3600), "gitlab-8.8.1", "17.8", "Preparing \"upgrade\" — ünïcode", 7,
            ReleaseStatus.DEPLOYED, "0011223344556677", Optional.empty());
    static final Request REQUEST = new Request("C1", "1700000000.000100", NOW.plusSeconds(1), NOW.plusSeconds(901));
    static final List<Approval> APPROVALS = List.of(new Approval("U2", "Bo", "bo@example.com", NOW.plusSeconds(2)),
            new Approval("U3", "Cy", "U3", NOW.plusSeconds(3)));
    static final CiJob JOB = new CiJob("", 42, "gprd-cny:auto-deploy", "failed", Optional.of(NOW.minusSeconds(300)),
            Optional.of(NOW.minusSeconds(200)), Optional.of(NOW.minusSeconds(100)), Optional.of("script_failure"), 4711, "deployer",
            "https://ops.example.com/jobs/42");
    static final Finding FINDING = new Finding(Step.OWNER_IS_DEAD, Result.WARN, "The owner is dead.", List.of("job 41", "job 42"),
            "Look again.", List.of(new Link("job", "https://ops.example.com/jobs/41")), "helm history gitlab");

    static final RerunPlan RERUN = new RerunPlan(JOB, 7);
    static final Rollout ROLLOUT = new Rollout("Deployment web", 4, List.of("gitlab/web:1"), List.of("web-1"));

    private Stored() {}

    static Remediation opened(String id, String target) {
        return opened(id, target, NOW);
    }

    static Remediation opened(String id, String target, Instant at) {
        return Remediation.open(id, target, new Remediation.Requester("U1", "Ann", "ann@example.com"), "C1", at);
    }

    /** The next version, in this state, with everything that can be told besides. */
    static Remediation next(Remediation last, State state) {
        return next(last, state, List.of(new Proposal(1, PLAN, NOW.plusSeconds(4), ""), new Proposal(2, PLAN, NOW.plusSeconds(6), "why")),
                notes());
    }

    static Remediation next(Remediation last, State state, List<Proposal> proposals, List<Note> notes) {
        return new Remediation(last.id(), last.target(), last.requester(), last.channel(), last.thread(), last.sweep(), last.opened(),
                state,
                NOW.plusSeconds(5),
                last.looks() + 1, List.of(FINDING), proposals, notes, last.version() + 1, last.vouching(), last.incident(), last.restore(),
                last.drill());
    }

    static List<Note> notes() {
        return List.of(new Note.Evidence(1, List.of(FINDING)),
                new Note.RefusedReaction(REQUEST, new Vote.Rejected("U4", "Di", Reason.GUEST, "is_restricted")),
                new Note.YesTakenBack(REQUEST, NOW.plusSeconds(7)), new Note.HalfTime(2, NOW.plusSeconds(901)),
                new Note.HelmHistory(Note.Occasion.BEFORE, NOW, List.of(new HistoryLine(8, "pending-upgrade", "s8", "uid-8", "77", NOW))),
                new Note.HelmUnlocked(2, new Unlock(PLAN, APPROVALS, "backup-1", aftermath(new Aftermath.Helm.NotFound()))),
                new Note.RerunMetLock(2, new AllowedRerun(JOB, APPROVALS, Optional.of(JOB), Optional.empty())),
                new Note.IncidentObstacle("There is no such issue."), new Note.IncidentIntent(NOW), new Note.IncidentTold("https://x/1"),
                new Note.IncidentUntold("GitLab is away."), new Note.DatabaseAway(NOW.plusSeconds(8), NOW.plusSeconds(9)));
    }

    static State awaiting() {
        return new State.AwaitingApproval(PLAN, Optional.of(REQUEST), List.of(APPROVALS.getFirst()));
    }

    static State closing() {
        return new State.Closing(ending(new Aftermath.Helm.Unlocked(7, ReleaseStatus.DEPLOYED)));
    }

    static State closed() {
        return new State.Closed(ending(new Aftermath.Helm.Unlocked(7, ReleaseStatus.DEPLOYED)));
    }

    static State resolved() {
        Proof proof = new Proof(new Aftermath.Helm.NewRevision(8, ReleaseStatus.DEPLOYED), Optional.of("web rolls"), List.of("web"),
                Optional.of("GitLab"), Optional.of(new Hindsight(List.of(new Hindsight.Statement("it rolls", List.of("Deployment/web"),
                        Hindsight.Became.DID_NOT, List.of("Deployment/web did not roll"))))),
                Optional.of("The clocks differ."));
        return new State.Closing(new Ending(Outcome.RESOLVED, "Revision 8 is deployed.", Optional.of(PLAN), APPROVALS,
                Optional.of("backup-1"), Optional.of(aftermath(new Aftermath.Helm.NotFound())),
                Optional.of(new AllowedRerun(JOB, APPROVALS, Optional.of(JOB), Optional.of(proof)))));
    }

    static State restored() {
        return new State.Closing(
                new Ending(Outcome.RESTORED, "It is back.", Optional.empty(), APPROVALS, Optional.empty(), Optional.empty(),
                        Optional.empty(), Optional.of(new Restoration(Some.restore(), Optional.of("uid-back"),
                                Optional.of(new Aftermath.Helm.StillPending(8, ReleaseStatus.PENDING_UPGRADE)))),
                        Optional.of(JOB)));
    }

    private static Aftermath aftermath(Aftermath.Helm helm) {
        return new Aftermath(helm, Optional.of(JOB), "page 2 is missing", Optional.empty(), Optional.of("It is green."));
    }

    static Ending ending(Aftermath.Helm helm) {
        return new Ending(Outcome.UNLOCKED, "The stuck record is deleted.", Optional.of(PLAN), APPROVALS, Optional.of("backup-1"),
                Optional.of(new Aftermath(helm, Optional.of(JOB), "page 2 is missing")), Optional.empty());
    }

    static AuditRow row(String remediation, String action) {
        return new AuditRow(remediation, NOW, "U1", action, "Secret gitlab-cny/sh.helm.release.v1.gitlab.v8 uid-8 rv-77", "done");
    }
}
