package dev.helmstuck.gitlab;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import java.net.URI;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;

/** Answers of GitLab, written down one by one after its documentation and source. */
final class WireMockGitlab implements AutoCloseable {

    static final String JOBS = "/api/v4/projects/gitlab-com%2Fgl-infra%2Fk8s-workloads%2Fgitlab-com/jobs";
    static final String GROUP = "/api/v4/projects/gitlab-com%2Fgl-infra%2Fk8s-workloads%2Fgitlab-com/resource_groups/";

    private final WireMockServer server = new WireMockServer(wireMockConfig().dynamicPort().bindAddress("127.0.0.1"));

    WireMockGitlab() {
        server.start();
        server.stubFor(any(anyUrl()).atPriority(10).willReturn(json(404, "{\"message\":\"404 Project Not Found\"}")));
        server.stubFor(get(anyUrl()).atPriority(1).withHeader("PRIVATE-TOKEN", matching("(?!" + Asked.TOKEN + "$).*"))
                .willReturn(json(401, "{\"message\":\"401 Unauthorized\"}")));
    }

    WireMockServer server() {
        return server;
    }

    URI url() {
        return URI.create(server.baseUrl());
    }

    @Override
    public void close() {
        server.stop();
    }

    /** Page 1 of the jobs, with a scope and without. */
    void jobs(String body) {
        server.stubFor(get(urlPathEqualTo(JOBS)).willReturn(page(1, false, body)));
    }

    /** The first page of the unscoped list only. */
    void unscoped(ResponseDefinitionBuilder answer) {
        server.stubFor(unscopedPage(1).willReturn(answer));
    }

    static MappingBuilder unscopedPage(int number) {
        return get(urlPathEqualTo(JOBS)).withQueryParam("scope[]", absent()).withQueryParam("page", equalTo(Integer.toString(number)))
                .atPriority(3);
    }

    static MappingBuilder scopedPage(int number) {
        return get(urlPathEqualTo(JOBS)).withQueryParam("scope[]", matching(".+")).withQueryParam("page",
                equalTo(Integer.toString(number)));
    }

    static ResponseDefinitionBuilder page(int number, boolean more, String body) {
        return json(200, body).withHeader("X-Page", Integer.toString(number)).withHeader("X-Per-Page", "100")
                .withHeader("X-Next-Page", more ? Integer.toString(number + 1) : "")
                .withHeader("Link",
                        (more
                                ? "<https://elsewhere.example/api/v4/projects/1/jobs?page=" + (number + 1)
                                        + "&per_page=100>; rel=\"next\", "
                                : "") + "<https://elsewhere.example/api/v4/projects/1/jobs?page=1&per_page=100>; rel=\"first\"");
    }

    static ResponseDefinitionBuilder json(int status, String body) {
        return aResponse().withStatus(status).withHeader("Content-Type", "application/json").withBody(body);
    }

    /** Created jobs with ids going down from the first to the last. */
    static String many(long first, long last) {
        return list(LongStream.rangeClosed(last, first).boxed().sorted(Comparator.reverseOrder())
                .map(id -> job(id, "gstg:upgrade", "created", Asked.NOW, "\"started_at\":null")).toArray(String[]::new));
    }

    static String list(String... jobs) {
        return "[" + String.join(",", List.of(jobs)) + "]";
    }

    static String job(long id, String name, String status, Instant created, String more) {
        return String.format(Locale.ROOT, """
                {"id":%d,"status":"%s","stage":"deploy","name":"%s","ref":"master","tag":false,"created_at":"%s",%s,
                 "pipeline":{"id":5},"web_url":"https://ops.example/%s/-/jobs/%d"}""", id, status, name, created, more, Asked.PROJECT, id);
    }
}
