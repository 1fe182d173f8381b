package dev.helmstuck.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.remediation.Aftermath;
import dev.helmstuck.remediation.Approval;
import dev.helmstuck.remediation.Event;
import dev.helmstuck.remediation.Proof;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.Request;
import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.DeleteAnswer;
import dev.helmstuck.runbook.RerunPlan;
import dev.helmstuck.testing.Some;
import org.junit.jupiter.api.Test;

/** Each milestone is measured once in a remediation, from the moments that are saved. */
class MilestoneTest {
    private static final List<Approval> YES = List.of(new Approval("UANN", "Ann", "ann@example.com", at(100)));
    private static final RerunPlan RERUN = new RerunPlan(Some.job(4711, "gprd-cny:auto-deploy", "failed", Some.NOW), 1233);
    private static final CiJob AGAIN = RERUN.job().again(4712);
    private static final Aftermath UNLOCKED = new Aftermath(new Aftermath.Helm.Unlocked(1233, ReleaseStatus.DEPLOYED),
            Optional.of(RERUN.job()), "");

    private final List<String> passed = new ArrayList<>();
    private Remediation now = Remediation.open("r1", "gitlab-cny", Some.requester(), "C1", Some.NOW);

    private static Instant at(int seconds) {
        return Some.NOW.plusSeconds(seconds);
    }

    private static Request postedAt(int seconds) {
        return new Request("C1", "1763726400.000100", at(seconds), at(seconds + 900));
    }

    private MilestoneTest then(int seconds, Event event) {
        Remediation before = now;
        now = before.on(event, at(seconds));
        Map<Milestone, Duration> milestones = Milestone.passed(before, now);
        milestones.forEach((milestone, took) -> passed.add(milestone.word() + " " + took.toSeconds()));
        return this;
    }

    private MilestoneTest unlocked() {
        return then(20, new Event.Diagnosed(Some.diagnosis())).then(30, new Event.Asked(postedAt(30)))
                .then(101, new Event.Approved(YES)).then(110, new Event.Confirmed(Some.diagnosis(), YES))
                .then(111, new Event.BackedUp("backup-1")).then(112, new Event.DeleteAnswered(new DeleteAnswer.Done(), true));
    }

    @Test
    void from_the_command_to_the_proof() {
        unlocked().then(120, new Event.RerunOffered(UNLOCKED, RERUN)).then(130, new Event.Asked(postedAt(130)))
                .then(140, new Event.Approved(YES)).then(150, new Event.RerunConfirmed(YES, List.of()))
                .then(160, new Event.RerunBegun(AGAIN)).then(170, new Event.JobSeen(AGAIN))
                .then(500, new Event.Proven(AGAIN, new Proof(new Aftermath.Helm.NewRevision(1234, ReleaseStatus.DEPLOYED),
                        Optional.empty(), List.of(), Optional.empty())))
                .then(501, new Event.Told());
        assertThat(now.state().end()).isPresent();
        assertThat(passed).containsExactly("request 30", "yes 70", "unlock 112", "proof 500");
    }

    @Test
    void a_takeover_in_the_middle_of_the_delete_doubles_nothing() {
        then(20, new Event.Diagnosed(Some.diagnosis())).then(30, new Event.Asked(postedAt(30))).then(40, new Event.Noted())
                .then(101, new Event.Approved(YES)).then(110, new Event.Confirmed(Some.diagnosis(), YES))
                .then(200, new Event.Reopened(YES)).then(201, new Event.Approved(YES))
                .then(210, new Event.Confirmed(Some.diagnosis(), YES)).then(211, new Event.BackedUp("backup-1"))
                .then(212, new Event.DeleteAnswered(new DeleteAnswer.Done(), true));
        assertThat(passed).containsExactly("request 30", "yes 70", "unlock 212");
    }

    @Test
    void a_lock_that_the_rerun_meets_is_not_measured_from_the_first_command() {
        unlocked().then(120, new Event.RerunOffered(UNLOCKED, RERUN)).then(130, new Event.Asked(postedAt(130)))
                .then(140, new Event.Approved(YES)).then(150, new Event.RerunConfirmed(YES, List.of()))
                .then(160, new Event.RerunBegun(AGAIN)).then(400, new Event.LockedAgain(AGAIN));
        passed.clear();
        then(420, new Event.Diagnosed(Some.diagnosis())).then(430, new Event.Asked(postedAt(430)))
                .then(500, new Event.Approved(YES)).then(510, new Event.Confirmed(Some.diagnosis(), YES))
                .then(511, new Event.BackedUp("backup-2")).then(512, new Event.DeleteAnswered(new DeleteAnswer.Done(), true));
        assertThat(passed).isEmpty();
    }

    @Test
    void a_yes_upon_which_nothing_could_be_deleted_counts_as_one_and_unlocks_nothing() {
        then(20, new Event.Diagnosed(Some.diagnosis())).then(30, new Event.Asked(postedAt(30)))
                .then(101, new Event.Approved(YES)).then(110, new Event.Confirmed(Some.diagnosis(), YES))
                .then(111, new Event.BackupRefused("quota"));
        assertThat(passed).containsExactly("request 30", "yes 70");
    }
}
