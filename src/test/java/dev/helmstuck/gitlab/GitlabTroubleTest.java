package dev.helmstuck.gitlab;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.stubbing.Scenario.STARTED;
import static dev.helmstuck.gitlab.Asked.NOW;
import static dev.helmstuck.gitlab.Asked.TOKEN;
import static dev.helmstuck.gitlab.Asked.unavailable;
import static dev.helmstuck.gitlab.WireMockGitlab.JOBS;
import static dev.helmstuck.gitlab.WireMockGitlab.json;
import static dev.helmstuck.gitlab.WireMockGitlab.page;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** GitlabErrors, passing trouble and broken connections. */
final class GitlabTroubleTest {

    private final PatientTime time = new PatientTime(NOW);
    private final WireMockGitlab gitlab = new WireMockGitlab();

    @AfterEach
    void stop() {
        gitlab.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "401|{\"error\":\"invalid_token\",\"error_description\":\"Token was revoked. You have to re-authorize from the user.\"}|GITLAB_TOKEN (401)",
            "403|{\"error\":\"insufficient_scope\",\"error_description\":\"The request requires higher privileges\"}|higher privileges",
            "403|{\"message\":\"403 Forbidden\"}|scope read_api", "403|{\"message\":\"403 Forbidden\"}|role Developer",
            "404|{\"message\":\"404 Project Not Found\"}|no project gitlab-com/gl-infra/k8s-workloads/gitlab-com",
            "500|{\"message\":\"500 Internal Server Error\"}|500 Internal Server Error",
            "400|{\"error\":\"scope does not have a valid value\"}|valid value",
            "418|<html>teapot</html>|418"})
    void a_refusal_is_put_in_words(int status, String body, String words) {
        answers(json(status, body));

        assertThat(unavailable(this::active)).startsWith("GitLab: ").contains(words);
        assertThat(time.pauses()).isEmpty();
    }

    @Test
    void the_token_is_masked_when_gitlab_repeats_it() {
        answers(json(403, "{\"message\":\"the token " + TOKEN + " has expired\"}"));

        assertThat(unavailable(this::active)).contains("the token **** has expired").doesNotContain(TOKEN);
    }

    @Test
    void a_refusal_of_the_statuses_is_followed_by_no_more_than_three_other_questions() {
        answers(json(400, "{\"error\":\"scope does not have a valid value\"}"));

        assertThat(unavailable(this::active)).contains("scope does not have a valid value");
        assertThat(asked()).isEqualTo(4);
    }

    @Test
    void a_redirect_is_not_followed_and_takes_no_token_along() {
        try (WireMockGitlab elsewhere = new WireMockGitlab()) {
            elsewhere.jobs("[]");
            answers(aResponse().withStatus(302).withHeader("Location", elsewhere.url() + JOBS + "?private=1"));

            assertThat(unavailable(this::active)).contains("redirects").contains(elsewhere.url().toString()).contains("GITLAB_URL")
                    .doesNotContain("private");
            elsewhere.server().verify(0, anyRequestedFor(anyUrl()));
        }
    }

    @Test
    void a_redirect_of_a_moved_project_points_to_its_path() {
        answers(aResponse().withStatus(301).withHeader("Location", "/api/v4/projects/7/jobs"));

        assertThat(unavailable(this::active)).contains("ci.project").contains("same host");
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 502, 503, 504})
    void what_passes_by_itself_is_asked_again(int status) {
        first(json(status, "{}"));

        active();

        assertThat(time.pauses()).containsExactly(Duration.ofMillis(500));
    }

    @Test
    void retry_after_is_obeyed() {
        first(json(429, "{}").withHeader("Retry-After", "3"));

        active();

        assertThat(time.pauses()).containsExactly(Duration.ofSeconds(3));
    }

    @Test
    void retry_after_may_be_a_date() {
        first(json(503, "").withHeader("Retry-After",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(NOW.plusSeconds(4).atOffset(ZoneOffset.UTC))));

        active();

        assertThat(time.pauses()).containsExactly(Duration.ofSeconds(4));
    }

    @Test
    void a_wait_that_is_too_long_is_not_begun() {
        answers(json(429, "Retry later").withHeader("Retry-After", "60"));

        assertThat(unavailable(this::active)).contains("429").contains("asked 1 time").contains("60 s").contains("rate-limiting");
        assertThat(time.pauses()).isEmpty();
    }

    @Test
    void trouble_that_stays_ends_within_the_budget() {
        answers(json(502, "<html>Bad Gateway</html>"));

        assertThat(unavailable(this::active)).contains("502").contains("asked 5 times");
        assertThat(time.paused()).isLessThanOrEqualTo(RetryingRequest.BUDGET);
    }

    @Test
    void the_budget_is_one_for_all_requests_of_a_question() {
        gitlab.jobs("[]");
        gitlab.server().stubFor(WireMockGitlab.scopedPage(1).atPriority(2).inScenario("s").whenScenarioStateIs(STARTED)
                .willReturn(json(429, "").withHeader("Retry-After", "10")).willSetStateTo("later"));
        gitlab.unscoped(json(429, "").withHeader("Retry-After", "10"));

        assertThat(unavailable(this::active)).contains("429");
        assertThat(time.pauses()).containsExactly(Duration.ofSeconds(10));
    }

    @Test
    void a_broken_connection_is_tried_again() {
        first(aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK)); // a mere reset is already tried again by the JDK

        active();

        assertThat(time.pauses()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"CONNECTION_RESET_BY_PEER,broke off", "EMPTY_RESPONSE,broke off", "RANDOM_DATA_THEN_CLOSE,broke off",
            "MALFORMED_RESPONSE_CHUNK,broke off"})
    void a_connection_that_keeps_breaking_is_unavailable(Fault fault, String words) {
        answers(aResponse().withFault(fault));

        assertThat(unavailable(this::active)).contains(words).contains(gitlab.url().toString()).doesNotContain(TOKEN);
        assertThat(time.paused()).isLessThanOrEqualTo(RetryingRequest.BUDGET);
    }

    @Test
    void silence_is_not_waited_for_without_end() {
        answers(json(200, "[]").withFixedDelay(5_000));

        assertThat(unavailable(() -> Asked.pipelines(gitlab.url(), TOKEN, time, 500).deploys(Asked.PROJECT, List.of())))
                .contains("did not answer in time");
    }

    @Test
    void a_port_where_nobody_listens_is_said() {
        URI url = gitlab.url();
        gitlab.close();

        assertThat(unavailable(() -> Asked.pipelines(url, TOKEN, time).deploys(Asked.PROJECT, List.of()))).contains("takes no connections")
                .contains("GITLAB_URL is " + url);
    }

    @Test
    void a_name_that_does_not_resolve_is_said() {
        assertThat(unavailable(() -> Asked.pipelines(URI.create("http://gitlab.invalid/"), TOKEN, time).deploys(Asked.PROJECT, List.of())))
                .contains("does not resolve").contains("http://gitlab.invalid");
    }

    @Test
    void a_resource_group_that_is_refused_names_the_role() {
        gitlab.jobs("[]");
        gitlab.server().stubFor(get(urlPathEqualTo(WireMockGitlab.GROUP + "gprd-cny/current_job"))
                .willReturn(json(403, "{\"message\":\"403 Forbidden\"}")));

        assertThat(unavailable(() -> Asked.pipelines(gitlab.url(), TOKEN, time).deploys(Asked.PROJECT, List.of("gprd-cny"))))
                .contains("the current job of the resource group gprd-cny").contains("Developer");
    }

    @Test
    void a_holder_that_is_cut_off_is_not_nobody() {
        gitlab.jobs("[]");
        for (String cut : new String[]{"", "nul", "{\"id\":1,", "[]"}) {
            gitlab.server().stubFor(get(urlPathEqualTo(WireMockGitlab.GROUP + "gprd-cny/current_job")).willReturn(json(200, cut)));

            assertThat(unavailable(() -> Asked.pipelines(gitlab.url(), TOKEN, time).deploys(Asked.PROJECT, List.of("gprd-cny"))))
                    .as("body <%s>", cut)
                    .contains("cannot be used");
        }
    }

    private void active() {
        assertThat(Asked.pipelines(gitlab.url(), TOKEN, time).deploys(Asked.PROJECT, List.of()).active()).isEmpty();
    }

    private void answers(ResponseDefinitionBuilder answer) {
        gitlab.server().stubFor(any(anyUrl()).atPriority(2).willReturn(answer));
    }

    /** Once; then all is well. */
    private void first(ResponseDefinitionBuilder answer) {
        gitlab.server().stubFor(get(urlPathEqualTo(JOBS)).inScenario("trouble").whenScenarioStateIs(STARTED).willReturn(answer)
                .willSetStateTo("over").atPriority(2));
        gitlab.server().stubFor(get(urlPathEqualTo(JOBS)).willReturn(page(1, false, "[]")));
    }

    private int asked() {
        return gitlab.server().countRequestsMatching(anyRequestedFor(anyUrl()).build()).getCount();
    }
}
