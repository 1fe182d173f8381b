package dev.helmstuck.runbook.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.release.Revision;
import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.Fact;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.JobLog;
import dev.helmstuck.runbook.Link;
import dev.helmstuck.runbook.OwnerEvidence;
import dev.helmstuck.runbook.Result;
import dev.helmstuck.testing.Some;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of the jobs that ran while the release was locked. Job 4 wrote the record. */
class LaterJobsTest {
    private static final Instant CREATED = Some.NOW.minus(Duration.ofMinutes(30));
    private static final Revision STUCK = Some.madeAt(Some.revision(Some.STUCK, ReleaseStatus.PENDING_UPGRADE), CREATED);
    private static final CiJob CULPRIT = job(4, "failed", -60);
    private static final String LOCKED = "Error: UPGRADE FAILED: another operation (install/upgrade/rollback) is in progress\n";
    private static final String OWN = "Error: UPGRADE FAILED: context deadline exceeded\nERROR: Job failed: exit code 1\n";
    private static final String COMPARED = "Comparing release=gitlab-cny, chart=gitlab/gitlab, namespace=gitlab-cny\nJob succeeded\n";

    private final Map<Long, Fact<JobLog>> logs = new HashMap<>(Map.of(4L, new Fact.Known<>(JobLog.of(OWN))));

    @Test
    void a_job_that_is_green_while_the_release_is_locked_is_a_remark() {
        logs.put(9L, new Fact.Known<>(JobLog.of(COMPARED)));
        Finding finding = check(CULPRIT, job(9, "success", 600));
        assertThat(finding.result()).isEqualTo(Result.WARN);
        assertThat(finding.summary())
                .isEqualTo("The Helm that wrote the stuck revision has ended with its job. But a job that is green deployed nothing.");
        assertThat(finding.seen()).first().isEqualTo("gprd-cny:upgrade #9 is green, but deployed nothing of this release: it began when "
                + "revision 1234 was pending already, and Helm begins no upgrade then; its log shows that helmfile compared the release, saw "
                + "no difference and did nothing");
        assertThat(finding.next()).startsWith("Do not take gprd-cny:upgrade #9 for a deploy");
        assertThat(finding.links()).contains(new Link("gprd-cny:upgrade #9", "https://ops.example.com/jobs/9"));
        assertThat(finding.cause()).contains("gprd-cny:upgrade #4 ended with: Error: UPGRADE FAILED: context deadline exceeded");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "Error: UPGRADE FAILED: another operation (install/upgrade/rollback) is in progress;Job succeeded | and that the script went on",
            "Upgrading release=gitlab-extras, chart=./extras;Job succeeded | its log names other releases only (gitlab-extras)",
            "bin/deploy;Job succeeded | its log does not show why"})
    void the_log_says_why(String log, String why) {
        logs.put(9L, new Fact.Known<>(JobLog.of(log.replace(';', '\n'))));
        assertThat(check(CULPRIT, job(9, "success", 600)).seen()).first().asString().contains("deployed nothing").endsWith(why);
    }

    @Test
    void that_it_deployed_nothing_needs_no_log_and_a_log_that_is_not_read_is_named() {
        assertThat(check(CULPRIT, job(9, "success", 600)).seen()).first().asString().endsWith("and Helm begins no upgrade then");
        logs.put(9L, new Fact.Unavailable<>("GitLab", "it redirects the log of job 9 to another place"));
        assertThat(check(CULPRIT, job(9, "success", 600)).seen()).first().asString()
                .endsWith("; GitLab: it redirects the log of job 9 to another place");
    }

    @ParameterizedTest
    @ValueSource(longs = {-60, 0, 30, 60})
    void a_green_job_that_may_have_written_the_record_itself_is_no_such_job(long after) {
        assertThat(check(CULPRIT, job(9, "success", after)).result()).isEqualTo(Result.PASS);
    }

    @Test
    void a_green_job_of_another_release_says_nothing() {
        CiJob other = Some.job(9, "gprd:upgrade", "success", CREATED.plusSeconds(900));
        assertThat(check(CULPRIT, other).result()).isEqualTo(Result.PASS);
    }

    @Test
    void a_green_job_makes_a_stop_no_better() {
        logs.clear();
        Finding finding = check(job(4, "canceled", -60), job(9, "success", 600));
        assertThat(finding.result()).isEqualTo(Result.STOP);
        assertThat(finding.summary()).contains("may live until").doesNotContain("green");
        assertThat(finding.seen()).first().asString().contains("#9 is green, but deployed nothing");
    }

    @Test
    void of_several_the_newest_is_named_and_the_others_are_counted() {
        Finding finding = check(CULPRIT, job(7, "success", 300), job(8, "failed", 400), job(9, "success", 600), job(10, "canceled", 700),
                job(11, "failed", 800));
        assertThat(finding.seen()).first().asString().startsWith("gprd-cny:upgrade #9 is green")
                .endsWith("; 1 job before it is green too (log not read)");
        assertThat(finding.seen()).last().isEqualTo(
                "gprd-cny:upgrade #11 began later and is failed (script_failure); 2 jobs before it are failed or canceled too (log not read)");
    }

    @Test
    void a_follower_is_told_from_the_culprit() {
        logs.put(8L, new Fact.Known<>(JobLog.of(LOCKED + "ERROR: Job failed: exit code 1\n")));
        Finding finding = check(CULPRIT, job(8, "failed", 400));
        assertThat(finding.result()).isEqualTo(Result.PASS);
        assertThat(finding.seen()).last()
                .isEqualTo(
                        "gprd-cny:upgrade #8 began later and is failed (script_failure): it met this lock, so its error is not the cause");
        assertThat(finding.cause()).hasValueSatisfying(cause -> assertThat(cause).startsWith("gprd-cny:upgrade #4 ended with: "));
    }

    @Test
    void one_that_failed_later_of_another_error_is_quoted_and_is_no_cause_either() {
        logs.put(8L, new Fact.Known<>(JobLog.of("ERROR: Job failed (system failure): pods \"runner-x\" not found\n")));
        Finding finding = check(CULPRIT, job(8, "failed", 400));
        assertThat(finding.seen()).last().asString().endsWith(
                "is failed (script_failure): not by the lock, it ended with: ERROR: Job failed (system failure): pods \"runner-x\" not found");
        assertThat(finding.cause()).hasValueSatisfying(cause -> assertThat(cause).contains("#4"));
    }

    @Test
    void two_logs_more_are_read_at_most() {
        CiJob[] jobs = {job(7, "success", 300), job(8, "failed", 400), job(9, "success", 600), job(10, "running", 650),
                job(11, "failed", 800)};
        assertThat(LaterJobs.toRead(Some.target(), STUCK, known(jobs))).extracting(CiJob::id).containsExactly(9L, 11L);
        assertThat(LaterJobs.toRead(Some.target(), STUCK, known(CULPRIT))).isEmpty();
    }

    private Finding check(CiJob... jobs) {
        return OwnerIsDead.check(Some.target(), Some.stuck(STUCK), new Fact.Known<>(Optional.of(STUCK)),
                new OwnerEvidence(known(jobs), logs, Map.of()), Some.NOW);
    }

    private static List<Fact<List<CiJob>>> known(CiJob... jobs) {
        return List.of(new Fact.Known<>(List.of(jobs)));
    }

    /** It began so many seconds after the record was made, and took two minutes. */
    private static CiJob job(long id, String status, long after) {
        Instant began = CREATED.plusSeconds(after);
        return new CiJob(Some.PROJECT, id, "gprd-cny:upgrade", status, Optional.of(began), Optional.of(began),
                status.equals("running") ? Optional.empty() : Optional.of(began.plusSeconds(120)),
                status.equals("failed") ? Optional.of("script_failure") : Optional.empty(), 1, "u", "https://ops.example.com/jobs/" + id);
    }
}
