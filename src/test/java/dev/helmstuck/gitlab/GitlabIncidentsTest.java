package dev.helmstuck.gitlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import dev.helmstuck.config.GitlabSettings;
import dev.helmstuck.config.GitlabSettings.IncidentProject;
import dev.helmstuck.config.Token;
import dev.helmstuck.ports.Incidents.NoteAnswer;
import dev.helmstuck.ports.Signals;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.simulator.gitlab.GitlabFaults.GitlabFault;
import dev.helmstuck.simulator.gitlab.GitlabSimulator;
import dev.helmstuck.simulator.gitlab.SimulatedIssue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The note to an incident: what each answer to it, or the lack of one, is taken for, and that it is sent once. */
class GitlabIncidentsTest {
    private static final String PROJECT = "group/production";

    private final GitlabSimulator gitlab = GitlabSimulator.start();
    private final SimulatedIssue issue = gitlab.project(PROJECT).issue(7);

    @AfterEach
    void stop() {
        gitlab.close();
    }

    private GitlabIncidents incidents(String token) {
        IncidentProject project = new IncidentProject(gitlab.url(), PROJECT, new Token(token));
        // what is read elsewhere is out of reach here
        GitlabSettings settings = new GitlabSettings(URI.create("http://127.0.0.1:1"), new Token("other"), Optional.empty(),
                Optional.of(project));
        return new GitlabIncidents(settings, Clock.systemUTC(), time -> {}, new Signals(), 600);
    }

    private GitlabIncidents incidents() {
        return incidents(gitlab.rerunToken());
    }

    private List<String> posts() {
        return gitlab.requests().stream().filter(request -> request.startsWith("POST ")).toList();
    }

    @Test
    void a_note_is_there_and_named_by_its_address() {
        assertThat(incidents().post(7, "a & b\n- c = 100 %")).isInstanceOfSatisfying(NoteAnswer.Posted.class,
                posted -> assertThat(posted.url()).startsWith(gitlab.url() + "/" + PROJECT + "/-/issues/7#note_"));
        assertThat(issue.notes()).containsExactly("a & b\n- c = 100 %");
    }

    @Test
    void a_note_tells_its_length_beforehand_and_is_not_sent_in_chunks() throws IOException {
        List<Headers> heard = new CopyOnWriteArrayList<>();
        HttpServer plain = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        plain.createContext("/", exchange -> {
            heard.add(exchange.getRequestHeaders());
            exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
            byte[] made = "{\"id\": 5}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(201, made.length);
            exchange.getResponseBody().write(made);
            exchange.close();
        });
        plain.start();
        try {
            IncidentProject project = new IncidentProject(URI.create("http://127.0.0.1:" + plain.getAddress().getPort() + "/"), PROJECT,
                    new Token("glpat-x"));
            GitlabSettings settings = new GitlabSettings(URI.create("http://127.0.0.1:1"), new Token("other"), Optional.empty(),
                    Optional.of(project));
            assertThat(new GitlabIncidents(settings, Clock.systemUTC(), time -> {}, new Signals(), 5_000).post(7, "é".repeat(20_000)))
                    .isInstanceOf(NoteAnswer.Posted.class);
        } finally {
            plain.stop(0);
        }
        assertThat(heard).singleElement().satisfies(headers -> {
            assertThat(headers.getFirst("Content-Length")).isEqualTo("120005");
            assertThat(headers).doesNotContainKey("Transfer-Encoding");
        });
    }

    @ParameterizedTest
    @CsvSource({"401,does not accept GITLAB_INCIDENT_TOKEN", "403,may not write notes in group/production", "404,shows no issue 7",
            "413,so long a note", "422,answered 422", "429,how often", "302,not followed with a token"})
    void a_refusal_is_said_in_words_and_sent_once(int status, String words) {
        var unused = gitlab.faults().instead(request -> request.startsWith("POST "),
                new GitlabFault.StatusAnswer(status, Optional.empty()));
        assertThat(incidents().post(7, "x")).isInstanceOfSatisfying(NoteAnswer.NotPosted.class,
                refused -> assertThat(refused.why()).contains(words, "" + status).endsWith(".").doesNotContain(gitlab.rerunToken()));
        assertThat(posts()).hasSize(1);
        assertThat(issue.notes()).isEmpty();
    }

    @Test
    void where_its_gitlab_does_not_answer_the_variable_that_names_it_is_said() {
        gitlab.close();
        assertThatThrownBy(() -> incidents().obstacle(7)).isInstanceOf(UnavailableException.class)
                .hasMessageContaining("GITLAB_INCIDENT_URL is " + gitlab.url()).hasMessageNotContaining("GITLAB_URL");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void whether_a_note_is_there_is_unknown_where_gitlab_failed(int status) {
        var unused = gitlab.faults().after(request -> request.startsWith("POST "), new GitlabFault.StatusAnswer(status, Optional.empty()));
        unknown();
    }

    @Test
    void it_is_unknown_without_a_whole_answer() {
        for (GitlabFault fault : List.of(new GitlabFault.Hangup(), new GitlabFault.CutShort(), new GitlabFault.HtmlAnswer(),
                new GitlabFault.Body("{}"), new GitlabFault.Late(Duration.ofMillis(900)))) {
            var unused = gitlab.faults().after(request -> request.startsWith("POST "), fault);
            unknown();
        }
        assertThat(posts()).hasSize(5);
    }

    private void unknown() {
        assertThatThrownBy(() -> incidents().post(7, "secret-free")).isInstanceOfSatisfying(UnavailableException.class,
                silent -> assertThat(silent.why()).contains("a note to incident 7").doesNotContain("secret-free", gitlab.rerunToken()));
    }

    @Test
    void a_note_is_found_among_the_newer_ones_by_its_mark() {
        Instant now = Instant.now();
        var wanted = issue.note("<!-- mark 1 -->\nthe record", now);
        for (int each = 0; each < 120; each++) {
            var unused = issue.note("talk " + each, now.plusSeconds(1));
        }
        assertThat(incidents().find(7, "mark 1", now)).hasValueSatisfying(url -> assertThat(url).endsWith("#note_" + wanted.id()));
        assertThat(incidents().find(7, "mark 2", now)).isEmpty();
    }

    @Test
    void what_cannot_be_looked_through_is_never_taken_for_empty() {
        for (GitlabFault fault : List.of(new GitlabFault.Body("{}"), new GitlabFault.HtmlAnswer(),
                new GitlabFault.StatusAnswer(404, Optional.empty()), new GitlabFault.StatusAnswer(500, Optional.empty()))) {
            var unused = gitlab.faults().once(fault);
            assertThatThrownBy(() -> incidents().find(7, "mark", Instant.now())).isInstanceOf(UnavailableException.class);
        }
    }

    @Test
    void what_keeps_a_note_away_is_read_before_anything_is_written() {
        assertThat(incidents().obstacle(7)).isEmpty();
        assertThat(incidents().obstacle(8)).hasValueSatisfying(why -> assertThat(why).contains("shows no issue 8"));
        assertThat(incidents(gitlab.token()).obstacle(7)).hasValueSatisfying(why -> assertThat(why).contains("lacks the scope api"));
        assertThat(incidents("glpat-nobody").obstacle(7)).hasValueSatisfying(why -> assertThat(why).contains("does not accept"));
        assertThat(posts()).isEmpty();
    }
}
