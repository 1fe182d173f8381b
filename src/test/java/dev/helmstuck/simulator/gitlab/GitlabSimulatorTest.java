package dev.helmstuck.simulator.gitlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.helmstuck.simulator.gitlab.GitlabFaults.GitlabFault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class GitlabSimulatorTest {

    private static final Instant THEN = Instant.parse("2026-03-02T11:00:00Z");
    private static final String JOBS = "/api/v4/projects/group%2Fproj/jobs";

    private final HttpClient http = HttpClient.newHttpClient();
    private final GitlabSimulator gitlab = GitlabSimulator.start();
    private final SimulatedProject project = gitlab.project("group/proj");

    @AfterEach
    void stop() {
        gitlab.close();
        http.close();
    }

    @Test
    void a_page_has_twenty_jobs_unless_more_are_asked_for_and_never_more_than_a_hundred() throws Exception {
        project.jobs(130, "gprd:upgrade", "created");

        assertThat(json(get(JOBS))).hasSize(20);
        HttpResponse<String> hundred = get(JOBS + "?per_page=500");
        assertThat(json(hundred)).hasSize(100);
        assertThat(hundred.headers().firstValue("X-Next-Page")).contains("2");
        assertThat(hundred.headers().firstValue("X-Per-Page")).contains("100");
        assertThat(hundred.headers().firstValue("X-Total")).isEmpty();
        assertThat(hundred.headers().firstValue("Link").orElseThrow())
                .contains(gitlab.url() + JOBS + "?per_page=500&page=2>; rel=\"next\"");
        HttpResponse<String> last = get(JOBS + "?per_page=100&page=2");
        assertThat(json(last)).hasSize(30);
        assertThat(last.headers().firstValue("X-Next-Page")).contains("");
        assertThat(last.headers().firstValue("Link").orElseThrow()).doesNotContain("next");
    }

    @Test
    void a_scope_selects_and_an_unknown_one_is_refused() throws Exception {
        project.jobs(2, "gprd:upgrade", "running").jobs(3, "gprd:upgrade", "success");

        assertThat(json(get(JOBS + "?scope%5B%5D=running&scope%5B%5D=pending"))).hasSize(2);
        assertThat(get(JOBS + "?scope%5B%5D=hibernating").statusCode()).isEqualTo(400);
    }

    @Test
    void without_its_token_it_says_nothing() throws Exception {
        assertThat(send("GET", JOBS, "wrong").statusCode()).isEqualTo(401);
        assertThat(get("/api/v4/projects/group%2Ftypo/jobs").body()).contains("404 Project Not Found");
    }

    @Test
    void a_failed_job_can_be_retried_once_with_the_api_scope() throws Exception {
        SimulatedJob job = project.job("gprd-cny:auto-deploy").resourceGroup("gprd-cny").by("skarbek").startedAt(THEN)
                .failedAt(THEN.plusSeconds(60), "script_failure");
        String retry = JOBS + "/" + job.id() + "/retry";

        assertThat(send("POST", retry, gitlab.token()).body()).contains("insufficient_scope");
        HttpResponse<String> again = send("POST", retry, gitlab.rerunToken());
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(json(again).path("id").asLong()).isGreaterThan(job.id());
        assertThat(json(again).path("status").textValue()).isEqualTo("pending");
        assertThat(project.newest("gprd-cny:auto-deploy").orElseThrow().id()).isEqualTo(json(again).path("id").asLong());
        assertThat(send("POST", retry, gitlab.rerunToken()).statusCode()).isEqualTo(403);
        assertThat(json(get("/api/v4/projects/group%2Fproj/resource_groups/gprd-cny/current_job")).path("id"))
                .isEqualTo(json(again).path("id"));
    }

    @Test
    void a_job_that_runs_is_not_retryable() throws Exception {
        SimulatedJob job = project.job("gprd-cny:auto-deploy").startedAt(THEN);

        HttpResponse<String> answer = send("POST", JOBS + "/" + job.id() + "/retry", gitlab.rerunToken());

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("Job is not retryable");
    }

    @Test
    void a_job_has_a_log_and_a_page() throws Exception {
        SimulatedJob job = project.job("gprd-cny:auto-deploy").log("Error: UPGRADE FAILED: another operation is in progress");

        assertThat(get(JOBS + "/" + job.id() + "/trace").body()).endsWith("Error: UPGRADE FAILED: another operation is in progress");
        assertThat(get(URI.create(job.url()).getPath()).body()).contains("UPGRADE FAILED").contains("gprd-cny:auto-deploy");
        assertThat(json(get(JOBS + "/" + job.id())).path("web_url").textValue()).isEqualTo(job.url());
    }

    /** {@code lib/api/ci/jobs.rb} hands out the whole trace as one body. */
    @Test
    void a_log_comes_whole_whatever_range_is_asked_for() throws Exception {
        SimulatedJob job = project.job("gprd-cny:auto-deploy").onlyLog("first\nlast\n");

        HttpResponse<String> answer = http.send(HttpRequest.newBuilder(URI.create(gitlab.url() + JOBS + "/" + job.id() + "/trace"))
                .header("PRIVATE-TOKEN", gitlab.token()).header("Range", "bytes=-5").build(), HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("first\nlast\n");
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
    }

    @Test
    void only_a_failed_job_has_a_reason() throws Exception {
        project.job("a").startedAt(THEN).failedAt(THEN, "runner_system_failure");
        project.job("b").startedAt(THEN).succeededAt(THEN.plus(Duration.ofMinutes(1)));

        JsonNode jobs = json(get(JOBS));

        assertThat(jobs.get(1).path("failure_reason").textValue()).isEqualTo("runner_system_failure");
        assertThat(jobs.get(0).has("failure_reason")).isFalse();
    }

    @Test
    void a_queue_in_order_of_age_also_shows_what_is_only_created() throws Exception {
        project.job("first").resourceGroup("gprd-cny");
        project.job("second").resourceGroup("gprd-cny").status("waiting_for_resource");
        String queue = "/api/v4/projects/group%2Fproj/resource_groups/gprd-cny/upcoming_jobs";

        assertThat(json(get(queue)).findValuesAsText("stage")).hasSize(1);
        project.resourceGroup("gprd-cny").oldestFirst();
        assertThat(json(get(queue)).get(0).path("name").textValue()).isEqualTo("first");
    }

    @Test
    void faults_come_in_order_and_then_all_is_well() throws Exception {
        project.job("a");
        gitlab.faults().status(502).rateLimited(7).once(new GitlabFault.HtmlAnswer()).once(new GitlabFault.BrokenOff())
                .once(new GitlabFault.NoPaging())
                .once(new GitlabFault.Redirect("https://elsewhere.example/"));

        assertThat(get(JOBS).statusCode()).isEqualTo(502);
        assertThat(get(JOBS).headers().firstValue("Retry-After")).contains("7");
        assertThat(get(JOBS).body()).startsWith("<!DOCTYPE html>");
        assertThatThrownBy(() -> json(get(JOBS))).isInstanceOf(IOException.class);
        assertThat(get(JOBS).headers().firstValue("X-Next-Page")).isEmpty();
        assertThat(get(JOBS).statusCode()).isEqualTo(302);
        assertThat(json(get(JOBS))).hasSize(1);
    }

    @Test
    void a_fault_can_last_until_it_is_cleared() throws Exception {
        gitlab.faults().always(new GitlabFault.Hangup());
        assertThatThrownBy(() -> get(JOBS)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> get(JOBS)).isInstanceOf(IOException.class);

        gitlab.faults().always(new GitlabFault.Endless());
        assertThat(get(JOBS + "?page=3").headers().firstValue("X-Next-Page")).contains("4");

        gitlab.faults().clear();
        assertThat(json(get(JOBS))).isEmpty();
        assertThat(gitlab.requests()).contains("GET " + JOBS + "?page=3");
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send("GET", path, gitlab.token());
    }

    private HttpResponse<String> send(String method, String path, String token) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create(gitlab.url() + path)).method(method, HttpRequest.BodyPublishers.noBody())
                .header("PRIVATE-TOKEN", token).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        return new ObjectMapper().readTree(response.body());
    }
}
