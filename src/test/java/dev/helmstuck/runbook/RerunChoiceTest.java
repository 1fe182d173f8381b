package dev.helmstuck.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import dev.helmstuck.testing.Some;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which job a rerun is right for. */
class RerunChoiceTest {
    private static final Instant STUCK = Some.NOW.minus(Duration.ofMinutes(30));

    private static CiJob job(long id, long pipeline, String name, String status, Optional<Instant> started) {
        return new CiJob(Some.PROJECT, id, name, status, Optional.of(STUCK.minusSeconds(60)), started, Optional.of(Some.NOW),
                Optional.empty(), pipeline, "deployer", "https://ops.example.com/jobs/" + id);
    }

    private static CiJob deploy(long id, long pipeline, String status, long secondsAfterStuck) {
        return job(id, pipeline, "gprd-cny:auto-deploy", status, Optional.of(STUCK.plusSeconds(secondsAfterStuck)));
    }

    private static RerunChoice of(CiJob... jobs) {
        return RerunChoice.of(Some.target(), Arrays.asList(jobs), List.of(), STUCK);
    }

    private static String none(CiJob... jobs) {
        assertThat(of(jobs)).isInstanceOf(RerunChoice.None.class);
        return ((RerunChoice.None) of(jobs)).why();
    }

    @ParameterizedTest
    @ValueSource(strings = {"failed", "canceled"})
    void the_newest_deploy_that_did_not_succeed_is_the_one(String status) {
        CiJob newest = deploy(2, 20, status, 0);
        assertThat(of(deploy(1, 10, "failed", -600), newest)).isEqualTo(new RerunChoice.Chosen(newest));
    }

    @Test
    void jobs_that_write_something_else_and_those_that_never_ran_do_not_count() {
        CiJob newest = deploy(2, 20, "failed", 0);
        CiJob other = job(3, 30, "review", "failed", Optional.of(Some.NOW));
        CiJob manual = job(4, 40, "gprd-cny:auto-deploy", "manual", Optional.empty());
        CiJob skipped = job(5, 50, "gprd-cny:auto-deploy", "skipped", Optional.empty());
        assertThat(of(newest, other, manual, skipped)).isEqualTo(new RerunChoice.Chosen(newest));
    }

    @Test
    void one_that_ran_last_in_an_older_pipeline_would_roll_back() {
        assertThat(none(deploy(2, 20, "failed", 0), deploy(3, 10, "failed", 60)))
                .contains("#3", "older pipeline", "#2", "which is a rollback");
    }

    @Test
    void one_that_waited_for_a_person_and_ran_last_in_an_older_pipeline_would_roll_back_although_its_id_is_lower() {
        assertThat(none(deploy(2, 10, "failed", 300), deploy(3, 20, "failed", 60)))
                .contains("ran last", "#2", "older pipeline", "#3", "which is a rollback");
    }

    @Test
    void one_of_a_newer_pipeline_that_failed_before_it_began_is_the_newest_all_the_same() {
        CiJob neverRan = job(3, 30, "gprd-cny:auto-deploy", "failed", Optional.empty());
        assertThat(of(deploy(2, 20, "failed", -70), neverRan)).isEqualTo(new RerunChoice.Chosen(neverRan));
        assertThat(none(deploy(2, 20, "failed", 60), neverRan)).contains("#2", "older pipeline", "#3");
        CiJob canceled = job(3, 30, "gprd-cny:auto-deploy", "canceled", Optional.empty());
        assertThat(of(deploy(2, 20, "failed", -70), canceled)).as("somebody took it back").isInstanceOfSatisfying(RerunChoice.Chosen.class,
                chosen -> assertThat(chosen.job().id()).isEqualTo(2));
    }

    @Test
    void one_that_was_rerun_already_is_rerun_through_the_new_job_although_that_never_began() {
        CiJob neverRan = job(3, 20, "gprd-cny:auto-deploy", "canceled", Optional.empty());
        assertThat(of(deploy(2, 20, "failed", 0), neverRan)).isEqualTo(new RerunChoice.Chosen(neverRan));
    }

    @ParameterizedTest
    @ValueSource(strings = {"running", "pending", "created", "waiting_for_resource", "a_status_of_tomorrow"})
    void nothing_is_rerun_beside_one_that_is_under_way(String status) {
        assertThat(none(deploy(2, 20, "failed", 0), job(1, 10, "gprd-cny:upgrade", status, Optional.empty())))
                .contains("under way", "gprd-cny:upgrade #1 is " + status);
    }

    @ParameterizedTest
    @CsvSource({"-10, false", "0, false", "59, false", "61, true"})
    void a_green_job_that_began_while_helm_was_locked_deployed_nothing(long secondsAfterStuck, boolean chosen) {
        assertThat(of(deploy(2, 20, "success", secondsAfterStuck)) instanceof RerunChoice.Chosen).isEqualTo(chosen);
    }

    @Test
    void where_no_deploy_ran_there_is_nothing_to_rerun() {
        assertThat(((RerunChoice.None) RerunChoice.of(Some.target(), List.of(), List.of(), STUCK)).why()).contains("no deploy job");
    }

    private static RerunChoice beside(CiJob failed, WaitingDeploy... waiting) {
        return RerunChoice.of(Some.target(), Stream.concat(Stream.of(failed), Arrays.stream(waiting).map(WaitingDeploy::job)).toList(),
                List.of(waiting), STUCK);
    }

    private static final CiJob GATE = Some.activeJob(8, "approve", "manual");

    private static WaitingDeploy waiting(long id, long pipeline, boolean byItself, Optional<CiJob> gate) {
        CiJob job = deploy(id, pipeline, "created", 60);
        return new WaitingDeploy(new CiJob(job.project(), id, job.name(), "created", job.created(), Optional.empty(), Optional.empty(),
                Optional.empty(), pipeline, job.user(), job.url()), byItself,
                byItself ? "it begins by itself after lint" : "its pipeline waits",
                gate);
    }

    @Test
    void a_newer_deploy_behind_a_gate_is_named_with_its_gate_and_not_called_under_way() {
        RerunChoice choice = beside(deploy(1, 10, "failed", -600), waiting(9, 11, false, Optional.of(GATE)));
        assertThat(choice).isInstanceOfSatisfying(RerunChoice.None.class, none -> {
            assertThat(none.why())
                    .startsWith("A newer deploy waits behind a gate: gprd-cny:auto-deploy #9 has not begun, and its pipeline waits.")
                    .contains("Start that one instead").doesNotContain("under way");
            assertThat(none.instead()).contains(GATE);
        });
    }

    @Test
    void a_gated_deploy_of_an_older_or_the_same_pipeline_and_one_that_was_left_behind_are_in_nobodys_way() {
        CiJob failed = deploy(7, 10, "failed", -600);
        assertThat(beside(failed, waiting(5, 9, false, Optional.of(GATE)))).isEqualTo(new RerunChoice.Chosen(failed));
        assertThat(beside(failed, waiting(6, 11, false, Optional.empty()))).isEqualTo(new RerunChoice.Chosen(failed));
    }

    @Test
    void one_that_begins_by_itself_is_said_to_come_and_one_that_runs_to_be_under_way() {
        assertThat(beside(deploy(1, 10, "failed", -600), waiting(9, 9, true, Optional.empty()))).isInstanceOfSatisfying(
                RerunChoice.None.class,
                none -> {
                    assertThat(none.why()).startsWith("A deploy job comes without a rerun").contains("it begins by itself after lint");
                    assertThat(none.instead()).map(CiJob::id).contains(9L);
                });
        CiJob running = deploy(9, 11, "running", 60);
        assertThat(of(deploy(1, 10, "failed", -600), running)).isEqualTo(new RerunChoice.None(
                "A deploy job is under way already: gprd-cny:auto-deploy #9 is running.", Optional.of(running)));
    }
}
