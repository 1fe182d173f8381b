package dev.helmstuck.incident;

import static dev.helmstuck.incident.Incident.BELOW;
import static dev.helmstuck.incident.Incident.NAMESPACE;
import static dev.helmstuck.incident.Incident.STUCK;
import static dev.helmstuck.simulator.World.ALICE;
import static dev.helmstuck.simulator.World.BOB;
import static dev.helmstuck.simulator.World.CHANNEL;
import static dev.helmstuck.simulator.World.DEPLOY;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

import dev.helmstuck.incident.Incident.Mode;
import dev.helmstuck.remediation.Outcome;
import dev.helmstuck.simulator.World;
import dev.helmstuck.simulator.gitlab.GitlabFaults;
import dev.helmstuck.simulator.gitlab.SimulatedJob;
import dev.helmstuck.simulator.kubernetes.Kind;
import dev.helmstuck.simulator.slack.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What follows an unlock where the bot may rerun jobs: another request, one call, a job that is followed, and the proof. */
@Execution(ExecutionMode.CONCURRENT)
class RerunTest {
    private static final Duration STEP = Duration.ofSeconds(11);

    @TempDir
    Path dir;

    private Incident start(Mode mode) {
        Incident incident = Incident.prepare(dir, mode);
        incident.world.with("GITLAB_RERUN_TOKEN", incident.world.gitlab().rerunToken());
        return incident.go();
    }

    private Incident start() {
        return start(Mode.SOCKET);
    }

    /** Helm is unlocked and people are asked about the rerun. */
    private static Message offered(Incident incident) {
        Message request = incident.asked();
        incident.yes(BOB, request);
        incident.until("the request to rerun", () -> incident.audit("request").size() == 2);
        return incident.messages("rerun:").getFirst();
    }

    private static SimulatedJob newest(Incident incident) {
        return incident.world.project().newest(DEPLOY).orElseThrow();
    }

    private static List<String> retries(Incident incident) {
        return incident.gitlabRequests().stream().filter(request -> request.startsWith("POST ")).toList();
    }

    /** The rerun job, once it is there. */
    private static SimulatedJob rerun(Incident incident, Message request) {
        SimulatedJob failed = newest(incident);
        incident.yes(BOB, request);
        incident.until("a new job", () -> newest(incident).id() != failed.id());
        return newest(incident);
    }

    /** What the rerun's Helm does. */
    private static void deploys(Incident incident) {
        incident.record(BELOW, 1234, "deployed", text -> text);
        incident.record(BELOW, 1233, "superseded", text -> text);
    }

    @ParameterizedTest
    @EnumSource
    void a_rerun_that_deploys_is_proven_and_only_then_it_is_resolved(Mode mode) {
        try (Incident incident = start(mode)) {
            Message request = offered(incident);
            assertThat(request.text()).contains("Rerun gprd-cny:auto-deploy #" + newest(incident).id() + "?", "exactly this job, once",
                    "revision 1233");
            assertThat(incident.messages("unlocked:")).singleElement()
                    .satisfies(message -> assertThat(message.text()).contains("Helm is unlocked",
                            "java -jar helm-stuck.jar restore gitlab-cny"));
            assertThat(incident.audit("end")).isEmpty();
            assertThat(retries(incident)).isEmpty();

            SimulatedJob job = rerun(incident, request);
            incident.until("the job is followed", () -> !incident.messages("job:").isEmpty());
            job.startedAt(incident.clock.instant());
            incident.patiently("it runs", STEP, () -> incident.messages("job:").getFirst().text().contains("is running"));
            deploys(incident);
            job.succeededAt(incident.clock.instant().plusSeconds(200));
            incident.patiently("the end", STEP, () -> !incident.audit("end").isEmpty());

            Message last = incident.ended(Outcome.RESOLVED);
            assertThat(last.text()).contains("resolved", "Revision 1234 is deployed", "no change ended up deployed",
                    "rerun: gprd-cny:auto-deploy #");
            assertThat(incident.messages("job:")).singleElement().satisfies(
                    message -> assertThat(message.text()).contains("has succeeded", "it took"));
            assertThat(retries(incident)).hasSize(1);
            assertThat(incident.deletes()).hasSize(1);
        }
    }

    @Test
    void without_a_token_the_link_is_shown_instead() {
        try (Incident incident = Incident.start(dir)) {
            Message request = incident.asked();
            incident.yes(BOB, request);
            assertThat(incident.repaired().text()).contains("rerun", "#" + newest(incident).id());
            assertThat(incident.messages("rerun:")).isEmpty();
        }
    }

    @Test
    void the_requester_alone_reruns_nothing() {
        try (Incident incident = start()) {
            Message request = offered(incident);
            incident.looksAgain(() -> incident.yes(ALICE, request));
            assertThat(retries(incident)).isEmpty();
            incident.no(BOB, request);
            assertThat(incident.ended(Outcome.UNLOCKED).text()).contains("job was not rerun: bob said no");
            assertThat(retries(incident)).isEmpty();
        }
    }

    @Test
    void the_requester_calls_the_rerun_off_and_helm_stays_unlocked() {
        try (Incident incident = start()) {
            Message request = offered(incident);
            incident.type(ALICE, "cancel gitlab-cny");
            assertThat(incident.answers(ALICE, 1).getLast().text()).contains("Cancelled: the rerun for gitlab-cny", "Helm stays unlocked");
            assertThat(incident.ended(Outcome.UNLOCKED).text()).contains("job was not rerun: alice called it off");
            assertThat(incident.now(request).text()).contains("Request closed");
            assertThat(retries(incident)).isEmpty();
        }
    }

    @Test
    void a_newer_deploy_job_makes_the_rerun_one_of_an_older_version() {
        try (Incident incident = start()) {
            Message request = offered(incident);
            incident.world.project().job(DEPLOY).pipeline(8000).startedAt(incident.clock.instant()).failedAt(incident.clock.instant(),
                    "script_failure");
            incident.yes(BOB, request);
            assertThat(incident.ended(Outcome.UNLOCKED).text()).contains("would deploy an older version, which is a rollback");
            assertThat(retries(incident)).isEmpty();
        }
    }

    @Test
    void a_deploy_that_runs_by_now_is_in_the_way_and_is_the_one_to_watch() {
        try (Incident incident = start()) {
            Message request = offered(incident);
            SimulatedJob running = incident.world.project().job(DEPLOY).pipeline(8000).startedAt(incident.clock.instant());
            incident.yes(BOB, request);
            Message last = incident.ended(Outcome.UNLOCKED);
            assertThat(last.text().lines().findFirst().orElseThrow()).contains("job was not rerun", "Next: watch ", running.url(),
                    "and rerun nothing");
            assertThat(retries(incident)).isEmpty();
        }
    }

    @Test
    void a_job_that_ran_last_in_an_older_pipeline_is_not_offered() {
        try (Incident incident = Incident.prepare(dir, Mode.SOCKET)) {
            incident.world.with("GITLAB_RERUN_TOKEN", incident.world.gitlab().rerunToken());
            incident.world.project().job(DEPLOY).pipeline(6000).startedAt(incident.clock.instant().minusSeconds(300))
                    .failedAt(incident.clock.instant().minusSeconds(200), "script_failure");
            incident.go();
            incident.yes(BOB, incident.asked());
            assertThat(incident.repaired().text()).contains("is of an older pipeline", "which is a rollback");
            assertThat(incident.messages("rerun:")).isEmpty();
        }
    }

    @Test
    void a_job_that_somebody_else_reran_first_is_not_rerun_again() {
        try (Incident incident = start()) {
            Message request = offered(incident);
            assertThat(newest(incident).retry(incident.clock.instant())).isPresent();
            incident.yes(BOB, request);
            assertThat(incident.ended(Outcome.UNLOCKED).text()).contains("A deploy job comes without a rerun");
            assertThat(retries(incident)).isEmpty();
        }
    }

    @Test
    void an_answer_that_is_lost_is_looked_up_and_nothing_is_sent_twice() {
        try (Incident incident = start()) {
            Message request = offered(incident);
            incident.world.gitlab().faults().after(ask -> ask.startsWith("POST "), new GitlabFaults.GitlabFault.Hangup());
            SimulatedJob job = rerun(incident, request);
            incident.until("the job is followed", () -> incident.messages("job:").stream().anyMatch(
                    message -> message.text().contains("#" + job.id())));
            job.startedAt(incident.clock.instant());
            deploys(incident);
            job.succeededAt(incident.clock.instant());
            incident.patiently("the end", STEP, () -> !incident.audit("end").isEmpty());
            incident.ended(Outcome.RESOLVED);
            assertThat(retries(incident)).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 500})
    void what_gitlab_answers_instead_is_said(int status) {
        try (Incident incident = start()) {
            Message request = offered(incident);
            incident.world.gitlab().faults().instead(ask -> ask.startsWith("POST "),
                    new GitlabFaults.GitlabFault.StatusAnswer(status, Optional.empty()));
            incident.yes(BOB, request);
            incident.until("the end", () -> !incident.audit("end").isEmpty());
            assertThat(incident.ended(Outcome.UNLOCKED).text()).contains(Integer.toString(status));
            assertThat(retries(incident)).hasSize(1);
        }
    }

    @Test
    void a_green_job_without_a_new_revision_has_deployed_nothing() {
        try (Incident incident = start()) {
            SimulatedJob job = rerun(incident, offered(incident));
            job.startedAt(incident.clock.instant()).succeededAt(incident.clock.instant());
            incident.patiently("the end", STEP, () -> !incident.audit("end").isEmpty());
            assertThat(incident.ended(Outcome.UNLOCKED).text()).contains("The job is green, but it deployed nothing");
        }
    }

    @Test
    void a_revision_that_somebody_deployed_while_the_job_waited_is_no_proof_of_the_job_whatever_the_clocks_say() {
        try (Incident incident = start()) {
            SimulatedJob job = rerun(incident, offered(incident));
            incident.until("the job is followed", () -> looks(incident, job) > 0);
            deploys(incident, Duration.ofSeconds(40));
            long looks = looks(incident, job);
            incident.patiently("it is seen beside a job that waits", STEP, () -> looks(incident, job) > looks + 1);
            job.startedAt(incident.clock.instant()).succeededAt(incident.clock.instant());
            incident.patiently("the end", STEP, () -> !incident.audit("end").isEmpty());
            assertThat(incident.ended(Outcome.UNLOCKED).text())
                    .contains("it deployed nothing: revision 1234 was there before and is still the newest").doesNotContain("resolved");
        }
    }

    private static long looks(Incident incident, SimulatedJob job) {
        return incident.gitlabRequests().stream().filter(request -> request.endsWith("/jobs/" + job.id())).count();
    }

    /** The same with a cluster whose clock is ahead of GitLab's. */
    private static void deploys(Incident incident, Duration ahead) {
        deploys(incident);
        var unused = incident.cluster.change(Kind.SECRET, NAMESPACE, STUCK, record -> {
            record.withObject("/metadata").put("creationTimestamp",
                    incident.clock.instant().plus(ahead).truncatedTo(ChronoUnit.SECONDS).toString());
            return record;
        });
    }

    @Test
    void a_deploy_is_proven_although_the_cluster_s_clock_is_behind_gitlab_s() {
        try (Incident incident = start()) {
            SimulatedJob job = rerun(incident, offered(incident));
            job.startedAt(incident.clock.instant());
            deploys(incident, Duration.ofSeconds(-40));
            job.succeededAt(incident.clock.instant());
            incident.patiently("the end", STEP, () -> !incident.audit("end").isEmpty());
            assertThat(incident.ended(Outcome.RESOLVED).text()).contains("Revision 1234 is deployed");
        }
    }

    @Test
    void clocks_that_are_further_apart_are_named_and_nothing_is_claimed() {
        try (Incident incident = start()) {
            SimulatedJob job = rerun(incident, offered(incident));
            job.startedAt(incident.clock.instant());
            deploys(incident, Duration.ofMinutes(-5));
            job.succeededAt(incident.clock.instant());
            incident.patiently("the end", STEP, () -> !incident.audit("end").isEmpty());
            assertThat(incident.ended(Outcome.UNLOCKED).text()).contains("its deploy is not proven", "Next: see in ", "what it deployed",
                    "revision 1234 is deployed, but whether the job deployed it cannot be told", "by the cluster's clock",
                    "or the two clocks differ").doesNotContain("resolved", "deployed nothing");
        }
    }

    @Test
    void a_job_that_fails_by_itself_is_told_from_one_that_meets_a_lock() {
        try (Incident incident = start()) {
            SimulatedJob job = rerun(incident, offered(incident));
            job.startedAt(incident.clock.instant()).failedAt(incident.clock.instant(), "script_failure");
            incident.patiently("the end", STEP, () -> !incident.audit("end").isEmpty());
            assertThat(incident.ended(Outcome.UNLOCKED).text()).contains("has failed (script_failure)", "Helm is not locked");
        }
    }

    @Test
    void a_renewed_lock_is_diagnosed_anew_in_the_same_thread() {
        try (Incident incident = start()) {
            SimulatedJob job = rerun(incident, offered(incident));
            incident.record(BELOW, 1234, "pending-upgrade", text -> text);
            job.startedAt(incident.clock.instant()).failedAt(incident.clock.instant().plusSeconds(30), "script_failure");
            incident.patiently("a third request", STEP, () -> incident.audit("request").size() >= 3 || !incident.audit("end").isEmpty());
            assertThat(incident.slack().messages(CHANNEL).stream().filter(message -> World.key(message).equals("root"))).hasSize(1);
            assertThat(incident.audit("rerun ended").getLast().result()).contains("locked again");
            if (incident.audit("end").isEmpty()) {
                incident.yes(BOB, incident.messages("request:").getLast());
                incident.until("it is deleted too", () -> incident.deletes().size() == 2);
            }
            assertThat(incident.cluster.get(Kind.SECRET, NAMESPACE, STUCK)).isNotNull();
        }
    }

    @Test
    void who_calls_the_request_after_a_renewed_lock_off_is_not_told_that_nothing_was_deleted() {
        try (Incident incident = start()) {
            SimulatedJob job = rerun(incident, offered(incident));
            incident.record(BELOW, 1234, "pending-upgrade", text -> text);
            job.startedAt(incident.clock.instant()).failedAt(incident.clock.instant().plusSeconds(30), "script_failure");
            incident.patiently("it is looked at anew", STEP, () -> !incident.audit("rerun ended").isEmpty());
            var unused = incident.type(ALICE, "cancel " + World.TARGET);
            assertThat(incident.answers(ALICE, 1).getLast().text()).contains("Nothing more was deleted.");
        }
    }

    @Test
    void after_a_restart_the_job_is_followed_on() {
        try (Incident incident = start()) {
            SimulatedJob job = rerun(incident, offered(incident));
            incident.until("the job is followed", () -> !incident.messages("job:").isEmpty());
            incident.world.stop();
            job.startedAt(incident.clock.instant());
            deploys(incident);
            job.succeededAt(incident.clock.instant());
            incident.go();
            incident.patiently("the end", STEP, () -> !incident.audit("end").isEmpty());
            incident.ended(Outcome.RESOLVED);
            assertThat(retries(incident)).hasSize(1);
        }
    }
}
