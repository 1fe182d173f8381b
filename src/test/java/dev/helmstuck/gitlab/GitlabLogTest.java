package dev.helmstuck.gitlab;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static dev.helmstuck.gitlab.Asked.NOW;
import static dev.helmstuck.gitlab.Asked.PROJECT;
import static dev.helmstuck.gitlab.Asked.TOKEN;
import static dev.helmstuck.gitlab.Asked.unavailable;
import static dev.helmstuck.gitlab.WireMockGitlab.JOBS;
import static dev.helmstuck.gitlab.WireMockGitlab.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.sun.net.httpserver.HttpServer;
import dev.helmstuck.runbook.JobLog;
import dev.helmstuck.runbook.LogEnd;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A job's log may be long, slow, elsewhere or nobody's business; what was not seen to its end says nothing. */
final class GitlabLogTest {
    private static final long JOB = 15000001;
    private static final String SECRET = "$ helm upgrade --set gitlab.password=hunter2\n";
    private static final String BEGINNING = "Preparing the \"kubernetes\" executor\nUsing Kubernetes namespace: gitlab-runner\n";
    private static final String END = """
            Error: UPGRADE FAILED: context canceled
            Cleaning up project directory and file based variables
            ERROR: Job failed: canceled
            """;

    private final PatientTime time = new PatientTime(NOW);
    private final WireMockGitlab gitlab = new WireMockGitlab();

    @AfterEach
    void stop() {
        gitlab.close();
    }

    @Test
    void of_a_long_log_the_beginning_and_the_end_count() {
        answers(text(BEGINNING + SECRET.repeat(200_000) + END));

        JobLog log = log();
        assertThat(log.namespace()).contains("gitlab-runner");
        assertThat(log.end()).isEqualTo(LogEnd.HELM_ENDED);
        assertThat(log.error()).contains("Error: UPGRADE FAILED: context canceled");
        assertThat(log.releases().whole()).as("the middle was left out").isFalse();
        assertThat(log.toString()).doesNotContain("hunter2");
    }

    @Test
    void one_request_reads_a_log_and_it_asks_for_no_range_for_gitlab_knows_none() {
        answers(text(BEGINNING + END));

        assertThat(log().releases().whole()).isTrue();
        gitlab.server().verify(1, anyRequestedFor(anyUrl()).withoutHeader("Range"));
    }

    @Test
    void a_log_of_any_length_is_cut_in_no_wrong_place() {
        for (int length : new int[]{GitlabCalls.KEPT_OF_BEGINNING - 1, GitlabCalls.KEPT_OF_BEGINNING, GitlabCalls.KEPT_OF_END,
                GitlabCalls.KEPT_OF_BEGINNING + GitlabCalls.KEPT_OF_END, 2 * GitlabCalls.KEPT_OF_END - END.length(),
                GitlabCalls.KEPT_OF_BEGINNING + 2 * GitlabCalls.KEPT_OF_END, 3 * GitlabCalls.KEPT_OF_END + 7}) {
            answers(text(("x".repeat(79) + "\n").repeat(length / 80) + "y".repeat(length % 80) + "\n" + END));
            assertThat(log().end()).as("%d bytes before the end", length).isEqualTo(LogEnd.HELM_ENDED);
        }
    }

    @Test
    void what_lies_far_before_the_end_is_not_its_end() {
        answers(text(END + SECRET.repeat(200_000)));

        assertThat(log().end()).isEqualTo(LogEnd.NO_CLOSING_LINE);
    }

    @Test
    void a_log_in_an_object_store_is_not_fetched_with_our_token() {
        try (WireMockGitlab store = new WireMockGitlab()) {
            answers(aResponse().withStatus(302).withHeader("Location", store.url() + "/bucket/job.log?signature=abc"));

            assertThat(unavailable(this::log)).contains("redirects").contains("not followed").doesNotContain("signature");
            store.server().verify(0, anyRequestedFor(anyUrl()));
        }
    }

    @Test
    void a_log_that_may_not_be_read_names_the_token() {
        answers(json(403, "{\"message\":\"403 Forbidden\"}"));

        assertThat(unavailable(this::log)).contains("the log of job " + JOB).contains("403").contains("GITLAB_TOKEN").contains("Developer");
    }

    @Test
    void a_log_that_is_cut_off_is_no_log() {
        gitlab.close();
        serving(out -> out.write((BEGINNING + END).getBytes(StandardCharsets.UTF_8)), 1_000_000,
                url -> assertThat(unavailable(() -> Asked.pipelines(url, TOKEN, time).log(PROJECT, JOB))).contains("the log of job"));
    }

    @Test
    void a_log_that_trickles_in_is_given_up() {
        gitlab.close();
        serving(out -> {
            while (true) {
                out.write('x');
                out.flush();
            }
        }, 0, url -> {
            long began = System.nanoTime();
            assertThat(unavailable(() -> Asked.pipelines(url, TOKEN, time, 500).log(PROJECT, JOB))).contains("its end was not seen");
            assertThat((System.nanoTime() - began) / 1_000_000).isLessThan(10_000);
        });
    }

    private interface Writing {
        void to(OutputStream out) throws IOException;
    }

    private static void serving(Writing writing, long length, java.util.function.Consumer<URI> test) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(threads);
            server.createContext("/", exchange -> {
                try (exchange) {
                    exchange.sendResponseHeaders(200, length);
                    writing.to(exchange.getResponseBody());
                }
            });
            server.start();
            try {
                test.accept(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
            } finally {
                server.stop(0);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private JobLog log() {
        return Asked.pipelines(gitlab.url(), TOKEN, time, 30_000).log(PROJECT, JOB);
    }

    private void answers(ResponseDefinitionBuilder answer) {
        gitlab.server().stubFor(get(urlPathEqualTo(JOBS + "/" + JOB + "/trace")).willReturn(answer));
    }

    private static ResponseDefinitionBuilder text(String body) {
        return aResponse().withStatus(200).withHeader("Content-Type", "text/plain").withBody(body);
    }
}
