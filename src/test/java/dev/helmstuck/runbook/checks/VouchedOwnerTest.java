package dev.helmstuck.runbook.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.release.Revision;
import dev.helmstuck.runbook.Ci;
import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.Fact;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.JobLog;
import dev.helmstuck.runbook.OwnerEvidence;
import dev.helmstuck.runbook.Result;
import dev.helmstuck.runbook.RunnerPlace;
import dev.helmstuck.runbook.RunnerPods;
import dev.helmstuck.runbook.SecretRef;
import dev.helmstuck.runbook.Target;
import dev.helmstuck.runbook.Unproven;
import dev.helmstuck.runbook.Vouching;
import dev.helmstuck.testing.Some;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a person's word stands for the proof that {@link OwnerIsDead} wants, and where it never does. */
class VouchedOwnerTest {
    private static final Instant CREATED = Some.NOW.minus(Duration.ofMinutes(30));
    private static final Revision STUCK = Some.madeAt(Some.revision(Some.STUCK, ReleaseStatus.PENDING_UPGRADE), CREATED);
    private static final RunnerPlace PLACE = new RunnerPlace("ops-gitlab-gke", "gitlab-runner");
    private static final Vouching WORD = new Vouching("URUTH", "Ruth", "pod gone, checked on the runner", Some.NOW.minusSeconds(9),
            Optional.empty());

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
            "canceled,  -,                       WARN",
            "failed,    runner_system_failure,   WARN",
            "failed,    job_execution_timeout,   WARN",
            "running,   -,                       STOP",
            "canceling, -,                       STOP",
            "failed,    script_failure,          PASS",
            "success,   -,                       PASS"})
    void it_counts_where_only_the_proof_is_missing_and_not_against_a_job_that_lives(String status, String reason, Result expected) {
        Finding finding = check(Optional.of(WORD), job(status, Optional.ofNullable(reason)));
        assertThat(finding.result()).isEqualTo(expected);
        assertThat(finding.unproven().isPresent()).isEqualTo(expected == Result.WARN);
    }

    @Test
    void where_no_job_is_found_it_counts_and_the_finding_shows_who_says_what() {
        Finding finding = check(Optional.of(WORD));
        assertThat(finding.result()).isEqualTo(Result.WARN);
        assertThat(finding.summary())
                .isEqualTo("Ruth vouches that the Helm which wrote the stuck revision has ended. No check proves it.");
        assertThat(finding.seen().getFirst()).isEqualTo("Ruth says: “pod gone, checked on the runner”");
        assertThat(finding.seen().get(1)).startsWith("No CI job is known to have written it: it may live until");
        assertThat(Unproven.vouching(List.of(finding))).contains(WORD);
    }

    @Test
    void without_it_the_finding_says_that_it_could() {
        Finding finding = check(Optional.empty());
        assertThat(finding.result()).isEqualTo(Result.STOP);
        assertThat(finding.unproven()).contains(new Unproven(Optional.empty()));
    }

    @Test
    void a_record_that_was_written_after_the_word_or_another_one_than_was_vouched_for_is_not_covered() {
        Vouching early = new Vouching("URUTH", "Ruth", "pod gone, checked on the runner", CREATED, Optional.empty());
        stops(check(Optional.of(early)), "the record was written after Ruth had said so");
        SecretRef changed = new SecretRef(STUCK.secret(), STUCK.uid(), "1");
        stops(check(Optional.of(WORD.on(changed))), "what Ruth vouched for was");
        SecretRef other = new SecretRef(STUCK.secret(), "other", STUCK.resourceVersion());
        stops(check(Optional.of(WORD.on(other))), "what Ruth vouched for was");
        SecretRef same = new SecretRef(STUCK.secret(), STUCK.uid(), STUCK.resourceVersion());
        assertThat(check(Optional.of(WORD.on(same))).result()).isEqualTo(Result.WARN);
    }

    private static void stops(Finding finding, String why) {
        assertThat(finding.result()).isEqualTo(Result.STOP);
        assertThat(finding.unproven()).isEmpty();
        assertThat(finding.seen()).anySatisfy(seen -> assertThat(seen).contains(why));
    }

    @Test
    void it_never_counts_while_the_record_changes_nor_where_a_look_failed() {
        Revision moved = new Revision(STUCK.secret(), STUCK.number(), STUCK.uid(), "99999", STUCK.created(), STUCK.statusLabel(),
                STUCK.versionLabel());
        assertNoWord(OwnerIsDead.check(Some.target(), Some.stuck(STUCK), new Fact.Known<>(Optional.of(moved)), evidence(), Some.NOW),
                Result.STOP);
        assertNoWord(OwnerIsDead.check(Some.target(), Some.stuck(STUCK), new Fact.Known<>(Optional.empty()), evidence(), Some.NOW),
                Result.STOP);
        assertNoWord(OwnerIsDead.check(Some.target(), Some.stuck(STUCK), new Fact.Unavailable<>("the cluster", "timed out"), evidence(),
                Some.NOW), Result.UNKNOWN);
        assertNoWord(OwnerIsDead.check(Some.target(), Some.stuck(STUCK), steady(),
                OwnerEvidence.of(List.of(new Fact.Unavailable<>("GitLab", "503"))).and(Optional.of(WORD)), Some.NOW), Result.UNKNOWN);
    }

    @Test
    void it_never_counts_against_a_runners_pod_that_lives_nor_where_the_pods_could_not_be_read() {
        RunnerPods.Pod pod = new RunnerPods.Pod("runner-x", "4", Optional.empty());
        assertNoWord(checkPods(new Fact.Known<>(new RunnerPods(List.of(pod), List.of(), List.of()))), Result.STOP);
        assertNoWord(checkPods(new Fact.Unavailable<>("the cluster", "forbids to list pods")), Result.STOP);
    }

    @Test
    void it_counts_where_what_ran_on_a_lost_node_may_run_on() {
        assertThat(checkPods(new Fact.Known<>(new RunnerPods(List.of(), List.of(), List.of("node-7")))).result()).isEqualTo(Result.WARN);
        RunnerPods.Pod stays = new RunnerPods.Pod("runner-x", "4", Optional.of(Some.NOW.minusSeconds(600)));
        assertThat(checkPods(new Fact.Known<>(new RunnerPods(List.of(stays), List.of(), List.of()))).result()).isEqualTo(Result.WARN);
    }

    @Test
    void a_word_that_does_not_count_is_answered() {
        Finding finding = check(Optional.of(WORD), job("running", Optional.empty()));
        assertThat(finding.seen().getFirst()).startsWith("Ruth vouches for its end, which does not count here");
    }

    private static void assertNoWord(Finding finding, Result expected) {
        assertThat(finding.result()).isEqualTo(expected);
        assertThat(finding.unproven()).isEmpty();
        assertThat(finding.seen().getFirst()).contains("does not count here");
    }

    private static Finding check(Optional<Vouching> word, CiJob... jobs) {
        return OwnerIsDead.check(Some.target(), Some.stuck(STUCK), steady(),
                OwnerEvidence.of(List.of(new Fact.Known<>(List.of(jobs)))).and(word), Some.NOW);
    }

    private static Finding checkPods(Fact<RunnerPods> pods) {
        Ci ci = Some.ci();
        Target target = Some.target(new Ci(ci.project(), ci.jobs(), ci.sameCluster(), ci.resourceGroups(), ci.helmTimeout(), ci.atomic(),
                Optional.empty(), Optional.of(PLACE)));
        CiJob canceled = job("canceled", Optional.empty());
        return OwnerIsDead.check(target, Some.stuck(STUCK), steady(), new OwnerEvidence(List.of(new Fact.Known<>(List.of(canceled))),
                Map.<Long, Fact<JobLog>>of(), Map.of(PLACE, pods), Optional.of(WORD)), Some.NOW);
    }

    private static OwnerEvidence evidence() {
        return OwnerEvidence.of(List.of(new Fact.Known<>(List.of(job("canceled", Optional.empty()))))).and(Optional.of(WORD));
    }

    private static Fact<Optional<Revision>> steady() {
        return new Fact.Known<>(Optional.of(STUCK));
    }

    private static CiJob job(String status, Optional<String> reason) {
        boolean over = !status.equals("running") && !status.equals("canceling");
        return new CiJob(Some.PROJECT, 4, "gprd-cny:upgrade", status, Optional.of(CREATED.minusSeconds(700)),
                Optional.of(CREATED.minusSeconds(600)), over ? Optional.of(CREATED.plusSeconds(600)) : Optional.empty(), reason, 1, "u",
                "https://ops.example.com/jobs/4");
    }
}
