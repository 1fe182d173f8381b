package dev.helmstuck.runbook.checks;

import static dev.helmstuck.runbook.checks.NoDeployInFlightTest.notBegun;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.Deploys;
import dev.helmstuck.runbook.Fact;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.Pipeline;
import dev.helmstuck.runbook.Result;
import dev.helmstuck.testing.Some;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A deploy job that is only {@code created}, three weeks old. */
class NeverBegunTest {
    private static final CiJob DEPLOY = notBegun(5, "gprd-cny:upgrade", "created");
    private static final CiJob BUILD = Some.job(3, "build", "success", Some.NOW);

    @Test
    void behind_a_manual_gate_it_is_a_remark_with_its_pipeline_and_the_gate() {
        Finding finding = check(pipeline("manual", BUILD, gate("approve"), DEPLOY));

        assertThat(finding.result()).isEqualTo(Result.WARN);
        assertThat(finding.summary())
                .isEqualTo("1 active job can write this release, but never began and does not begin without a person.");
        assertThat(finding.seen()).first().isEqualTo("writes this release: gprd-cny:upgrade #5, created since 21d, by deployer; "
                + "its pipeline #78 waits for a person at approve #4 (manual)");
        assertThat(finding.next()).isEqualTo("Let nobody start it before this is over.");
        assertThat(finding.links()).extracting(link -> link.label()).contains("gprd-cny:upgrade #5");
    }

    @Test
    void one_of_the_same_cluster_behind_a_gate_is_a_remark_too() {
        CiJob other = notBegun(5, "gprd:upgrade", "created");
        Finding finding = check(List.of(other), Map.of(78L, new Fact.Known<>(pipeline("manual", gate("approve"), other))));
        assertThat(finding.result()).isEqualTo(Result.WARN);
        assertThat(finding.seen()).first().asString().startsWith("writes the same cluster: gprd:upgrade #5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"success", "failed", "canceled", "skipped"})
    void left_behind_in_a_pipeline_that_is_over_it_is_a_remark(String status) {
        Finding finding = check(pipeline(status, BUILD, DEPLOY));

        assertThat(finding.result()).isEqualTo(Result.WARN);
        assertThat(finding.seen()).first().asString()
                .endsWith("its pipeline #78 is over (" + status + "), and GitLab left it behind");
    }

    @ParameterizedTest
    @ValueSource(strings = {"running", "pending", "preparing", "waiting_for_resource", "waiting_for_callback", "scheduled", "canceling",
            "some_status_of_2031"})
    void while_another_job_of_its_pipeline_is_active_it_stops_and_names_that_job(String active) {
        CiJob other = Some.activeJob(4, "build", active);
        for (String status : List.of("running", "manual", "canceled")) {
            Finding finding = check(pipeline(status, gate("approve"), other, DEPLOY));

            assertThat(finding.result()).isEqualTo(Result.STOP);
            assertThat(finding.seen()).first().asString().endsWith("it begins by itself after build #4 (" + active + ")");
            assertThat(finding.next()).startsWith("It has not begun, so no Helm of it lives yet.");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"running", "created", "pending", "scheduled", "preparing", "some_status_of_2031", ""})
    void in_a_pipeline_that_is_none_of_these_it_stops_and_says_that_gitlab_may_have_forgotten_it(String status) {
        Finding finding = check(pipeline(status, BUILD, gate("optional"), DEPLOY));

        assertThat(finding.result()).isEqualTo(Result.STOP);
        assertThat(finding.seen()).first().asString().contains("its pipeline #78 is " + status + " without any job at work",
                "or has forgotten it");
        assertThat(finding.next()).contains("or cancel it in GitLab before it begins");
    }

    @Test
    void a_pipeline_that_says_manual_and_shows_no_manual_job_stops() {
        assertThat(check(pipeline("manual", BUILD, DEPLOY)).result()).isEqualTo(Result.STOP);
    }

    @ParameterizedTest
    @CsvSource({"pending,   by now it is pending", "running, by now it is running", "canceled, by now it is canceled"})
    void what_it_became_meanwhile_stops(String status, String words) {
        Finding finding = check(pipeline("manual", gate("approve"), notBegun(5, "gprd-cny:upgrade", status)));

        assertThat(finding.result()).isEqualTo(Result.STOP);
        assertThat(finding.seen()).first().asString().endsWith(words);
    }

    @Test
    void a_pipeline_that_does_not_list_it_stops() {
        assertThat(check(pipeline("manual", gate("approve"))).seen()).first().asString().contains("does not list it");
        assertThat(check(pipeline("manual", gate("approve"))).result()).isEqualTo(Result.STOP);
    }

    @Test
    void a_pipeline_that_could_not_be_read_stops_and_says_why() {
        Finding finding = check(List.of(DEPLOY), Map.of(78L, new Fact.Unavailable<>("GitLab", "503")));

        assertThat(finding.result()).isEqualTo(Result.STOP);
        assertThat(finding.seen()).first().asString().contains("its pipeline #78 could not be read (GitLab: 503)");
    }

    @Test
    void of_a_few_pipelines_at_most_the_reason_is_asked_and_the_others_stop() {
        List<CiJob> jobs = LongStream.rangeClosed(1, 9).mapToObj(NeverBegunTest::inItsOwnPipeline).toList();
        List<Fact<Deploys>> answers = List.of(new Fact.Known<>(new Deploys(Some.PROJECT, jobs, List.of())));

        assertThat(NoDeployInFlight.undecided(Some.target(), answers)).hasSize(5);
        Finding finding = check(jobs, Map.of());
        assertThat(finding.result()).isEqualTo(Result.STOP);
        assertThat(finding.seen()).first().asString().contains("its pipeline #101 was not looked at, for there are too many");
    }

    @Test
    void only_created_jobs_that_match_a_pattern_are_asked_about_and_each_pipeline_once() {
        List<CiJob> jobs = List.of(DEPLOY, notBegun(6, "gprd:upgrade", "created"), notBegun(7, "gprd-cny:auto-deploy", "pending"),
                inItsOwnPipeline(8, "review"), Some.activeJob(9, "gprd-cny:upgrade", "running"));

        assertThat(NoDeployInFlight.undecided(Some.target(),
                List.of(new Fact.Known<>(new Deploys(Some.PROJECT, jobs, List.of()))))).containsExactly(DEPLOY);
    }

    @ParameterizedTest
    @CsvSource({"pending, it waits for a runner", "waiting_for_resource, it waits for its resource group",
            "preparing, GitLab prepares it", "scheduled, it is delayed; its page says when it begins by itself",
            "waiting_for_callback, it waits for another system"})
    void a_job_in_another_status_before_the_beginning_stops_with_its_own_reason(String status, String why) {
        Finding finding = check(List.of(notBegun(5, "gprd-cny:upgrade", status)), Map.of());

        assertThat(finding.result()).isEqualTo(Result.STOP);
        assertThat(finding.seen()).first().asString().contains(why);
    }

    @Test
    void one_that_waits_does_not_hide_one_that_stops() {
        CiJob running = Some.activeJob(9, "gprd-cny:auto-deploy", "running");
        Finding finding = check(List.of(DEPLOY, running),
                Map.of(78L, new Fact.Known<>(pipeline("manual", gate("approve"), DEPLOY))));

        assertThat(finding.result()).isEqualTo(Result.STOP);
        assertThat(finding.summary()).isEqualTo("1 active job can write this release.");
        assertThat(finding.seen().get(0)).contains("gprd-cny:auto-deploy #9, running");
        assertThat(finding.seen().get(1)).contains("waits for a person at approve");
    }

    @Test
    void one_that_waits_does_not_hide_a_project_that_does_not_answer() {
        Finding finding = NoDeployInFlight.check(Some.target(),
                List.of(new Fact.Known<>(new Deploys(Some.PROJECT, List.of(DEPLOY), List.of())),
                        new Fact.Unavailable<>("GitLab, infra/releases", "503")),
                Map.of(78L, new Fact.Known<>(pipeline("manual", gate("approve"), DEPLOY))), Some.NOW);
        assertThat(finding.result()).isEqualTo(Result.UNKNOWN);
        assertThat(finding.seen()).anyMatch(line -> line.contains("waits for a person"));
    }

    private static CiJob gate(String name) {
        return notBegun(4, name, "manual");
    }

    private static CiJob inItsOwnPipeline(long id) {
        return inItsOwnPipeline(id, "gprd-cny:upgrade");
    }

    private static CiJob inItsOwnPipeline(long id, String name) {
        CiJob job = notBegun(id, name, "created");
        return new CiJob(job.project(), id, name, "created", job.created(), job.started(), job.finished(), job.failureReason(), 100 + id,
                job.user(), job.url());
    }

    private static Pipeline pipeline(String status, CiJob... jobs) {
        return new Pipeline(78, status, Arrays.asList(jobs), "https://ops.example.com/pipelines/78");
    }

    private static Finding check(Pipeline pipeline) {
        return check(List.of(DEPLOY), Map.of(78L, new Fact.Known<>(pipeline)));
    }

    private static Finding check(List<CiJob> jobs, Map<Long, Fact<Pipeline>> pipelines) {
        return NoDeployInFlight.check(Some.target(), List.of(new Fact.Known<>(new Deploys(Some.PROJECT, jobs, List.of()))), pipelines,
                Some.NOW);
    }
}
