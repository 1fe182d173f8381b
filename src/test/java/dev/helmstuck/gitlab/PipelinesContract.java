package dev.helmstuck.gitlab;

import static dev.helmstuck.gitlab.Asked.NOW;
import static dev.helmstuck.gitlab.Asked.PROJECT;
import static dev.helmstuck.gitlab.Asked.unavailable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import dev.helmstuck.ports.Pipelines;
import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.Deploys;
import dev.helmstuck.runbook.JobLog;
import dev.helmstuck.runbook.LogEnd;
import dev.helmstuck.runbook.Pipeline;
import org.junit.jupiter.api.Test;

/**
 * What {@link GitlabPipelines} makes of a GitLab, the same on answers written down after GitLab's documentation and source as on the
 * simulator that the demo and the flow tests use.
 */
abstract class PipelinesContract {

    abstract URI url();

    abstract String token();

    /** A running deploy of the canary, one of production that waits for it, and one that failed: 101, 102, 100. */
    abstract void givenADeployRunsAndAnotherWaits();

    /** A job 101 in a status that is not in any list of today. */
    abstract void givenAJobInAStatusOfTheFuture();

    /** That many jobs that are created, none in a resource group. */
    abstract void givenThatManyActiveJobs(int count);

    /** The group gprd-cny, held by nobody. */
    abstract void givenAnIdleResourceGroup();

    /** A GitLab of 2023, with a running deploy. */
    abstract void givenAnOldServer();

    /** A GitLab before 18.6, with the group gprd-cny. */
    abstract void givenAServerThatDoesNotTellHolders();

    /** Deploys 1, 2, 3 and 30 hours old, the oldest with the lowest id; the one of two hours failed with script_failure. */
    abstract void givenDeploysOfThePast();

    /**
     * Pipeline 31: a build that succeeded, a manual job that blocks, a deploy that is created, and a trigger job that is created; a test
     * that failed and was retried with success.
     */
    abstract void givenAGatedPipeline();

    /** A job whose log is this; its id. */
    abstract long givenALog(String text);

    final PatientTime time = new PatientTime(NOW);

    final Pipelines pipelines() {
        return Asked.pipelines(url(), token(), time);
    }

    @Test
    void a_pipeline_has_its_status_and_all_its_jobs_but_those_that_were_retried() {
        givenAGatedPipeline();

        Pipeline pipeline = pipelines().pipeline(PROJECT, 31);

        assertThat(pipeline.id()).isEqualTo(31);
        assertThat(pipeline.status()).isEqualTo("manual");
        assertThat(pipeline.url()).endsWith("/" + PROJECT + "/-/pipelines/31");
        assertThat(pipeline.jobs()).extracting(CiJob::name, CiJob::status).containsExactlyInAnyOrder(tuple("build", "success"),
                tuple("approve", "manual"), tuple("gprd-cny:upgrade", "created"), tuple("notify", "created"), tuple("test", "success"));
        assertThat(pipeline.jobs()).extracting(CiJob::project).containsOnly(PROJECT);
    }

    @Test
    void a_pipeline_that_is_not_there_is_unavailable_by_its_number() {
        givenAGatedPipeline();
        assertThat(unavailable(() -> pipelines().pipeline(PROJECT, 32))).contains("it shows no pipeline 32 of " + PROJECT);
    }

    @Test
    void active_jobs_are_those_that_are_not_over_with_who_when_and_where() {
        givenADeployRunsAndAnotherWaits();

        Deploys deploys = pipelines().deploys(Asked.PROJECT, List.of());

        assertThat(deploys.active()).extracting(CiJob::name, CiJob::status, CiJob::user).containsExactlyInAnyOrder(
                tuple("gprd-cny:auto-deploy", "running", "auto-deployer"), tuple("gprd:upgrade", "waiting_for_resource", "skarbek"));
        CiJob running = deploys.active().stream().filter(job -> job.status().equals("running")).findFirst().orElseThrow();
        assertThat(running.started()).contains(NOW.minus(Duration.ofMinutes(12)));
        assertThat(running.finished()).isEmpty();
        assertThat(running.url()).endsWith("/" + PROJECT + "/-/jobs/" + running.id());
        assertThat(deploys.groups()).isEmpty();
    }

    @Test
    void a_status_that_nobody_has_heard_of_counts_as_active() {
        givenAJobInAStatusOfTheFuture();

        assertThat(pipelines().deploys(Asked.PROJECT, List.of()).active()).extracting(CiJob::status).containsExactly("hibernating");
    }

    @Test
    void every_page_of_active_jobs_is_read() {
        givenThatManyActiveJobs(250);

        assertThat(pipelines().deploys(Asked.PROJECT, List.of()).active()).extracting(CiJob::id).doesNotHaveDuplicates().hasSize(250);
    }

    @Test
    void exactly_one_full_page_is_no_reason_to_look_for_another() {
        givenThatManyActiveJobs(100);

        assertThat(pipelines().deploys(Asked.PROJECT, List.of()).active()).hasSize(100);
    }

    @Test
    void a_resource_group_has_a_holder_and_a_queue() {
        givenADeployRunsAndAnotherWaits();

        Deploys.ResourceGroup group = pipelines().deploys(Asked.PROJECT, List.of("gprd-cny")).groups().getFirst();

        assertThat(group.key()).isEqualTo("gprd-cny");
        assertThat(group.holder()).map(CiJob::name).contains("gprd-cny:auto-deploy");
        assertThat(group.queue()).extracting(CiJob::name, CiJob::status).containsExactly(tuple("gprd:upgrade", "waiting_for_resource"));
    }

    @Test
    void an_idle_resource_group_has_neither() {
        givenAnIdleResourceGroup();

        assertThat(pipelines().deploys(Asked.PROJECT, List.of("gprd-cny")).groups())
                .containsExactly(new Deploys.ResourceGroup("gprd-cny", Optional.empty(), List.of()));
    }

    @Test
    void a_resource_group_that_does_not_exist_is_named_as_a_possible_typo() {
        givenAnIdleResourceGroup();

        assertThat(unavailable(() -> pipelines().deploys(Asked.PROJECT, List.of("gprd-cyn")))).contains("no resource group gprd-cyn")
                .contains("typo")
                .contains("ci.resourceGroups");
    }

    @Test
    void a_server_that_cannot_say_who_holds_a_group_is_told_from_a_group_that_is_missing() {
        givenAServerThatDoesNotTellHolders();

        assertThat(unavailable(() -> pipelines().deploys(Asked.PROJECT, List.of("gprd-cny")))).contains("gprd-cny").contains("18.6");
        assertThat(unavailable(() -> pipelines().deploys(Asked.PROJECT, List.of("gprd-cyn")))).contains("typo");
        assertThat(pipelines().deploys(Asked.PROJECT, List.of()).groups()).isEmpty();
    }

    @Test
    void an_old_server_is_asked_without_the_statuses_that_it_does_not_know() {
        givenAnOldServer();

        assertThat(pipelines().deploys(Asked.PROJECT, List.of()).active()).extracting(CiJob::name).containsExactly("gprd-cny:auto-deploy");
    }

    @Test
    void a_wrong_token_is_named_by_its_variable_and_never_shown() {
        givenAnIdleResourceGroup();

        assertThat(unavailable(() -> Asked.pipelines(url(), "glpat-wrong", time).deploys(Asked.PROJECT, List.of()))).startsWith("GitLab: ")
                .contains("GITLAB_TOKEN").contains("read_api").doesNotContain("glpat-wrong");
    }

    @Test
    void an_unknown_project_is_named() {
        givenAnIdleResourceGroup();

        assertThat(unavailable(() -> pipelines().deploys("gitlab-com/typo", List.of()))).contains("no project gitlab-com/typo")
                .contains("ci.project");
    }

    @Test
    void jobs_since_an_instant_come_newest_first_and_without_the_older_ones() {
        givenDeploysOfThePast();

        List<CiJob> jobs = pipelines().jobsSince(Asked.PROJECT, NOW.minus(Duration.ofHours(4)));

        assertThat(jobs).extracting(CiJob::created).containsExactly(hoursAgo(1), hoursAgo(2), hoursAgo(3));
        assertThat(jobs).extracting(CiJob::failureReason).containsExactly(Optional.empty(), Optional.of("script_failure"),
                Optional.empty());
        assertThat(jobs.get(1).finished()).contains(NOW.minus(Duration.ofHours(1)));
    }

    @Test
    void jobs_created_at_that_very_instant_belong_to_it() {
        givenDeploysOfThePast();

        assertThat(pipelines().jobsSince(Asked.PROJECT, NOW.minus(Duration.ofHours(2)))).hasSize(2);
    }

    @Test
    void a_log_is_read_for_what_it_says_of_the_end() {
        long job = givenALog("""
                Preparing the "shell" executor
                Comparing release=gitlab-cny, chart=gitlab/gitlab, namespace=gitlab-cny
                Upgrading release=gitlab-cny, chart=gitlab/gitlab, namespace=gitlab-cny
                \033[31mError: UPGRADE FAILED: Put "https://deployer:hunter2@10.0.0.1:6443/api/v1/x?token=hunter2": context canceled\033[0m
                ERROR: Job failed: canceled
                """);

        JobLog log = pipelines().log(PROJECT, job);
        assertThat(log.executor()).contains("shell");
        assertThat(log.namespace()).isEmpty();
        assertThat(log.end()).isEqualTo(LogEnd.HELM_ENDED);
        assertThat(log.error()).contains("Error: UPGRADE FAILED: Put \"https://10.0.0.1:6443…\": context canceled");
        assertThat(log.releases().named()).extracting(Object::toString).containsExactly("gitlab-cny in namespace gitlab-cny");
        assertThat(log.releases().whole()).isTrue();
        assertThat(log.toString()).doesNotContain("hunter2");
    }

    @Test
    void a_log_of_nobody_is_named() {
        long job = givenALog("");

        assertThat(pipelines().log(PROJECT, job).end()).isEqualTo(LogEnd.EMPTY);
        assertThat(unavailable(() -> pipelines().log(PROJECT, job + 1))).contains("no log of job " + (job + 1)).contains("GITLAB_TOKEN");
    }

    private static Optional<Instant> hoursAgo(int hours) {
        return Optional.of(NOW.minus(Duration.ofHours(hours)));
    }
}
