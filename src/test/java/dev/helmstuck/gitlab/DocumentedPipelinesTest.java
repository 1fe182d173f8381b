package dev.helmstuck.gitlab;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static dev.helmstuck.gitlab.Asked.NOW;
import static dev.helmstuck.gitlab.WireMockGitlab.GROUP;
import static dev.helmstuck.gitlab.WireMockGitlab.JOBS;
import static dev.helmstuck.gitlab.WireMockGitlab.job;
import static dev.helmstuck.gitlab.WireMockGitlab.json;
import static dev.helmstuck.gitlab.WireMockGitlab.list;
import static dev.helmstuck.gitlab.WireMockGitlab.many;
import static dev.helmstuck.gitlab.WireMockGitlab.page;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import org.junit.jupiter.api.AfterEach;

/** The contract on answers as GitLab's documentation and source have them. */
final class DocumentedPipelinesTest extends PipelinesContract {

    private static final Instant STARTED = NOW.minus(Duration.ofMinutes(12));
    private static final String FAILED = job(100, "gprd-cny:upgrade", "failed", NOW.minus(Duration.ofHours(2)),
            "\"failure_reason\":\"script_failure\"");
    private static final String RUNNING = job(101, "gprd-cny:auto-deploy", "running", STARTED,
            "\"started_at\":\"" + STARTED + "\",\"finished_at\":null,\"user\":{\"username\":\"auto-deployer\"}");
    private static final String WAITING = job(102, "gprd:upgrade", "waiting_for_resource", NOW, "\"user\":{\"username\":\"skarbek\"}");

    private final WireMockGitlab gitlab = new WireMockGitlab();

    @AfterEach
    void stop() {
        gitlab.close();
    }

    @Override
    URI url() {
        return gitlab.url();
    }

    @Override
    String token() {
        return Asked.TOKEN;
    }

    @Override
    void givenADeployRunsAndAnotherWaits() {
        gitlab.jobs(list(WAITING, RUNNING));
        gitlab.unscoped(page(1, false, list(WAITING, RUNNING, FAILED)));
        group("gprd-cny/current_job", json(200, RUNNING));
        group("gprd-cny/upcoming_jobs", page(1, false, list(WAITING)));
    }

    @Override
    void givenAJobInAStatusOfTheFuture() {
        gitlab.jobs("[]");
        gitlab.unscoped(page(1, false, list(job(102, "gprd-cny:dryrun", "success", NOW, "\"user\":null"),
                job(101, "gprd-cny:auto-deploy", "hibernating", NOW, "\"user\":null"))));
    }

    /** {@code doc/api/pipelines.md}, {@code doc/api/jobs.md}: "List all pipeline jobs" hides retried ones, "List all pipeline trigger jobs". */
    @Override
    void givenAGatedPipeline() {
        pipeline("31",
                json(200,
                        """
                                {"id":31,"iid":12,"project_id":1,"name":null,"sha":"a91957a858320c0e17f3a0eca7cfacbff50ea29a","ref":"master","status":"manual",
                                 "source":"push","created_at":"%s","updated_at":"%s","web_url":"https://ops.example/%s/-/pipelines/31",
                                 "before_sha":"a91957a858320c0e17f3a0eca7cfacbff50ea29a","tag":false,"yaml_errors":null,"user":{"username":"root"},
                                 "started_at":null,"finished_at":null,"committed_at":null,"duration":null,"queued_duration":0.010,"coverage":null,
                                 "detailed_status":{"icon":"status_manual","text":"Blocked","label":"blocked","group":"manual"}}"""
                                .formatted(NOW, NOW, Asked.PROJECT)));
        pipeline("31/jobs", page(1, false, list(job(4, "gprd-cny:upgrade", "created", NOW, "\"started_at\":null"),
                job(3, "approve", "manual", NOW, "\"allow_failure\":false"), job(5, "test", "success", NOW, "\"user\":null"),
                job(1, "build", "success", NOW, "\"user\":null"))));
        pipeline("31/bridges", page(1, false, list(job(6, "notify", "created", NOW, "\"downstream_pipeline\":null"))));
        pipeline("32", json(404, "{\"message\":\"404 Not found\"}"));
    }

    private void pipeline(String path, ResponseDefinitionBuilder answer) {
        gitlab.server().stubFor(get(urlPathEqualTo(JOBS.replaceFirst("jobs$", "pipelines/") + path)).willReturn(answer));
    }

    @Override
    void givenThatManyActiveJobs(int count) {
        for (int number = 1, left = count; left > 0; number++, left -= 100) {
            ResponseDefinitionBuilder answer = page(number, left > 100, many(left, Math.max(1, left - 99)));
            gitlab.server().stubFor(get(urlPathEqualTo(JOBS)).withQueryParam("page", equalTo(Integer.toString(number)))
                    .withQueryParam("per_page", equalTo("100")).willReturn(answer));
        }
    }

    @Override
    void givenAnIdleResourceGroup() {
        gitlab.jobs("[]");
        groupsAreMissing();
        group("gprd-cny/current_job", json(200, "null"));
        group("gprd-cny/upcoming_jobs", page(1, false, "[]"));
    }

    @Override
    void givenAnOldServer() {
        gitlab.jobs(list(RUNNING));
        for (String unknown : new String[]{"canceling", "waiting_for_callback"}) {
            gitlab.server().stubFor(get(urlPathEqualTo(JOBS)).atPriority(2).withQueryParam("scope[]", equalTo(unknown))
                    .willReturn(json(400, "{\"error\":\"scope does not have a valid value\"}")));
        }
    }

    @Override
    void givenAServerThatDoesNotTellHolders() {
        gitlab.jobs("[]");
        groupsAreMissing();
        gitlab.server().stubFor(get(urlPathMatching(".*/current_job"))
                .willReturn(json(404, "{\"error\":\"404 Not Found\"}")));
        group("gprd-cny", json(200, "{\"id\":3,\"key\":\"gprd-cny\",\"process_mode\":\"unordered\"}"));
    }

    @Override
    void givenDeploysOfThePast() {
        Instant failedAt = NOW.minus(Duration.ofHours(1));
        gitlab.unscoped(page(1, false,
                list(past(4, 1, "running", "\"user\":null"),
                        past(3, 2, "failed", "\"failure_reason\":\"script_failure\",\"finished_at\":\"" + failedAt + "\""),
                        past(2, 3, "success", "\"user\":null"), past(1, 30, "success", "\"user\":null"))));
    }

    @Override
    long givenALog(String text) {
        gitlab.server().stubFor(get(urlPathEqualTo(JOBS + "/77/trace")).willReturn(
                aResponse().withStatus(200).withHeader("Content-Type", "text/plain").withHeader("Content-Disposition",
                        "infile; filename=\"77.log\"").withBody(text)));
        gitlab.server().stubFor(get(urlPathMatching(".*/trace")).atPriority(8).willReturn(json(404, "{\"message\":\"404 Not found\"}")));
        return 77;
    }

    private static String past(int id, int hours, String status, String more) {
        return job(id, "gprd-cny:auto-deploy", status, NOW.minus(Duration.ofHours(hours)), more);
    }

    private void group(String rest, ResponseDefinitionBuilder answer) {
        gitlab.server().stubFor(get(urlPathEqualTo(GROUP + rest)).withHeader("PRIVATE-TOKEN", equalTo(Asked.TOKEN)).willReturn(answer));
    }

    private void groupsAreMissing() {
        gitlab.server().stubFor(get(urlPathMatching(".*/resource_groups/.*")).atPriority(8)
                .willReturn(json(404, "{\"message\":\"404 Not found\"}")));
    }
}
