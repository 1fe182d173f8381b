package dev.helmstuck.report;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import dev.helmstuck.approval.Named;
import dev.helmstuck.approval.Policy;
import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.remediation.Aftermath;
import dev.helmstuck.remediation.Aftermath.Helm;
import dev.helmstuck.remediation.Approval;
import dev.helmstuck.remediation.Ending;
import dev.helmstuck.remediation.Event;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.State;
import dev.helmstuck.report.thread.Surroundings;
import dev.helmstuck.runbook.DeleteAnswer;
import dev.helmstuck.runbook.Diagnosis;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.Prospect;
import dev.helmstuck.runbook.ReleaseState;
import dev.helmstuck.runbook.StuckRevision;
import dev.helmstuck.testing.Some;

/** Remediations brought to every state and outcome by real events, so that they carry the words that those events give them. */
final class SomeLives {
    static final String BACKUP = "helm-stuck.gitlab-cny.v1234.45aeef60e818d952";

    private SomeLives() {}

    /** A target whose policy names one group, and a request that is posted. */
    static Surroundings around() {
        return around(Some.policy(), new Named("S0SRE", "@sre-oncall", true));
    }

    static Surroundings around(Policy policy, Named... approvers) {
        return new Surroundings(Some.target(), Optional.of(policy), List.of(approvers),
                Optional.of("https://acme.slack.com/archives/C1/p1763726400000100"));
    }

    static Remediation opened() {
        return Remediation.open("r1", "gitlab-cny", Some.requester(), "C1", Some.NOW);
    }

    static Remediation diagnosed(Diagnosis diagnosis) {
        return after(opened(), new Event.Diagnosed(diagnosis));
    }

    static Remediation notStuck() {
        return diagnosed(SomeFindings.diagnosis(ReleaseStatus.DEPLOYED, ReleaseStatus.SUPERSEDED));
    }

    static Remediation blocked() {
        return diagnosed(with(SomeFindings.stops()));
    }

    static Diagnosis stuck() {
        return SomeFindings.diagnosis(ReleaseStatus.PENDING_UPGRADE, ReleaseStatus.DEPLOYED);
    }

    /** The same, foretold. */
    static Diagnosis foretold(Prospect prospect) {
        Diagnosis stuck = stuck();
        return new Diagnosis(stuck.target(), stuck.at(), stuck.release() instanceof ReleaseState.Stuck(StuckRevision revision)
                ? new ReleaseState.Stuck(revision.foretold(prospect))
                : stuck.release(), stuck.findings());
    }

    static Diagnosis with(List<Finding> findings) {
        Diagnosis stuck = stuck();
        return new Diagnosis(stuck.target(), stuck.at(), stuck.release(), findings);
    }

    static Remediation asked(Diagnosis diagnosis) {
        return after(diagnosed(diagnosis), new Event.Asked(Some.request()));
    }

    static Remediation asked() {
        return asked(stuck());
    }

    static Remediation approved() {
        return after(asked(), new Event.Approved(approvals()));
    }

    static Remediation secondLook(Diagnosis diagnosis) {
        return after(approved(), new Event.Confirmed(diagnosis, approvals()));
    }

    static List<Approval> approvals() {
        return List.of(Some.approval());
    }

    static Remediation deleting(Diagnosis diagnosis) {
        return after(after(asked(diagnosis), new Event.Approved(approvals())), new Event.Confirmed(diagnosis, approvals()));
    }

    static Remediation deleting() {
        return deleting(stuck());
    }

    static Remediation backedUp(Diagnosis diagnosis) {
        return after(deleting(diagnosis), new Event.BackedUp(BACKUP));
    }

    static Remediation backedUp() {
        return backedUp(stuck());
    }

    static Remediation answered(DeleteAnswer answer) {
        return after(backedUp(), new Event.DeleteAnswered(answer, false));
    }

    static Remediation deleted(Diagnosis diagnosis) {
        return after(backedUp(diagnosis), new Event.DeleteAnswered(new DeleteAnswer.Done(), false));
    }

    static Remediation validated(Helm helm) {
        return validated(stuck(), new Aftermath(helm, Optional.of(SomeFindings.ownJob("failed", Optional.of("script_failure"))), ""));
    }

    static Remediation validated(Diagnosis diagnosis, Aftermath aftermath) {
        return after(deleted(diagnosis), new Event.Validated(aftermath));
    }

    static Remediation after(Remediation remediation, Event event) {
        return remediation.on(event, Some.NOW.plus(Duration.ofMinutes(2)));
    }

    static Ending ending(Remediation remediation) {
        if (remediation.state() instanceof State.Closing(Ending ending)) return ending;
        throw new IllegalArgumentException("not ended: " + remediation.state().word());
    }
}
