package dev.helmstuck.runbook.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.release.Revision;
import dev.helmstuck.runbook.Ci;
import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.Fact;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.Link;
import dev.helmstuck.runbook.Result;
import dev.helmstuck.runbook.Target;
import dev.helmstuck.testing.Some;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OwnerIsDeadTest {
    /** Young enough that time proves nothing. */
    private static final Instant CREATED = Some.NOW.minus(Duration.ofMinutes(30));
    private static final Revision STUCK = Some.madeAt(Some.revision(Some.STUCK, ReleaseStatus.PENDING_UPGRADE), CREATED);

    @Test
    void a_second_look_that_failed_is_unknown() {
        Finding finding = OwnerIsDead.check(Some.target(), STUCK, new Fact.Unavailable<>("the cluster", "timed out"),
                List.of(new Fact.Known<>(List.of(ended("failed", "script_failure")))), Some.NOW);
        assertThat(finding.result()).isEqualTo(Result.UNKNOWN);
        assertThat(finding.seen()).containsExactly("the cluster: timed out");
    }

    @Test
    void jobs_that_could_not_be_read_are_unknown_and_it_says_when_time_alone_will_prove_it() {
        Finding finding = OwnerIsDead.check(Some.target(), STUCK, steady(), List.of(noGitlab()), Some.NOW);
        assertThat(finding.result()).isEqualTo(Result.UNKNOWN);
        assertThat(finding.seen()).contains("GitLab: 503").anyMatch(line -> line.contains("2h"));
        assertThat(finding.next()).contains("2026-11-21 13:30:00 UTC");
    }

    @Test
    void jobs_that_could_not_be_read_do_not_matter_once_the_time_has_passed() {
        Instant late = CREATED.plus(Duration.ofHours(2)).plusSeconds(1);
        Finding finding = OwnerIsDead.check(Some.target(), STUCK, steady(), List.of(noGitlab()), late);
        assertThat(finding.result()).isEqualTo(Result.PASS);
        assertThat(finding.seen()).contains("GitLab: 503");
    }

    @Test
    void one_project_that_does_not_answer_is_unknown_and_the_jobs_of_the_other_are_shown() {
        Ci infra = new Ci("infra/releases", Pattern.compile("^deploy$"), Optional.empty(), List.of(), Duration.ofHours(1), true);
        List<Fact<List<CiJob>>> answers = List.of(new Fact.Known<>(List.of(ended("failed", "script_failure"))),
                new Fact.Unavailable<>("GitLab, infra/releases", "503"));

        Finding finding = OwnerIsDead.check(Some.target(Some.ci(), infra), STUCK, steady(), answers, Some.NOW);

        assertThat(finding.result()).as("the writer may be a job of the silent project").isEqualTo(Result.UNKNOWN);
        assertThat(finding.seen()).contains("GitLab, infra/releases: 503").anyMatch(line -> line.startsWith("gprd-cny:upgrade #"));
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
            "success,              -,                          PASS",
            "canceled,             -,                          PASS",
            "failed,               script_failure,             PASS",
            "failed,               runner_system_failure,      STOP",
            "failed,               stuck_or_timeout_failure,   STOP",
            "failed,               job_execution_timeout,      STOP",
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
    void the_way_the_job_ended_tells_whether_its_process_is_gone(String status, String reason, Result expected) {
        assertThat(check(job(status, Optional.ofNullable(reason))).result()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"runner_system_failure", "stuck_or_timeout_failure", "some_reason_of_2031"})
    void an_end_that_proves_nothing_says_until_when_it_may_live(String reason) {
        Finding finding = check(ended("failed", reason));
        assertThat(finding.summary())
                .isEqualTo("The job's end does not prove that its process is gone: it may live until 2026-11-21 13:30:00 UTC.");
        assertThat(finding.next()).contains("after 2026-11-21 13:30:00 UTC (in 1h 30m)");
        assertThat(finding.seen()).first().asString()
                .startsWith("gprd-cny:upgrade #4 is failed (" + reason + "), started 2026-11-21 11:20:00 UTC");
        assertThat(finding.links()).containsExactly(new Link("gprd-cny:upgrade #4", "https://ops.example.com/jobs/4"));
    }

    @Test
    void a_job_that_still_runs_stops_with_its_link() {
        Finding finding = check(job("running", Optional.empty()));
        assertThat(finding.summary()).isEqualTo("The job that wrote the stuck revision has not ended.");
        assertThat(finding.links()).hasSize(1);
    }

    @Test
    void a_job_that_still_runs_stops_even_after_the_time() {
        Instant late = CREATED.plus(Duration.ofHours(5));
        assertThat(check(late, activeSince(CREATED.minusSeconds(300))).result()).isEqualTo(Result.STOP);
    }

    @Test
    void without_an_owner_the_time_counts() {
        Finding finding = check();
        assertThat(finding.result()).isEqualTo(Result.STOP);
        assertThat(finding.summary()).startsWith("No CI job is known to have written it: it may live until");
        assertThat(finding.seen()).first().asString().contains("^gprd-cny:(upgrade|auto-deploy)$").contains("1234");
    }

    @Test
    void a_job_with_another_name_is_no_owner() {
        CiJob other = Some.job(4, "gprd:upgrade", "success", CREATED);
        assertThat(check(other).summary()).startsWith("No CI job is known");
    }

    @ParameterizedTest
    @CsvSource({
            "    0,  600, true,  began in the very second",
            "  -59,  600, true,  began a minute later by GitLab's clock",
            "  -60,  600, true,  exactly at the limit of the skew",
            "  -61,  600, false, began after it",
            "  600,    0, true,  ended in the very second",
            "  600,  -59, true,  ended a minute earlier by GitLab's clock",
            "  600,  -60, true,  exactly at the limit of the skew",
            "  600,  -61, false, ended before it",
            " 7200, 7200, true,  long before and long after"})
    void the_owner_ran_when_the_record_was_made_give_or_take_a_minute(long before, long after, boolean owner, String why) {
        CiJob job = ran(CREATED.minusSeconds(before), CREATED.plusSeconds(after), "success");
        assertThat(check(job).result()).as(why).isEqualTo(owner ? Result.PASS : Result.STOP);
    }

    @Test
    void a_job_that_never_started_is_no_owner() {
        CiJob job = new CiJob(Some.PROJECT, 4, "gprd-cny:upgrade", "success", Optional.of(CREATED), Optional.empty(), Optional.of(CREATED),
                Optional.empty(), 1, "u", "l");
        assertThat(check(job).summary()).startsWith("No CI job is known");
    }

    @Test
    void every_one_of_several_owners_must_be_dead() {
        CiJob dead = ended("failed", "script_failure");
        assertThat(check(dead, job("success", Optional.empty())).result()).isEqualTo(Result.PASS);
        assertThat(check(dead, job("running", Optional.empty())).summary()).contains("has not ended");
        assertThat(check(dead, ended("failed", "runner_system_failure")).summary()).contains("may live until");
    }

    @ParameterizedTest
    @CsvSource({
            "true,  60, 3601, STOP",
            "true,  60, 7199, STOP",
            "true,  60, 7200, STOP",
            "true,  60, 7201, PASS",
            "false, 60, 3599, STOP",
            "false, 60, 3600, STOP",
            "false, 60, 3601, PASS",
            "false, 10,  601, PASS",
            "true,  10, 1201, PASS"})
    void the_time_is_the_limit_of_helm_and_twice_that_with_atomic(boolean atomic, long minutes, long age,
            Result expected) {
        Ci ci = Some.ci();
        Target target = Some
                .target(new Ci(ci.project(), ci.jobs(), ci.sameCluster(), ci.resourceGroups(), Duration.ofMinutes(minutes), atomic));
        Finding finding = OwnerIsDead.check(target, STUCK, steady(), List.of(new Fact.Known<>(List.of())), CREATED.plusSeconds(age));
        assertThat(finding.result()).isEqualTo(expected);
        assertThat(finding.seen()).anyMatch(line -> line.contains(atomic ? "twice helmTimeout" : "(helmTimeout)"));
    }

    @Test
    void a_record_from_the_future_is_not_old() {
        Revision future = Some.madeAt(STUCK, Some.NOW.plus(Duration.ofHours(9)));
        Finding finding = OwnerIsDead.check(Some.target(), future, new Fact.Known<>(Optional.of(future)),
                List.of(new Fact.Known<>(List.of())),
                Some.NOW);
        assertThat(finding.result()).isEqualTo(Result.STOP);
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
        Instant late = CREATED.plus(Duration.ofDays(2));
        Finding finding = OwnerIsDead.check(Some.target(), STUCK, new Fact.Known<>(later),
                List.of(new Fact.Known<>(List.of(ended("failed", "script_failure")))), late);
        assertThat(finding.result()).isEqualTo(Result.STOP);
        assertThat(finding.seen()).singleElement().asString().contains(words);
    }

    private static Finding check(CiJob... jobs) {
        return check(Some.NOW, jobs);
    }

    private static Finding check(Instant now, CiJob... jobs) {
        return OwnerIsDead.check(Some.target(), STUCK, steady(), List.of(new Fact.Known<>(List.of(jobs))), now);
    }

    private static Fact<Optional<Revision>> steady() {
        return new Fact.Known<>(Optional.of(STUCK));
    }

    private static Fact<List<CiJob>> noGitlab() {
        return new Fact.Unavailable<>("GitLab", "503");
    }

    private static CiJob ended(String status, String reason) {
        return job(status, Optional.of(reason));
    }

    private static CiJob job(String status, Optional<String> reason) {
        CiJob job = Some.job(4, "gprd-cny:upgrade", status, CREATED);
        return new CiJob(Some.PROJECT, job.id(), job.name(), job.status(), job.created(), job.started(), job.finished(), reason,
                job.pipeline(),
                job.user(),
                job.url());
    }

    private static CiJob ran(Instant started, Instant finished, String status) {
        return new CiJob(Some.PROJECT, 4, "gprd-cny:upgrade", status, Optional.of(started), Optional.of(started), Optional.of(finished),
                Optional.empty(),
                1,
                "u", "l");
    }

    private static CiJob activeSince(Instant started) {
        return new CiJob(Some.PROJECT, 4, "gprd-cny:upgrade", "running", Optional.of(started), Optional.of(started), Optional.empty(),
                Optional.empty(),
                1,
                "u", "l");
    }
}
