package dev.helmstuck.runbook.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.release.Revision;
import dev.helmstuck.runbook.Ci;
import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.Fact;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.JobLog;
import dev.helmstuck.runbook.Link;
import dev.helmstuck.runbook.LogEnd;
import dev.helmstuck.runbook.OwnerEvidence;
import dev.helmstuck.runbook.Result;
import dev.helmstuck.runbook.RunnerPlace;
import dev.helmstuck.runbook.RunnerPods;
import dev.helmstuck.runbook.RunnerPods.Pod;
import dev.helmstuck.runbook.StuckRevision;
import dev.helmstuck.runbook.Target;
import dev.helmstuck.testing.Some;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every line of the table in {@link OwnerIsDead}. */
class OwnerIsDeadTest {
    /** Young enough that time proves nothing. */
    private static final Instant CREATED = Some.NOW.minus(Duration.ofMinutes(30));
    private static final Revision STUCK = Some.madeAt(Some.revision(Some.STUCK, ReleaseStatus.PENDING_UPGRADE), CREATED);
    /** Helm's hour, twice because of atomic, without hooks. */
    private static final String END = "2026-11-21 13:35:00 UTC";
    private static final RunnerPlace PLACE = new RunnerPlace("ops-gitlab-gke", "gitlab-runner");
    private static final Pod POD = new Pod("runner-x-project-7-concurrent-0-abc", "4", Optional.empty());

    // ── by the job's end ──

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
            "success,              -,                          PASS",
            "failed,               script_failure,             PASS",
            "canceled,             -,                          STOP",
            "failed,               job_execution_timeout,      STOP",
            "failed,               runner_interrupted,         STOP",
            "failed,               runner_system_failure,      STOP",
            "failed,               stuck_or_timeout_failure,   STOP",
            "failed,               unknown_failure,            STOP",
            "failed,               api_failure,                STOP",
            "failed,               some_reason_of_2031,        STOP",
            "failed,               -,                          STOP",
            "skipped,              -,                          STOP",
            "manual,               -,                          STOP",
            "running,              -,                          STOP",
            "canceling,            -,                          STOP",
            "pending,              -,                          STOP",
            "some_status_of_2031,  -,                          STOP"})
    void only_a_script_that_ended_by_itself_proves_the_end_of_its_helm(String status, String reason, Result expected) {
        assertThat(check(job(status, Optional.ofNullable(reason))).result()).isEqualTo(expected);
    }

    @Test
    void the_proof_is_named() {
        Finding finding = check(ended("failed", "script_failure"));
        assertThat(finding.summary()).isEqualTo("The Helm that wrote the stuck revision has ended with its job.");
        assertThat(finding.seen()).singleElement().asString().startsWith("gprd-cny:upgrade #4 is failed (script_failure), started ")
                .endsWith(": its script has ended, and Helm in it");
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {"canceled,-", "failed,job_execution_timeout", "failed,runner_interrupted",
            "failed,runner_system_failure", "failed,stuck_or_timeout_failure", "failed,some_reason_of_2031"})
    void an_end_that_proves_nothing_says_until_when_it_may_live_and_what_proves_it_sooner(String status, String reason) {
        Finding finding = check(job(status, Optional.ofNullable(reason)));
        assertThat(finding.summary()).isEqualTo("That its job ended does not prove that its Helm did: it may live until " + END + ".");
        assertThat(finding.next()).startsWith("Run the command again after " + END + " (in 1h 35m).").contains("ci.runnerPods")
                .contains("SIGTERM").doesNotContain("ancel");
        assertThat(finding.seen()).first().asString().startsWith("gprd-cny:upgrade #4 is " + status)
                .endsWith("\" does not prove that its Helm has ended").contains("started 2026-11-21 11:20:00 UTC");
        assertThat(finding.seen()).last()
                .isEqualTo(
                        "reckoned as helmTimeout 1h × (3 × 0 hooks + 1), and 1h × (3 × 0 hooks + 1) to undo it (atomic), and 5m more to apply");
        assertThat(finding.links()).containsExactly(new Link("gprd-cny:upgrade #4", "https://ops.example.com/jobs/4"));
        assertThat(finding.byHand()).contains("ps -eo pid,lstart,args | grep '[h]elm.* gitlab-cny'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"running", "canceling", "some_status_of_2031"})
    void a_job_that_still_runs_is_alive_however_late_it_is_and_a_cancel_is_no_advice(String status) {
        CiJob runs = ran(CREATED.minusSeconds(300), Optional.empty(), status);
        for (Instant now : new Instant[]{Some.NOW, CREATED.plus(Duration.ofDays(5))}) {
            Finding finding = check(now, OwnerEvidence.of(known(runs)));
            assertThat(finding.result()).isEqualTo(Result.STOP);
            assertThat(finding.summary()).isEqualTo("A job that may have written the stuck revision is alive.");
            assertThat(finding.next()).contains("Do not count on a cancel");
            assertThat(finding.links()).hasSize(1);
        }
    }

    // ── which job it was ──

    @ParameterizedTest
    @CsvSource({
            "    1,  600, PASS, began before the record",
            "    0,  600, PASS, began in the very second",
            "   -1,  600, STOP, began after it: its Helm cannot have written it yet",
            "  -45,   47, STOP, began 45 s later and ran into somebody's lock",
            "  -60,  600, STOP, exactly at the limit of the skew",
            "  -61,  600, STOP, began long after it",
            "  600,    0, PASS, ended in the very second",
            "  600,   -1, STOP, was over before it",
            "  600,  -61, STOP, was over long before it",
            " 7200, 7200, PASS, long before and long after"})
    void only_a_job_that_ran_when_the_record_was_written_proves_anything(long before, long after, Result expected, String why) {
        CiJob job = ran(CREATED.minusSeconds(before), Optional.of(CREATED.plusSeconds(after)), "success");
        assertThat(check(job).result()).as(why).isEqualTo(expected);
    }

    @Test
    void a_job_that_began_after_the_record_is_shown_and_judged_by_time() {
        CiJob late = ran(CREATED.plusSeconds(45), Optional.of(CREATED.plusSeconds(47)), "success");
        Finding finding = check(late);
        assertThat(finding.summary()).isEqualTo("No CI job is known to have written it: it may live until " + END + ".");
        assertThat(finding.seen()).first().asString()
                .contains("it started 45s after the record was written and wrote it only if clocks differ, which proves nothing");
        assertThat(check(CREATED.plus(Duration.ofMinutes(125)).plusSeconds(1), OwnerEvidence.of(known(late))).result())
                .isEqualTo(Result.PASS);
    }

    @Test
    void a_job_that_began_a_little_later_and_still_runs_is_alive() {
        CiJob late = ran(CREATED.plusSeconds(45), Optional.empty(), "running");
        assertThat(check(CREATED.plus(Duration.ofDays(5)), OwnerEvidence.of(known(late))).summary()).contains("is alive");
    }

    @Test
    void every_job_that_may_have_written_it_must_be_dead() {
        CiJob dead = ended("failed", "script_failure");
        CiJob next = ran(CREATED.plusSeconds(45), Optional.of(CREATED.plusSeconds(47)), "success");
        CiJob nextCanceled = ran(CREATED.plusSeconds(45), Optional.of(CREATED.plusSeconds(47)), "canceled");
        assertThat(check(dead, job("success", Optional.empty())).result()).isEqualTo(Result.PASS);
        assertThat(check(dead, job("running", Optional.empty())).summary()).contains("is alive");
        assertThat(check(dead, ended("failed", "runner_system_failure")).summary()).contains("may live until");
        assertThat(check(dead, next).result()).isEqualTo(Result.PASS);
        assertThat(check(dead, nextCanceled).summary()).contains("may live until");
    }

    @Test
    void without_a_job_the_time_counts() {
        Finding finding = check();
        assertThat(finding.result()).isEqualTo(Result.STOP);
        assertThat(finding.summary()).startsWith("No CI job is known to have written it: it may live until");
        assertThat(finding.seen()).first().asString().contains("^gprd-cny:(upgrade|auto-deploy)$").contains("1234");
    }

    @Test
    void a_job_with_another_name_is_no_owner() {
        assertThat(check(Some.job(4, "gprd:upgrade", "success", CREATED)).summary()).startsWith("No CI job is known");
    }

    @Test
    void a_job_that_never_started_is_no_owner() {
        CiJob job = new CiJob(Some.PROJECT, 4, "gprd-cny:upgrade", "success", Optional.of(CREATED), Optional.empty(), Optional.of(CREATED),
                Optional.empty(), 1, "u", "l");
        assertThat(check(job).summary()).startsWith("No CI job is known");
    }

    @Test
    void a_job_of_another_project_is_no_owner_whatever_its_name() {
        CiJob namesake = moved("mirror/gitlab-com", ended("failed", "script_failure"));
        assertThat(check(namesake).summary()).startsWith("No CI job is known");
    }

    @Test
    void the_job_of_any_of_several_projects_may_be_the_owner() {
        Ci infra = new Ci("infra/releases", Pattern.compile("^gprd-cny:upgrade$"), Optional.empty(), List.of(), Duration.ofHours(3), false);
        CiJob there = moved("infra/releases", ended("failed", "script_failure"));
        Target target = Some.target(Some.ci(), infra);
        assertThat(check(target, List.of(new Fact.Known<>(List.of()), new Fact.Known<>(List.of(there)))).result()).isEqualTo(Result.PASS);
        Finding none = check(target, List.of(new Fact.Known<>(List.of()), new Fact.Known<>(List.of())));
        assertThat(none.seen()).anyMatch(line -> line.contains(Some.PROJECT)).anyMatch(line -> line.contains("infra/releases"));
        assertThat(none.seen()).as("nobody knows which of them it was, so the longer Helm counts")
                .anyMatch(line -> line.equals("reckoned as infra/releases: helmTimeout 3h × (3 × 0 hooks + 1), and 5m more to apply"));
    }

    @Test
    void a_project_that_does_not_answer_may_have_the_owner() {
        Ci infra = new Ci("infra/releases", Pattern.compile("^deploy$"), Optional.empty(), List.of(), Duration.ofHours(1), true);
        Fact<List<CiJob>> silent = new Fact.Unavailable<>("GitLab, infra/releases", "503");
        Finding finding = check(Some.target(Some.ci(), infra),
                List.of(new Fact.Known<>(List.of(ended("failed", "script_failure"))), silent));
        assertThat(finding.result()).isEqualTo(Result.UNKNOWN);
        assertThat(finding.seen()).contains("GitLab, infra/releases: 503").first().asString().startsWith("gprd-cny:upgrade #4 is failed");
        Finding running = check(Some.target(Some.ci(), infra),
                List.of(new Fact.Known<>(List.of(job("running", Optional.empty()))), silent));
        assertThat(running.result()).isEqualTo(Result.STOP);
    }

    // ── further evidence: the log ──

    @ParameterizedTest
    @EnumSource(LogEnd.class)
    void of_a_job_whose_end_proves_nothing_only_helms_own_last_words_do(LogEnd end) {
        Finding finding = check(Some.NOW, log(ended("failed", "job_execution_timeout"), end));
        assertThat(finding.result()).isEqualTo(end == LogEnd.HELM_ENDED ? Result.PASS : Result.STOP);
        assertThat(finding.seen()).first().asString().contains("its log " + end.words());
    }

    @Test
    void a_job_that_only_met_somebody_elses_lock_did_not_write_the_record() {
        CiJob met = ended("failed", "script_failure");
        Finding finding = check(Some.NOW, log(met, LogEnd.MET_THE_LOCK));
        assertThat(finding.summary()).isEqualTo("No CI job is known to have written it: it may live until " + END + ".");
        assertThat(finding.seen()).first().asString().contains("so it did not write this one");
    }

    @Test
    void a_log_that_could_not_be_read_takes_nothing_away_and_gives_nothing() {
        Fact<JobLog> silent = new Fact.Unavailable<>("GitLab", "it redirects the log of job 4 to another place");
        CiJob canceled = job("canceled", Optional.empty());
        Finding finding = check(Some.NOW, new OwnerEvidence(known(canceled), Map.of(4L, silent), Map.of()));
        assertThat(finding.result()).isEqualTo(Result.STOP);
        assertThat(finding.seen()).first().asString().contains("GitLab: it redirects the log of job 4 to another place");
        CiJob failed = ended("failed", "script_failure");
        Finding passed = check(Some.NOW, new OwnerEvidence(known(failed), Map.of(4L, silent), Map.of()));
        assertThat(passed.result()).isEqualTo(Result.PASS);
        assertThat(passed.seen()).first().asString()
                .endsWith("its script has ended, and Helm in it; whether it was this release's is not seen,"
                        + " for its log could not be read: GitLab: it redirects the log of job 4 to another place");
    }

    @Test
    void helms_last_words_in_the_log_of_a_job_that_began_after_the_record_prove_nothing() {
        CiJob late = ran(CREATED.plusSeconds(45), Optional.of(CREATED.plusSeconds(47)), "canceled");
        assertThat(check(Some.NOW, log(late, LogEnd.HELM_ENDED)).result()).isEqualTo(Result.STOP);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {"failed,script_failure,PASS", "canceled,-,STOP", "failed,runner_system_failure,STOP"})
    void what_the_job_itself_ended_with_is_quoted_once(String status, String reason, Result result) {
        CiJob culprit = job(status, Optional.ofNullable(reason));
        Finding finding = check(Some.NOW, read(culprit, "Error: UPGRADE FAILED: timed out waiting for the condition\n"));
        assertThat(finding.result()).isEqualTo(result);
        assertThat(finding.cause()).contains("gprd-cny:upgrade #4 ended with: Error: UPGRADE FAILED: timed out waiting for the condition");
        assertThat(finding.seen()).containsOnlyOnce(finding.cause().orElseThrow());
        assertThat(String.join("\n", finding.seen())).containsOnlyOnce("UPGRADE FAILED");
    }

    @Test
    void a_green_job_and_one_that_only_met_a_lock_caused_nothing() {
        CiJob green = job("success", Optional.empty());
        assertThat(check(Some.NOW, read(green, "Error: UPGRADE FAILED: context canceled\nJob succeeded\n")).cause()).isEmpty();
        assertThat(check(Some.NOW, log(ended("failed", "script_failure"), LogEnd.MET_THE_LOCK)).cause()).isEmpty();
    }

    @Test
    void a_log_that_names_other_releases_only_takes_the_proof_away_and_names_them() {
        Finding finding = check(Some.NOW, read(ended("failed", "script_failure"), """
                Comparing release=gitlab-extras, chart=./extras, namespace=gitlab
                Upgrading release=gitlab, chart=gitlab/gitlab, namespace=gitlab
                ERROR: Job failed: exit code 1
                """));
        assertThat(finding.summary()).isEqualTo("No CI job is known to have written it: it may live until " + END + ".");
        assertThat(finding.seen()).first().asString()
                .endsWith("its log names other releases only (gitlab in namespace gitlab, gitlab-extras"
                        + " in namespace gitlab), so nothing shows that it wrote this one");
        assertThat(finding.cause()).isEmpty();
    }

    @Test
    void a_log_that_names_this_release_among_others_or_a_part_of_which_was_left_out_takes_nothing_away() {
        String others = "Upgrading release=gitlab-extras, chart=./extras, namespace=gitlab-cny\n";
        for (String more : new String[]{"Upgrading release=gitlab-cny, chart=gitlab/gitlab, namespace=gitlab-cny\n",
                "Upgrading release=gitlab-cny, chart=gitlab/gitlab\n", JobLog.LEFT_OUT + "\n"}) {
            assertThat(
                    check(Some.NOW, read(ended("failed", "script_failure"), others + more + "ERROR: Job failed: exit code 1\n")).result())
                    .as(more).isEqualTo(Result.PASS);
        }
    }

    @Test
    void the_same_release_name_in_another_namespace_is_another_release() {
        Finding finding = check(Some.NOW, read(ended("failed", "script_failure"), "$ helm upgrade -i gitlab-cny ./chart -n gitlab\n"));
        assertThat(finding.result()).isEqualTo(Result.STOP);
        assertThat(finding.seen()).first().asString().contains("gitlab-cny in namespace gitlab)");
    }

    @Test
    void a_job_whose_end_proves_nothing_proves_nothing_the_more_if_its_log_names_others() {
        CiJob dead = ended("failed", "script_failure");
        CiJob canceled = new CiJob(Some.PROJECT, 5, "gprd-cny:upgrade", "canceled", dead.created(), dead.started(), dead.finished(),
                Optional.empty(), 1, "u", "https://ops.example.com/jobs/5");
        OwnerEvidence evidence = new OwnerEvidence(known(canceled, dead),
                Map.of(5L, new Fact.Known<>(JobLog.of("Upgrading release=gitlab, chart=gitlab/gitlab\n"))), Map.of());
        assertThat(check(Some.NOW, evidence).result()).isEqualTo(Result.STOP);
    }

    @Test
    void a_job_that_only_compared_the_release_wrote_no_record() {
        CiJob green = job("success", Optional.empty());
        Finding finding = check(Some.NOW,
                read(green, "Comparing release=gitlab-cny, chart=gitlab/gitlab, namespace=gitlab-cny\nJob succeeded\n"));
        assertThat(finding.summary()).isEqualTo("No CI job is known to have written it: it may live until " + END + ".");
        assertThat(finding.seen()).first().asString().contains("helmfile compared this release and did not deploy it");
    }

    // ── further evidence: the runner's pod ──

    @Test
    void a_pod_that_is_gone_proves_it() {
        Finding finding = check(Some.NOW, pods(canceled(), pods()));
        assertThat(finding.result()).isEqualTo(Result.PASS);
        assertThat(finding.seen()).singleElement().asString().endsWith(
                "no pod of it is left in namespace gitlab-runner of cluster ops-gitlab-gke, and no node there is lost");
    }

    @Test
    void a_pod_that_is_there_is_alive_whatever_the_log_says_and_however_late_it_is() {
        OwnerEvidence there = new OwnerEvidence(known(canceled()), Map.of(4L, new Fact.Known<>(read(LogEnd.HELM_ENDED))),
                Map.of(PLACE, pods(POD)));
        for (Instant now : new Instant[]{Some.NOW, CREATED.plus(Duration.ofDays(5))}) {
            Finding finding = checkWithPlace(now, there);
            assertThat(finding.result()).isEqualTo(Result.STOP);
            assertThat(finding.seen()).singleElement().asString().contains("its pod " + POD.name() + " is still there");
            assertThat(finding.next()).contains("without --force");
            assertThat(finding.byHand()).contains("kubectl --context ops-gitlab-gke -n gitlab-runner get pods");
        }
    }

    @Test
    void a_pod_of_another_job_says_nothing_of_this_one() {
        Pod other = new Pod("runner-x-project-7-concurrent-1-def", "44", Optional.empty());
        assertThat(check(Some.NOW, pods(canceled(), pods(other))).result()).isEqualTo(Result.PASS);
    }

    @Test
    void a_pod_that_is_being_deleted_is_alive_within_its_grace_period() {
        Finding finding = check(Some.NOW, pods(canceled(), pods(ending(Some.NOW.plusSeconds(20)))));
        assertThat(finding.summary()).contains("is alive");
        assertThat(finding.seen()).singleElement().asString().contains("it is being deleted and ends by 2026-11-21 12:00:20 UTC");
    }

    @Test
    void a_pod_that_ought_to_be_gone_and_is_not_proves_nothing_and_time_does() {
        OwnerEvidence hanging = pods(canceled(), pods(ending(Some.NOW.minus(Duration.ofMinutes(5)))));
        Finding finding = check(Some.NOW, hanging);
        assertThat(finding.summary()).contains("may live until " + END);
        assertThat(finding.seen()).first().asString().contains("its node does not answer");
        assertThat(check(CREATED.plus(Duration.ofMinutes(125)).plusSeconds(1), hanging).result()).isEqualTo(Result.PASS);
    }

    @Test
    void a_pod_that_is_gone_proves_nothing_while_a_node_is_lost() {
        Finding finding = check(Some.NOW, pods(canceled(), new Fact.Known<>(new RunnerPods(List.of(), List.of(), List.of("node-7")))));
        assertThat(finding.result()).isEqualTo(Result.STOP);
        assertThat(finding.seen()).first().asString().contains("what ran on a node that is not ready may run on: node-7");
    }

    @Test
    void pods_that_do_not_say_whose_job_they_run_hide_it() {
        Finding finding = check(Some.NOW,
                pods(canceled(), new Fact.Known<>(new RunnerPods(List.of(), List.of("runner-y-project-7-concurrent-0-zzz"), List.of()))));
        assertThat(finding.result()).isEqualTo(Result.STOP);
        assertThat(finding.seen()).first().asString().contains("1 runner pod").contains("without the id of a job");
    }

    @ParameterizedTest
    @CsvSource({"59,STOP", "60,STOP", "61,PASS"})
    void a_pod_that_is_gone_proves_it_only_a_minute_after_the_job_ended(long seconds, Result expected) {
        CiJob just = ran(CREATED.minusSeconds(60), Optional.of(Some.NOW.minusSeconds(seconds)), "canceled");
        assertThat(check(Some.NOW, pods(just, pods())).result()).isEqualTo(expected);
    }

    @Test
    void pods_that_may_not_be_looked_at_are_named_and_time_counts() {
        Finding finding = check(Some.NOW, pods(canceled(), new Fact.Unavailable<>("the cluster", "forbids to list pods")));
        assertThat(finding.summary()).contains("may live until " + END);
        assertThat(finding.seen()).first().asString().contains("the cluster: forbids to list pods");
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {"shell,-,by the executor shell", "docker,-,by the executor docker",
            "kubernetes,other-runner,in namespace other-runner"})
    void a_job_that_ran_elsewhere_leaves_no_pod_here(String executor, String namespace, String words) {
        JobLog log = new JobLog(Optional.of(executor), Optional.ofNullable(namespace), LogEnd.NO_CLOSING_LINE);
        Finding finding = checkWithPlace(Some.NOW,
                new OwnerEvidence(known(canceled()), Map.of(4L, new Fact.Known<>(log)), Map.of(PLACE, pods())));
        assertThat(finding.result()).isEqualTo(Result.STOP);
        assertThat(finding.seen()).first().asString().contains(words);
    }

    @Test
    void helms_last_words_prove_it_where_the_pods_do_not() {
        OwnerEvidence evidence = new OwnerEvidence(known(canceled()), Map.of(4L, new Fact.Known<>(read(LogEnd.HELM_ENDED))),
                Map.of(PLACE, new Fact.Unavailable<>("the cluster", "forbids to list pods")));
        assertThat(checkWithPlace(Some.NOW, evidence).result()).isEqualTo(Result.PASS);
    }

    @Test
    void where_the_pods_are_known_the_advice_does_not_name_the_key_again() {
        Finding finding = check(Some.NOW, pods(canceled(), new Fact.Unavailable<>("the cluster", "forbids to list pods")));
        assertThat(finding.next()).doesNotContain("ci.runnerPods").contains("SIGTERM");
    }

    // ── by time ──

    @ParameterizedTest
    @CsvSource({
            "true,  60, 3601, STOP",
            "true,  60, 7500, STOP",
            "true,  60, 7501, PASS",
            "false, 60, 3900, STOP",
            "false, 60, 3901, PASS",
            "false, 10,  661, PASS",
            "true,  10, 1321, PASS"})
    void after_the_longest_life_of_such_a_helm_it_is_dead(boolean atomic, long minutes, long age, Result expected) {
        Ci ci = Some.ci();
        Target target = Some
                .target(new Ci(ci.project(), ci.jobs(), ci.sameCluster(), ci.resourceGroups(), Duration.ofMinutes(minutes), atomic));
        Finding finding = OwnerIsDead.check(target, Some.stuck(STUCK), steady(), OwnerEvidence.of(known()), CREATED.plusSeconds(age));
        assertThat(finding.result()).isEqualTo(expected);
    }

    @Test
    void a_helm_whose_longest_life_is_not_known_is_never_dead_by_time() {
        StuckRevision stuck = new StuckRevision(STUCK, Some.stuck().record(), Some.stuck().below(),
                Some.record(Some.STUCK - 1, ReleaseStatus.FAILED), List.of());
        Finding finding = OwnerIsDead.check(Some.target(), stuck, steady(), OwnerEvidence.of(known()), CREATED.plus(Duration.ofDays(9)));
        assertThat(finding.result()).isEqualTo(Result.STOP);
        assertThat(finding.summary()).contains("no time is known after which it must have ended");
        assertThat(finding.next()).contains("ci.helmLifetime");
        CiJob dead = ended("failed", "script_failure");
        assertThat(OwnerIsDead.check(Some.target(), stuck, steady(), OwnerEvidence.of(known(dead)), Some.NOW).result())
                .isEqualTo(Result.PASS);
    }

    @Test
    void a_record_from_the_future_is_not_old() {
        Revision future = Some.madeAt(STUCK, Some.NOW.plus(Duration.ofHours(9)));
        Finding finding = OwnerIsDead.check(Some.target(), Some.stuck(future), new Fact.Known<>(Optional.of(future)),
                OwnerEvidence.of(known()), Some.NOW);
        assertThat(finding.result()).isEqualTo(Result.STOP);
    }

    @Test
    void jobs_that_could_not_be_read_are_unknown_and_it_says_when_time_alone_will_prove_it() {
        Finding finding = check(Some.NOW, OwnerEvidence.of(noGitlab()));
        assertThat(finding.result()).isEqualTo(Result.UNKNOWN);
        assertThat(finding.seen()).contains("GitLab: 503").anyMatch(line -> line.contains("2h"));
        assertThat(finding.next()).contains(END);
    }

    @Test
    void jobs_that_could_not_be_read_do_not_matter_once_the_time_has_passed() {
        Finding finding = check(CREATED.plus(Duration.ofMinutes(125)).plusSeconds(1), OwnerEvidence.of(noGitlab()));
        assertThat(finding.result()).isEqualTo(Result.PASS);
        assertThat(finding.seen()).contains("GitLab: 503");
    }

    // ── the record itself ──

    @Test
    void a_second_look_that_failed_is_unknown() {
        Finding finding = OwnerIsDead.check(Some.target(), Some.stuck(STUCK), new Fact.Unavailable<>("the cluster", "timed out"),
                OwnerEvidence.of(known(ended("failed", "script_failure"))), Some.NOW);
        assertThat(finding.result()).isEqualTo(Result.UNKNOWN);
        assertThat(finding.seen()).containsExactly("the cluster: timed out");
    }

    @Test
    void a_record_that_changes_between_the_looks_is_alive_whatever_the_job_says() {
        Revision changed = new Revision(STUCK.secret(), STUCK.number(), STUCK.uid(), "99999", STUCK.created(), STUCK.statusLabel(),
                STUCK.versionLabel());
        assertAlive(Optional.of(changed), "changed between the two looks: resourceVersion 91234, then 99999");
    }

    @Test
    void a_record_that_was_replaced_between_the_looks_is_alive() {
        Revision replaced = new Revision(STUCK.secret(), STUCK.number(), "uid-other", STUCK.resourceVersion(), STUCK.created(),
                STUCK.statusLabel(), STUCK.versionLabel());
        assertAlive(Optional.of(replaced), "replaced by another object of the same name");
    }

    @Test
    void a_record_that_is_gone_at_the_second_look_is_alive() {
        assertAlive(Optional.empty(), "deleted between the two looks");
    }

    private static void assertAlive(Optional<Revision> later, String words) {
        Finding finding = OwnerIsDead.check(Some.target(), Some.stuck(STUCK), new Fact.Known<>(later),
                OwnerEvidence.of(known(ended("failed", "script_failure"))), CREATED.plus(Duration.ofDays(2)));
        assertThat(finding.result()).isEqualTo(Result.STOP);
        assertThat(finding.seen()).singleElement().asString().contains(words);
    }

    // ── what is looked at ──

    @Test
    void further_evidence_is_sought_of_what_may_have_written_it_and_is_over_and_of_no_more_than_a_few() {
        CiJob running = job("running", Optional.empty());
        CiJob late = ran(CREATED.plusSeconds(45), Optional.of(CREATED.plusSeconds(47)), "canceled");
        CiJob later = ran(CREATED.plusSeconds(145), Optional.of(CREATED.plusSeconds(147)), "canceled");
        CiJob dead = ended("failed", "script_failure");
        assertThat(OwnerIsDead.suspects(Some.target(), STUCK, known(later, late, running, dead))).containsExactly(dead, late);
        assertThat(OwnerIsDead.suspects(Some.target(), STUCK, known(dead, dead, dead, dead, dead, dead))).hasSize(4);
        assertThat(OwnerIsDead.needsPods(dead)).isFalse();
        assertThat(OwnerIsDead.needsPods(late)).isTrue();
    }

    private static Finding check(CiJob... jobs) {
        return check(Some.NOW, OwnerEvidence.of(known(jobs)));
    }

    private static Finding check(Target target, List<Fact<List<CiJob>>> answers) {
        return OwnerIsDead.check(target, Some.stuck(STUCK), steady(), OwnerEvidence.of(answers), Some.NOW);
    }

    private static Finding check(Instant now, OwnerEvidence evidence) {
        return evidence.pods().isEmpty()
                ? OwnerIsDead.check(Some.target(), Some.stuck(STUCK), steady(), evidence, now)
                : checkWithPlace(now, evidence);
    }

    private static Finding checkWithPlace(Instant now, OwnerEvidence evidence) {
        Ci ci = Some.ci();
        Target target = Some.target(new Ci(ci.project(), ci.jobs(), ci.sameCluster(), ci.resourceGroups(), ci.helmTimeout(), ci.atomic(),
                Optional.empty(), Optional.of(PLACE)));
        return OwnerIsDead.check(target, Some.stuck(STUCK), steady(), evidence, now);
    }

    private static OwnerEvidence log(CiJob job, LogEnd end) {
        return new OwnerEvidence(known(job), Map.of(job.id(), new Fact.Known<>(read(end))), Map.of());
    }

    private static OwnerEvidence read(CiJob job, String log) {
        return new OwnerEvidence(known(job), Map.of(job.id(), new Fact.Known<>(JobLog.of(log))), Map.of());
    }

    private static JobLog read(LogEnd end) {
        return new JobLog(Optional.of("kubernetes"), Optional.of(PLACE.namespace()), end);
    }

    private static OwnerEvidence pods(CiJob job, Fact<RunnerPods> pods) {
        return new OwnerEvidence(known(job), Map.of(), Map.of(PLACE, pods));
    }

    private static Fact<RunnerPods> pods(Pod... pods) {
        return new Fact.Known<>(new RunnerPods(List.of(pods), List.of(), List.of()));
    }

    private static Pod ending(Instant by) {
        return new Pod(POD.name(), POD.job(), Optional.of(by));
    }

    private static CiJob moved(String project, CiJob job) {
        return new CiJob(project, job.id(), job.name(), job.status(), job.created(), job.started(), job.finished(), job.failureReason(),
                job.pipeline(), job.user(), job.url());
    }

    private static List<Fact<List<CiJob>>> known(CiJob... jobs) {
        return List.of(new Fact.Known<>(List.of(jobs)));
    }

    private static Fact<Optional<Revision>> steady() {
        return new Fact.Known<>(Optional.of(STUCK));
    }

    private static List<Fact<List<CiJob>>> noGitlab() {
        return List.of(new Fact.Unavailable<>("GitLab", "503"));
    }

    private static CiJob canceled() {
        return job("canceled", Optional.empty());
    }

    private static CiJob ended(String status, String reason) {
        return job(status, Optional.of(reason));
    }

    private static CiJob job(String status, Optional<String> reason) {
        CiJob job = Some.job(4, "gprd-cny:upgrade", status, CREATED);
        return new CiJob(job.project(), job.id(), job.name(), job.status(), job.created(), job.started(), job.finished(), reason,
                job.pipeline(), job.user(), job.url());
    }

    private static CiJob ran(Instant started, Optional<Instant> finished, String status) {
        return new CiJob(Some.PROJECT, 4, "gprd-cny:upgrade", status, Optional.of(started), Optional.of(started), finished,
                Optional.empty(), 1, "u", "https://ops.example.com/jobs/4");
    }
}
