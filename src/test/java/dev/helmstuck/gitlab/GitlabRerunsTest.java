package dev.helmstuck.gitlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import dev.helmstuck.config.GitlabSettings;
import dev.helmstuck.config.Token;
import dev.helmstuck.ports.Reruns.RerunAnswer;
import dev.helmstuck.ports.Signals;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.simulator.gitlab.GitlabFaults.GitlabFault;
import dev.helmstuck.simulator.gitlab.GitlabSimulator;
import dev.helmstuck.simulator.gitlab.SimulatedJob;
import dev.helmstuck.simulator.gitlab.SimulatedProject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The one call that changes something in GitLab: what each answer to it, or the lack of one, is taken for, and that it is sent once. */
class GitlabRerunsTest {
    private static final String DEPLOY = "gprd-cny:auto-deploy";
    private static final int HASTY = 400;
    private static final int PATIENT = 8_000;

    private final GitlabSimulator gitlab = GitlabSimulator.start();
    private final SimulatedProject project = gitlab.project("group/proj");
    private final SimulatedJob failed = project.job(DEPLOY).startedAt(Instant.now()).failedAt(Instant.now(), "script_failure");

    @AfterEach
    void stop() {
        gitlab.close();
    }

    private int readMillis = PATIENT;

    private GitlabReruns reruns(Optional<Token> token) {
        GitlabSettings settings = new GitlabSettings(gitlab.url(), new Token(gitlab.token()), token);
        return new GitlabReruns(settings, new GitlabErrors(settings), readMillis, new Signals());
    }

    private GitlabReruns reruns() {
        return reruns(Optional.of(new Token(gitlab.rerunToken())));
    }

    private static CiJob job(long id) {
        return new CiJob("group/proj", id, DEPLOY, "failed", Optional.of(Instant.now()), Optional.of(Instant.now()),
                Optional.of(Instant.now()),
                Optional.empty(), id / 10, "deployer", "");
    }

    private RerunAnswer rerun() {
        return reruns().rerun(job(failed.id()));
    }

    private String refused(RerunAnswer answer) {
        assertThat(answer).isInstanceOf(RerunAnswer.NotMade.class);
        String why = ((RerunAnswer.NotMade) answer).why();
        assertThat(why).endsWith(".").doesNotContain(gitlab.rerunToken(), gitlab.token());
        assertThat(jobs()).as("jobs").isOne();
        assertThat(sent()).hasSize(1);
        return why;
    }

    private void unknown(int made, String words) {
        assertThatThrownBy(this::rerun).isInstanceOfSatisfying(UnavailableException.class, silent -> {
            assertThat(silent.source()).isEqualTo("GitLab");
            assertThat(silent.why()).contains("the rerun of job " + failed.id(), words).doesNotContain(gitlab.rerunToken());
        });
        assertThat(sent()).hasSizeLessThanOrEqualTo(1);
        assertThat(jobs() - 1).as("new jobs").isEqualTo(made);
    }

    private long jobs() {
        return project.jobs().size();
    }

    private List<String> sent() {
        return gitlab.requests().stream().filter(request -> request.startsWith("POST ")).toList();
    }

    private void instead(GitlabFault fault) {
        var unused = gitlab.faults().instead(request -> request.startsWith("POST "), fault);
    }

    private void after(GitlabFault fault) {
        var unused = gitlab.faults().after(request -> request.startsWith("POST "), fault);
    }

    @Test
    void a_new_job_is_named_by_its_id() {
        assertThat(rerun()).isEqualTo(new RerunAnswer.Made(project.newest(DEPLOY).orElseThrow().id()));
        assertThat(jobs()).isEqualTo(2);
        assertThat(sent()).containsExactly("POST /api/v4/projects/group%2Fproj/jobs/" + failed.id() + "/retry");
    }

    @Test
    void without_a_token_nothing_is_sent() {
        assertThat(reruns(Optional.empty()).rerun(job(failed.id()))).isInstanceOf(RerunAnswer.NotMade.class);
        assertThat(gitlab.requests()).isEmpty();
    }

    @Test
    void a_token_that_may_only_read_lacks_the_scope() {
        RerunAnswer answer = reruns(Optional.of(new Token(gitlab.token()))).rerun(job(failed.id()));
        assertThat(refused(answer)).contains("GITLAB_RERUN_TOKEN lacks the scope api", "Rerun the job by hand");
    }

    @Test
    void a_token_that_nobody_knows_is_said_to_be_wrong() {
        RerunAnswer answer = reruns(Optional.of(new Token("glpat-expired"))).rerun(job(failed.id()));
        assertThat(refused(answer)).contains("GITLAB_RERUN_TOKEN (401)", "Rerun the job by hand");
    }

    @Test
    void a_job_that_gitlab_reruns_no_more_is_told_from_a_token_that_may_not() {
        var unused = failed.status("manual");
        assertThat(refused(rerun())).contains("Job is not retryable", "its pipeline is archived", "start a new pipeline")
                .doesNotContain("scope");
    }

    @Test
    void a_job_that_is_not_there_any_more_is_said_to_be_gone() {
        assertThat(refused(reruns().rerun(job(4711)))).contains("no job 4711 of group/proj", "(404)", "its pipeline was deleted");
    }

    @Test
    void somebody_who_may_not_run_it_is_told_so() {
        instead(new GitlabFault.StatusBody(403, "{\"message\":\"403 Forbidden\"}"));
        assertThat(refused(rerun())).contains("(403, \"403 Forbidden\")", "may not run this job of group/proj", "Rerun the job by hand");
    }

    @Test
    void what_gitlab_quotes_is_cut_and_holds_no_token() {
        instead(new GitlabFault.StatusBody(422, "{\"message\":\"" + gitlab.rerunToken() + " " + "x".repeat(5000) + "\"}"));
        assertThat(refused(rerun())).contains("422", "****").hasSizeLessThan(400);
    }

    @ParameterizedTest
    @CsvSource({"400", "405", "409", "410", "411", "422"})
    void what_gitlab_refuses_is_not_made(int status) {
        instead(new GitlabFault.StatusAnswer(status, Optional.empty()));
        assertThat(refused(rerun())).contains(Integer.toString(status), "Rerun the job by hand");
    }

    @Test
    void a_limit_of_calls_is_no_call() {
        instead(new GitlabFault.StatusAnswer(429, Optional.of("60")));
        assertThat(refused(rerun())).contains("limits how often it may be asked (429)", "Rerun the job by hand");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void a_redirect_is_not_followed(int status) {
        GitlabSimulator elsewhere = GitlabSimulator.start();
        try (elsewhere) {
            instead(new GitlabFault.RedirectStatus(status, elsewhere.url() + "/api/v4/projects/1/jobs/1/retry"));
            assertThat(refused(rerun())).contains(Integer.toString(status), "not followed with a token",
                    "set GITLAB_URL to the final address");
            assertThat(elsewhere.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void an_error_of_a_gateway_says_nothing_of_what_was_done(int status) {
        instead(new GitlabFault.StatusAnswer(status, Optional.empty()));
        unknown(0, Integer.toString(status));
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 504})
    void nor_does_one_that_comes_after_it_was_done(int status) {
        after(new GitlabFault.StatusAnswer(status, Optional.empty()));
        unknown(1, Integer.toString(status));
    }

    @Test
    void a_connection_that_breaks_before_anything_was_done_is_not_tried_again_by_any_client() {
        instead(new GitlabFault.Hangup());
        unknown(0, "no answer");
        assertThat(sent()).hasSize(1);
    }

    @Test
    void a_connection_that_breaks_after_it_was_done_is_not_tried_again_by_any_client() {
        after(new GitlabFault.Hangup());
        unknown(1, "no answer");
        assertThat(sent()).hasSize(1);
    }

    @Test
    void an_answer_that_comes_too_late_is_none() {
        readMillis = HASTY;
        after(new GitlabFault.Late(Duration.ofMillis(HASTY * 3)));
        unknown(1, "no answer");
    }

    @Test
    void nobody_who_listens_is_no_answer() throws IOException {
        URI nobody;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = URI.create("http://127.0.0.1:" + free.getLocalPort());
        }
        GitlabSettings settings = new GitlabSettings(nobody, new Token("a"), Optional.of(new Token("b")));
        assertThatThrownBy(() -> new GitlabReruns(settings, new GitlabErrors(settings), new Signals()).rerun(job(1)))
                .isInstanceOf(UnavailableException.class).hasMessageContaining("no answer");
    }

    @Test
    void half_an_answer_is_none() {
        after(new GitlabFault.CutShort());
        unknown(1, "no answer");
    }

    @Test
    void json_that_breaks_off_is_no_answer() {
        after(new GitlabFault.BrokenOff());
        unknown(1, "cannot be used");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "null", "[]", "<!DOCTYPE html><title>Sign in</title>",
            "{\"id\": null, \"name\": \"gprd-cny:auto-deploy\"}",
            "{\"id\": 3, \"name\": \"gprd-cny:auto-deploy\"}", "{\"id\": 99999999, \"name\": \"another\"}"})
    void an_answer_that_names_no_new_job_of_this_one_is_none(String body) {
        after(new GitlabFault.StatusBody(201, body));
        unknown(1, "cannot be used");
    }

    @Test
    void a_sign_in_page_is_no_answer() {
        instead(new GitlabFault.HtmlAnswer());
        unknown(0, "cannot be used");
    }
}
