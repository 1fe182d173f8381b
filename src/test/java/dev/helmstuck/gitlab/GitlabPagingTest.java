package dev.helmstuck.gitlab;

import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.havingExactly;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.stubbing.Scenario.STARTED;
import static dev.helmstuck.gitlab.Asked.NOW;
import static dev.helmstuck.gitlab.Asked.TOKEN;
import static dev.helmstuck.gitlab.Asked.unavailable;
import static dev.helmstuck.gitlab.WireMockGitlab.GROUP;
import static dev.helmstuck.gitlab.WireMockGitlab.JOBS;
import static dev.helmstuck.gitlab.WireMockGitlab.job;
import static dev.helmstuck.gitlab.WireMockGitlab.json;
import static dev.helmstuck.gitlab.WireMockGitlab.list;
import static dev.helmstuck.gitlab.WireMockGitlab.many;
import static dev.helmstuck.gitlab.WireMockGitlab.page;
import static dev.helmstuck.gitlab.WireMockGitlab.scopedPage;
import static dev.helmstuck.gitlab.WireMockGitlab.unscopedPage;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import dev.helmstuck.ports.Pipelines;
import dev.helmstuck.runbook.CiJob;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages and what is on them. */
final class GitlabPagingTest {

    private final WireMockGitlab gitlab = new WireMockGitlab();
    private final Pipelines pipelines = Asked.pipelines(gitlab.url(), TOKEN, new PatientTime(NOW));

    @AfterEach
    void stop() {
        gitlab.close();
    }

    @Test
    void the_active_statuses_are_asked_for_in_one_question() {
        gitlab.jobs("[]");

        pipelines.deploys(Asked.PROJECT, List.of());

        gitlab.server().verify(getRequestedFor(urlPathEqualTo(JOBS)).withHeader("PRIVATE-TOKEN", equalTo(TOKEN)).withQueryParam("scope[]",
                havingExactly("created", "waiting_for_resource", "preparing", "waiting_for_callback", "pending", "running", "canceling",
                        "scheduled")));
    }

    @Test
    void a_next_page_that_only_the_link_names_is_read_from_our_own_host() {
        gitlab.server().stubFor(unscopedPage(1).willReturn(json(200, many(200, 101)).withHeader("Link",
                "<https://elsewhere.example/api/v4/projects/1/jobs?page=2&per_page=100>; rel=\"next\", <https://elsewhere.example/?page=1>; rel=\"first\"")));
        gitlab.server().stubFor(unscopedPage(2).willReturn(json(200, many(100, 1)).withHeader("Link",
                "<https://elsewhere.example/?page=1>; rel=\"prev\", <https://elsewhere.example/?page=1>; rel=\"first\"")));

        assertThat(since(Duration.ofHours(1))).hasSize(200);
    }

    @Test
    void a_full_page_without_paging_headers_is_unavailable() {
        gitlab.unscoped(json(200, many(100, 1)));

        assertThat(unavailable(() -> since(Duration.ofHours(1)))).contains("paging headers").contains("proxy");
    }

    @Test
    void a_page_as_long_as_gitlabs_default_is_full_when_nobody_says_more() {
        gitlab.unscoped(json(200, many(20, 1)));

        assertThat(unavailable(() -> since(Duration.ofHours(1)))).contains("paging headers");
    }

    @Test
    void a_short_page_without_paging_headers_is_the_last() {
        gitlab.unscoped(json(200, many(19, 1)));

        assertThat(since(Duration.ofHours(1))).hasSize(19);
    }

    @Test
    void a_page_that_comes_again_is_unavailable() {
        gitlab.server().stubFor(unscopedPage(1).willReturn(page(1, true, many(100, 1))));
        gitlab.server().stubFor(unscopedPage(2).willReturn(page(2, true, many(100, 1))));

        assertThat(unavailable(() -> since(Duration.ofHours(1)))).contains("page 2 repeats");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "1", "0", "-1", "two", "99999999999999999999"})
    void a_next_page_that_is_not_the_next_is_unavailable(String next) {
        gitlab.unscoped(page(1, false, many(100, 1)).withHeader("X-Next-Page", next));

        assertThat(unavailable(() -> since(Duration.ofHours(1)))).contains("after page 1 it names");
    }

    @Test
    void a_next_page_without_a_number_is_unavailable() {
        gitlab.unscoped(
                json(200, many(100, 1)).withHeader("Link", "<https://ops.example/api/v4/projects/1/jobs?cursor=abc>; rel=\"next\""));

        assertThat(unavailable(() -> since(Duration.ofHours(1)))).contains("without a number");
    }

    @Test
    void a_list_without_end_is_unavailable() {
        for (int number = 1; number <= JobPages.MOST_PAGES; number++) {
            gitlab.server().stubFor(unscopedPage(number).willReturn(page(number, true, many(1_000 - number, 1_000 - number))));
        }

        assertThat(unavailable(() -> since(Duration.ofHours(1)))).contains("does not end after 100 pages");
    }

    @Test
    void paging_stops_at_the_first_page_that_is_older_altogether() {
        gitlab.server().stubFor(unscopedPage(1).willReturn(page(1, true, list(old(3, 30), old(2, 61)))));
        gitlab.server().stubFor(unscopedPage(2).willReturn(page(2, true, list(old(1, 90)))));

        assertThat(since(Duration.ofHours(1))).extracting(CiJob::id).containsExactly(3L);
        gitlab.server().verify(2, getRequestedFor(urlPathEqualTo(JOBS)));
    }

    @Test
    void a_job_with_a_lower_id_that_was_saved_a_little_later_is_still_found() {
        gitlab.server().stubFor(unscopedPage(1).willReturn(page(1, true, list(old(3, 65), old(2, 66)))));
        gitlab.server().stubFor(unscopedPage(2).willReturn(page(2, false, list(old(1, 59)))));

        assertThat(since(Duration.ofHours(1))).extracting(CiJob::id).containsExactly(1L);
    }

    @Test
    void a_job_without_a_creation_time_is_never_too_old() {
        gitlab.unscoped(page(1, false, "[{\"id\":1,\"name\":\"gprd:upgrade\",\"status\":\"running\"}]"));

        assertThat(since(Duration.ofHours(1))).extracting(CiJob::id).containsExactly(1L);
    }

    @Test
    void unheard_of_statuses_are_looked_for_on_ten_pages_at_most() {
        gitlab.server().stubFor(get(urlPathEqualTo(JOBS)).willReturn(page(1, false, "[]")));
        for (int number = 1; number <= 11; number++) {
            gitlab.server().stubFor(unscopedPage(number).willReturn(page(number, true,
                    list(job(100 - number, "gprd:upgrade", "hibernating", NOW, "\"user\":null")))));
        }

        assertThat(pipelines.deploys(Asked.PROJECT, List.of()).active()).hasSize(10);
    }

    @Test
    void a_job_that_slips_between_two_pages_is_found_by_the_second_reading() {
        gitlab.unscoped(page(1, false, "[]"));
        gitlab.server().stubFor(scopedPage(1).willReturn(page(1, true, many(200, 101))));
        gitlab.server().stubFor(scopedPage(2).inScenario("slip").whenScenarioStateIs(STARTED).willReturn(page(2, false, many(99, 90)))
                .willSetStateTo("again"));
        gitlab.server().stubFor(scopedPage(2).inScenario("slip").whenScenarioStateIs("again").willReturn(page(2, false, many(100, 90))));

        assertThat(pipelines.deploys(Asked.PROJECT, List.of()).active()).extracting(CiJob::id).hasSize(111).contains(100L);
    }

    @Test
    void a_job_on_both_lists_is_one_job() {
        gitlab.jobs(list(job(7, "gprd-cny:upgrade", "running", NOW, "\"user\":null")));

        assertThat(pipelines.deploys(Asked.PROJECT, List.of()).active()).extracting(CiJob::id).containsExactly(7L);
    }

    @Test
    void a_key_is_encoded_whole() {
        gitlab.jobs("[]");
        gitlab.server().stubFor(get(urlPathEqualTo(GROUP + "review%2Fgprd%20cny%3F/current_job")).willReturn(json(200, "null")));
        gitlab.server().stubFor(get(urlPathEqualTo(GROUP + "review%2Fgprd%20cny%3F/upcoming_jobs")).willReturn(page(1, false, "[]")));

        assertThat(pipelines.deploys(Asked.PROJECT, List.of("review/gprd cny?")).groups()).hasSize(1);
    }

    @Test
    void a_job_is_read_as_gitlab_documents_it() throws IOException {
        gitlab.unscoped(page(1, false, resource("/gitlab/jobs-as-documented.json")));

        assertThat(pipelines.jobsSince(Asked.PROJECT, Instant.EPOCH)).containsExactly(
                new CiJob(Asked.PROJECT, 7, "teaspoon", "failed", at("2015-12-24T15:51:21.802Z"), at("2015-12-24T17:54:27.722Z"),
                        at("2015-12-24T17:54:27.895Z"),
                        Optional.of("script_failure"), 6, "root", "https://example.com/foo/bar/-/jobs/7"),
                new CiJob(Asked.PROJECT, 6, "rubocop", "waiting_for_resource", at("2015-12-24T15:51:21.727Z"), Optional.empty(),
                        Optional.empty(),
                        Optional.empty(), 6, "unknown", "https://example.com/foo/bar/-/jobs/6"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"''|is empty", "<!DOCTYPE html><title>Sign in</title>|a web page",
            "[{\"id\":1,\"name\":\"a\",\"sta|breaks off", "[{\"id\":1,\"name\":\"a\",\"status\":\"running\"}|breaks off", "[|breaks off",
            "Retry later|not JSON", "[] []|not JSON", "{\"message\":\"ok\"}|not an object", "null|not nothing",
            "\"jobs\"|not a single value",
            "[1]|a job was expected", "[{\"name\":\"a\",\"status\":\"running\"}]|no id",
            "[{\"id\":\"1\",\"name\":\"a\",\"status\":\"running\"}]|no id",
            "[{\"id\":1,\"status\":\"running\"}]|job 1 has no name", "[{\"id\":1,\"name\":\"a\"}]|job 1 has no status",
            "[{\"id\":1,\"name\":\"a\",\"status\":null}]|job 1 has no status",
            "[{\"id\":1,\"name\":\"a\",\"status\":\" \"}]|job 1 has no status",
            "[{\"id\":1,\"name\":\"a\",\"status\":\"failed\",\"status\":\"running\"}]|not JSON",
            "[{\"id\":1,\"name\":\"a\",\"status\":\"running\",\"created_at\":\"yesterday\"}]|created_at that is no time"})
    void an_odd_answer_is_unavailable(String body, String words) {
        gitlab.jobs(body);

        assertThat(unavailable(() -> pipelines.deploys(Asked.PROJECT, List.of()))).contains("the jobs of " + Asked.PROJECT).contains(words);
        assertThat(unavailable(() -> since(Duration.ofHours(1)))).contains(words);
    }

    private List<CiJob> since(Duration back) {
        return pipelines.jobsSince(Asked.PROJECT, NOW.minus(back));
    }

    private static String old(long id, int minutes) {
        return job(id, "gprd-cny:upgrade", "success", NOW.minus(Duration.ofMinutes(minutes)), "\"user\":null");
    }

    private static Optional<Instant> at(String time) {
        return Optional.of(Instant.parse(time));
    }

    private static String resource(String name) throws IOException {
        try (InputStream stream = GitlabPagingTest.class.getResourceAsStream(name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
