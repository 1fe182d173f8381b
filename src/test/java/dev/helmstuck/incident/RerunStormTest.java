package dev.helmstuck.incident;

import static dev.helmstuck.simulator.World.BOB;
import static dev.helmstuck.simulator.World.DEPLOY;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;

import dev.helmstuck.gitlab.ImpatientGitlab;
import dev.helmstuck.incident.Incident.Mode;
import dev.helmstuck.kubernetes.ImpatientCluster;
import dev.helmstuck.remediation.Outcome;
import dev.helmstuck.simulator.World;
import dev.helmstuck.simulator.gitlab.GitlabFaults.GitlabFault;
import dev.helmstuck.simulator.gitlab.SimulatedJob;
import dev.helmstuck.simulator.kubernetes.Fault;
import dev.helmstuck.simulator.slack.Message;
import dev.helmstuck.simulator.slack.SlackFault;
import dev.helmstuck.slack.HurriedSlack;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every fault of the calls that a rerun adds, and of the others while it goes on: one new job at most is made, of the job that people were
 * asked about, the trouble is named in the thread, and a last message comes.
 */
class RerunStormTest {
    private static final int AT_ONCE = 3;
    private static final Duration TIMEOUT = Duration.ofMillis(700);

    @TempDir
    Path dir;

    /** When the trouble begins. */
    enum WhenStruck {
        /** The call meets it instead of being carried out. */
        INSTEAD_OF_THE_CALL,
        /** The call is carried out, and its answer meets it. */
        ANSWER_OF_THE_CALL,
        /** With the yes to the rerun. */
        WITH_THE_YES,
        /** While the job is followed. */
        FOLLOWING,
        /** When the job has deployed. */
        PROOF
    }

    /**
     * One play.
     *
     * @param begin lets the trouble come
     * @param outcome how it must end, given that all is well again after a while
     * @param words what the thread must say of the trouble, in its last message or meanwhile
     */
    record Struck(String name, WhenStruck moment, Consumer<Incident> begin, Outcome outcome, String words, boolean usual) {
        static Struck of(String name, WhenStruck moment, Consumer<Incident> begin, Outcome outcome, String words) {
            return new Struck(name, moment, begin, outcome, words, false);
        }

        /** One of those that are played in a usual run. */
        Struck often() {
            return new Struck(name, moment, begin, outcome, words, true);
        }

        @Override
        public String toString() {
            return moment + " " + name;
        }
    }

    // the calls of GitLab

    private static boolean isCall(String request) {
        return request.startsWith("POST ");
    }

    private static boolean isJob(String request) {
        return request.matches("GET .*/jobs/\\d+");
    }

    private static Struck refused(String name, GitlabFault fault, String words) {
        return Struck.of(name, WhenStruck.INSTEAD_OF_THE_CALL,
                incident -> incident.world.gitlab().faults().instead(RerunStormTest::isCall, fault), Outcome.UNLOCKED,
                words);
    }

    private static Struck lost(String name, GitlabFault fault) {
        return Struck.of(name, WhenStruck.ANSWER_OF_THE_CALL,
                incident -> incident.world.gitlab().faults().after(RerunStormTest::isCall, fault), Outcome.RESOLVED,
                "");
    }

    private static Struck unseen(String name, GitlabFault fault, String words) {
        return Struck.of(name, WhenStruck.FOLLOWING, incident -> incident.world.gitlab().faults().instead(RerunStormTest::isJob, fault),
                Outcome.RESOLVED, words);
    }

    private static GitlabFault status(int status) {
        return new GitlabFault.StatusAnswer(status, Optional.empty());
    }

    private static Stream<Struck> gitlab() {
        String unknown = "Whether the job is rerun is not known";
        return Stream.of(
                refused("401", status(401), "does not accept GITLAB_RERUN_TOKEN (401)").often(),
                refused("403", status(403), "Rerun the job by hand"),
                refused("404", status(404), "its pipeline was deleted"),
                refused("409", status(409), "GitLab answered 409"),
                refused("429", new GitlabFault.StatusAnswer(429, Optional.of("60")), "limits how often it may be asked (429)"),
                refused("no scope",
                        new GitlabFault.StatusBody(403,
                                "{\"error\":\"insufficient_scope\",\"error_description\":\"The request requires higher"
                                        + " privileges than provided by the access token.\"}"),
                        "lacks the scope api").often(),
                refused("archived", new GitlabFault.StatusBody(403, "{\"message\":\"403 Forbidden - Job is not retryable\"}"),
                        "its pipeline is archived"),
                refused("redirect", new GitlabFault.Redirect("https://elsewhere.example/"), "set GITLAB_URL to the final address"),
                refused("500", status(500), unknown), refused("502", status(502), unknown).often(),
                refused("hang-up", new GitlabFault.Hangup(), unknown),
                refused("web page", new GitlabFault.HtmlAnswer(), unknown),
                lost("500", status(500)), lost("502", status(502)), lost("hang-up", new GitlabFault.Hangup()).often(),
                lost("slow", new GitlabFault.Late(TIMEOUT.multipliedBy(2))), lost("cut", new GitlabFault.CutShort()).often(),
                lost("no JSON", new GitlabFault.BrokenOff()), lost("empty", new GitlabFault.StatusBody(201, "")),
                lost("another job", new GitlabFault.StatusBody(201, "{\"id\": 1, \"name\": \"gprd:auto-deploy\"}")),
                unseen("401", status(401), "GITLAB_TOKEN (401)"), unseen("403", status(403), "(403"),
                unseen("404", status(404), "it shows no job").often(), unseen("409", status(409), "with 409"),
                unseen("429", status(429), "rate-limiting"),
                unseen("500", status(500), "with 500"), unseen("502", status(502), "with 502").often(),
                unseen("redirect", new GitlabFault.Redirect("https://elsewhere.example/"), "it redirects"),
                unseen("hang-up", new GitlabFault.Hangup(), "the connection broke off"),
                unseen("slow", new GitlabFault.Late(TIMEOUT.multipliedBy(2)), "it did not answer in time"),
                unseen("no JSON", new GitlabFault.Body("{\"id\": 1"), "the JSON breaks off"),
                unseen("web page", new GitlabFault.HtmlAnswer(), "it is a web page"),
                unseen("another job", new GitlabFault.Body("{\"id\": 1, \"name\": \"a\", \"status\": \"success\"}"), "was expected")
                        .often());
    }

    // the other systems meanwhile

    private static Struck cluster(String name, WhenStruck moment, Fault fault, Outcome outcome, String words) {
        return Struck.of(name, moment, incident -> incident.cluster.faults().always(any -> true, fault), outcome, words);
    }

    private static Struck slack(String name, WhenStruck moment, String method, SlackFault fault) {
        return Struck.of(name, moment, incident -> incident.slack().faults().always(method, fault), Outcome.RESOLVED, "");
    }

    private static Stream<Struck> others() {
        String notRead = "Where the release stands could not be read: the cluster";
        return Stream.of(
                cluster("the cluster 403", WhenStruck.WITH_THE_YES, Fault.forbidden(), Outcome.UNLOCKED, notRead),
                cluster("the cluster breaks", WhenStruck.WITH_THE_YES, Fault.reset(), Outcome.UNLOCKED, notRead),
                cluster("the cluster 503", WhenStruck.WITH_THE_YES, Fault.unavailable(), Outcome.UNLOCKED, notRead).often(),
                cluster("the cluster 403", WhenStruck.PROOF, Fault.forbidden(), Outcome.RESOLVED, "(403)"),
                cluster("the cluster 503", WhenStruck.PROOF, Fault.unavailable(), Outcome.RESOLVED, "(503)").often(),
                cluster("the cluster breaks", WhenStruck.PROOF, Fault.reset(), Outcome.RESOLVED, "the connection broke"),
                cluster("half an answer", WhenStruck.PROOF, Fault.halfAnAnswer(), Outcome.RESOLVED, "the connection broke"),
                cluster("endless", WhenStruck.PROOF, Fault.endlessContinue(), Outcome.RESOLVED, "does not end"),
                slack("Slack 503", WhenStruck.WITH_THE_YES, "*", SlackFault.status(503)),
                slack("no reactions", WhenStruck.WITH_THE_YES, "reactions.get", SlackFault.status(500)).often(),
                slack("no edits", WhenStruck.WITH_THE_YES, "chat.update", SlackFault.tooMany()),
                slack("no messages", WhenStruck.FOLLOWING, "chat.update", SlackFault.error("brand_new_error")),
                slack("Slack 503", WhenStruck.FOLLOWING, "*", SlackFault.status(503)).often(),
                slack("Slack breaks", WhenStruck.PROOF, "*", SlackFault.reset()),
                slack("lost messages", WhenStruck.PROOF, "chat.postMessage", SlackFault.lostAnswer()));
    }

    private static Stream<Struck> all() {
        return Stream.concat(gitlab(), others());
    }

    @Test
    void each_kind_of_fault_around_a_rerun_ends_in_words() throws Exception {
        storm(all().filter(Struck::usual).toList());
    }

    @Test
    @Tag("long")
    void every_fault_around_a_rerun_ends_in_words() throws Exception {
        storm(all().toList());
    }

    private void storm(List<Struck> plays) throws Exception {
        List<Throwable> failures = new ArrayList<>();
        List<String> rows = new ArrayList<>();
        try (ExecutorService lives = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<String>> played = plays.stream().map(play -> lives.submit(() -> played(play))).toList();
            for (Future<String> each : played) {
                try {
                    rows.add(each.get());
                } catch (ExecutionException failed) {
                    failures.add(failed.getCause());
                }
            }
        }
        String table = String.join("\n", rows);
        Files.createDirectories(Path.of("target"));
        Files.writeString(Path.of("target", "rerun-storm.txt"), table + "\n");
        System.out.println(table);
        assertThat(failures).isEmpty();
    }

    private String played(Struck play) throws IOException {
        Duration timeout = play.name().equals("slow") ? TIMEOUT : Duration.ofSeconds(8);
        Path place = Files.createDirectories(dir.resolve(play.toString().replace(' ', '-')));
        try (Incident incident = SecondRequest.withToken(Incident.prepare(place, Mode.SOCKET, new HurriedSlack(Duration.ofSeconds(8))))) {
            incident.go(List.of(new ImpatientGitlab(timeout), new ImpatientCluster(Duration.ofSeconds(8))));
            return new Storming(play, new SecondRequest(incident), incident).row();
        } catch (RuntimeException | AssertionError failed) {
            throw new AssertionError(play + ": " + failed.getMessage(), failed);
        }
    }

    /** A play on its way. */
    private record Storming(Struck play, SecondRequest rerun, Incident incident) {

        String row() {
            Message request = rerun.offered();
            SimulatedJob old = rerun.newest();
            int before = incident.messages("").size();
            if (play.moment() != WhenStruck.FOLLOWING && play.moment() != WhenStruck.PROOF) play.begin().accept(incident);
            incident.yes(BOB, request);
            if (play.moment() == WhenStruck.WITH_THE_YES) wait(Duration.ofSeconds(62));
            if (play.outcome() == Outcome.RESOLVED) follow(old);
            Message last = rerun.end(play.outcome());
            assertThat(said()).as("the thread\n" + incident.slack().transcript(World.CHANNEL)).contains(play.words());
            assertThat(rerun.retries()).hasSizeLessThanOrEqualTo(1)
                    .allSatisfy(call -> assertThat(call).contains("/jobs/" + old.id() + "/retry"));
            assertThat(incident.world.project().jobs().stream().filter(job -> job.name().equals(DEPLOY))).hasSizeLessThanOrEqualTo(2);
            assertThat(incident.messages("").stream().map(World::key).filter(key -> !key.isEmpty())).doesNotHaveDuplicates();
            assertThat(incident.messages("").size()).isGreaterThan(before);
            return "%-22s%-20s%-10s%s".formatted(play.moment(), play.name(), play.outcome(), last.text().lines().findFirst().orElse(""));
        }

        private void follow(SimulatedJob old) {
            incident.patiently("a new job", () -> rerun.newest().id() != old.id());
            SimulatedJob job = rerun.newest();
            if (play.moment() == WhenStruck.FOLLOWING) {
                incident.until("the job is followed", () -> !incident.messages("job:").isEmpty());
                play.begin().accept(incident);
                wait(SecondRequest.STEP);
                wait(SecondRequest.STEP);
            }
            if (play.moment() == WhenStruck.PROOF) play.begin().accept(incident);
            job.startedAt(incident.clock.instant());
            rerun.deploys();
            job.succeededAt(incident.clock.instant());
            wait(SecondRequest.STEP);
            wait(Duration.ofMinutes(1));
            calm();
        }

        /** Time passes while the trouble lasts; what it is shows in the thread by then, if Slack takes messages. */
        private void wait(Duration time) {
            incident.clock.advance(time);
            incident.slack().await(Duration.ofSeconds(3), () -> !play.words().isEmpty() && said().contains(play.words()));
            if (play.moment() == WhenStruck.WITH_THE_YES) calm();
        }

        private void calm() {
            incident.world.gitlab().faults().clear();
            incident.cluster.faults().clear();
            incident.slack().faults().clear();
        }

        /** All that any message of the thread ever said. */
        private String said() {
            return String.join("\n", incident.messages("").stream().flatMap(message -> message.texts().stream()).toList());
        }
    }
}
