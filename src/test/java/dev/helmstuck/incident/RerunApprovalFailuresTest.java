package dev.helmstuck.incident;

import static dev.helmstuck.incident.Incident.BELOW;
import static dev.helmstuck.incident.Incident.STUCK;
import static dev.helmstuck.incident.Incident.YES;
import static dev.helmstuck.simulator.World.ALICE;
import static dev.helmstuck.simulator.World.BOB;
import static dev.helmstuck.simulator.World.CAROL;
import static dev.helmstuck.simulator.World.CHANNEL;
import static dev.helmstuck.simulator.World.DEPLOY;
import static dev.helmstuck.simulator.World.SRE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import dev.helmstuck.incident.Incident.Mode;
import dev.helmstuck.ports.Remediations.AuditRow;
import dev.helmstuck.remediation.Outcome;
import dev.helmstuck.simulator.gitlab.SimulatedJob;
import dev.helmstuck.simulator.slack.Delivery;
import dev.helmstuck.simulator.slack.Member;
import dev.helmstuck.simulator.slack.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The rows of {@link ApprovalFailuresTest} once more for the second request of a thread, the one to rerun the job: nothing is sent to
 * GitLab without a yes to this very message.
 *
 * <p>Not here, because there is nothing of the rerun's own in it: row 2 (an empty list of approvers) and the signing secret of row 15 keep
 * the bot from starting, whatever it would ask later; row 5's new message (a job that is no longer the one ends it, for which other job is
 * wanted then, people decide); row 18's uid (a job's id is never given to another one).
 */
@Execution(ExecutionMode.CONCURRENT)
class RerunApprovalFailuresTest extends ApprovalRows {
    @Override
    Incident prepared(Mode mode) {
        return SecondRequest.prepare(dir, mode);
    }

    @Override
    Message asked(Incident incident) {
        return new SecondRequest(incident).offered();
    }

    @Override
    void untouched(Incident incident) {
        assertThat(new SecondRequest(incident).retries()).isEmpty();
    }

    @Override
    int acts(Incident incident) {
        return new SecondRequest(incident).retries().size();
    }

    @Override
    List<String> approvers(Incident incident) {
        return new SecondRequest(incident).yes();
    }

    @Override
    void done(Incident incident, String approver) {
        SecondRequest rerun = new SecondRequest(incident);
        var unused = rerun.resolved(rerun.oldest(), approver);
    }

    /** However it ended, the delete before it stays. */
    @Override
    Message ends(Incident incident, Outcome outcome) {
        return new SecondRequest(incident).notRerun();
    }

    private SecondRequest start() {
        return SecondRequest.start(dir);
    }

    private SecondRequest start(Mode mode) {
        return new SecondRequest(SecondRequest.prepare(dir, mode).go());
    }

    @Test
    void row05_a_job_that_is_another_one_after_the_yes_voids_it() {
        SecondRequest rerun = start();
        try (Incident incident = rerun.incident()) {
            Message request = rerun.offered();
            incident.meanwhile(() -> incident.world.project().job(DEPLOY).pipeline(8000).startedAt(incident.clock.instant())
                    .failedAt(incident.clock.instant(), "script_failure"));
            incident.yes(BOB, request);
            assertThat(rerun.notRerun().text()).contains("which is a rollback");
            assertThat(rerun.yes()).isEmpty();
        }
    }

    @Test
    void row06_a_yes_to_the_delete_is_none_to_the_rerun() {
        SecondRequest rerun = start();
        try (Incident incident = rerun.incident()) {
            Message request = rerun.offered();
            Message delete = incident.messages("request:").getFirst();
            assertThat(incident.now(delete).reacted(YES)).contains(CAROL);
            for (Message other : List.of(delete, incident.world.root(), incident.messages("unlocked:").getFirst(),
                    incident.messages("evidence:").getFirst()))
                incident.looksAgain(() -> incident.yes(BOB, other));
            assertThat(rerun.yes()).isEmpty();
            assertThat(rerun.retries()).isEmpty();
            var unused = rerun.rerunByBob(request);
        }
    }

    @Test
    void row06_a_yes_to_the_rerun_is_none_to_the_delete_of_the_next_record() {
        SecondRequest rerun = start();
        try (Incident incident = rerun.incident()) {
            Message request = rerun.offered();
            SimulatedJob old = rerun.newest();
            incident.yes(BOB, request);
            SimulatedJob job = rerun.rerunOf(old);
            job.startedAt(incident.clock.instant());
            incident.clock.advance(Duration.ofSeconds(5));
            incident.record(BELOW, 1234, "pending-upgrade", text -> text);
            job.failedAt(incident.clock.instant().plusSeconds(30), "script_failure");
            incident.patiently("the third request", SecondRequest.STEP, () -> incident.audit("request").size() == 3);
            incident.looksAgain(() -> incident.yes(CAROL, request));
            incident.looksAgain(() -> incident.yes(BOB, incident.messages("request:").getFirst()));
            assertThat(incident.deletes()).as("the first record alone").hasSize(1);
            incident.yes(CAROL, incident.messages("request:").getLast());
            incident.until("the second record is deleted", () -> incident.deletes().size() == 2);
            assertThat(rerun.retries()).as("no rerun without another yes").hasSize(1);
        }
    }

    @Test
    void a_no_between_the_look_and_the_call_wins_over_the_yes() {
        SecondRequest rerun = start();
        try (Incident incident = rerun.incident()) {
            Message request = rerun.offered();
            incident.meanwhile(() -> incident.no(CAROL, request));
            incident.yes(BOB, request);
            assertThat(rerun.notRerun().text()).contains("carol said no");
            assertThat(incident.audited("denial").result()).isEqualTo("nothing rerun");
        }
    }

    @Test
    void a_cancel_between_the_look_and_the_call_wins_over_the_yes() {
        SecondRequest rerun = start();
        try (Incident incident = rerun.incident()) {
            Message request = rerun.offered();
            incident.meanwhile(() -> incident.type(ALICE, "cancel gitlab-cny"));
            incident.yes(BOB, request);
            assertThat(rerun.notRerun().text()).contains("alice called it off");
        }
    }

    @Test
    void a_yes_in_time_counts_although_the_look_after_it_ends_too_late() {
        SecondRequest rerun = start();
        try (Incident incident = rerun.incident()) {
            Message request = rerun.offered();
            incident.meanwhile(() -> incident.clock.advance(Duration.ofMinutes(15)));
            var unused = rerun.rerunByBob(request);
        }
    }

    @Test
    void a_yes_whose_event_was_lost_in_a_reconnect_is_found_by_looking() {
        SecondRequest rerun = start();
        try (Incident incident = rerun.incident()) {
            Message request = rerun.offered();
            SimulatedJob old = rerun.newest();
            incident.slack().deliveries().lose(1);
            incident.yes(BOB, request);
            assertThat(rerun.retries()).isEmpty();
            incident.clock.advance(Duration.ofSeconds(61));
            var unused = rerun.resolved(old, BOB);
        }
    }

    @ParameterizedTest
    @EnumSource
    void row10_the_same_event_twice_and_two_approvers_in_the_same_instant_make_one_call(Mode mode) {
        SecondRequest rerun = start(mode);
        try (Incident incident = rerun.incident()) {
            Message request = rerun.offered();
            SimulatedJob old = rerun.newest();
            incident.slack().deliveries().hold();
            Delivery bobs = incident.slack().react(BOB, CHANNEL, request.ts(), YES).orElseThrow();
            Delivery carols = incident.slack().react(CAROL, CHANNEL, request.ts(), YES).orElseThrow();
            incident.slack().deliveries().releaseInReverse();
            List<Boolean> acked = Stream.of(bobs, carols, bobs, carols).parallel().map(incident.slack()::resend).toList();
            assertThat(acked).containsOnly(true);
            SimulatedJob job = rerun.rerunOf(old);
            assertThat(incident.slack().resend(bobs)).isTrue();
            incident.until("the job is followed", () -> !incident.messages("job:").isEmpty());
            job.startedAt(incident.clock.instant()).failedAt(incident.clock.instant(), "script_failure");
            var unused = rerun.end(Outcome.UNLOCKED);
            assertThat(incident.slack().resend(carols)).isTrue();
            assertThat(rerun.yes()).isNotEmpty().isSubsetOf(BOB, CAROL).doesNotHaveDuplicates();
            assertThat(rerun.retries()).hasSize(1);
            assertThat(incident.audit("rerun")).hasSize(1);
        }
    }

    @Test
    void row18_a_job_that_was_rerun_by_hand_right_before_the_call_is_followed_and_not_rerun_again() {
        SecondRequest rerun = start();
        try (Incident incident = rerun.incident()) {
            Message request = rerun.offered();
            SimulatedJob old = rerun.newest();
            incident.world.gitlab().faults().before(ask -> ask.startsWith("POST "),
                    () -> assertThat(old.retry(incident.clock.instant())).isPresent());
            incident.yes(BOB, request);
            SimulatedJob theirs = rerun.rerunOf(old);
            incident.until("theirs is followed",
                    () -> incident.messages("job:").stream().anyMatch(job -> job.text().contains("#" + theirs.id())));
            theirs.startedAt(incident.clock.instant()).failedAt(incident.clock.instant(), "script_failure");
            assertThat(rerun.end(Outcome.UNLOCKED).text()).contains("#" + theirs.id());
            assertThat(rerun.newest().id()).as("no third job").isEqualTo(theirs.id());
            assertThat(rerun.retries()).hasSize(1);
        }
    }

    @Test
    void row19_the_audit_trail_says_who_asked_who_said_yes_what_exactly_and_the_result() {
        SecondRequest rerun = start();
        try (Incident incident = rerun.incident()) {
            Message request = rerun.offered();
            SimulatedJob old = rerun.newest();
            String object = incident.world.project().path() + " job " + old.id() + " " + DEPLOY;
            var unused = rerun.rerunByBob(request);
            List<AuditRow> rows = incident.audit().stream().filter(row -> row.object().equals(object)).toList();
            assertThat(rows.stream().map(row -> row.actor() + " " + row.action())).containsExactly("helm-stuck request", BOB + " approval",
                    "helm-stuck diagnosis", "helm-stuck rerun");
            assertThat(rows.getFirst().result()).contains(request.ts());
            assertThat(rows.getLast().result()).isEqualTo("rerun as job " + rerun.newest().id());
            assertThat(incident.audited("rerun ended").object()).contains("job " + rerun.newest().id());
        }
    }

    @Test
    void row20_hostile_text_from_gitlab_calls_nobody() {
        String hostile = "<!channel> <@U0CAROL> <!subteam^S0SRE> ```*_~ `x` &lt;!here&gt;";
        Incident prepared = SecondRequest.prepare(dir, Mode.SOCKET);
        try (Incident incident = prepared) {
            SimulatedJob culprit = incident.world.project().newest(DEPLOY).orElseThrow();
            culprit.by(hostile).failedAt(incident.clock.instant().minusSeconds(600), "script_failure");
            incident.go();
            SecondRequest rerun = new SecondRequest(incident);
            Message request = rerun.offered();
            incident.yes(BOB, request);
            SimulatedJob job = rerun.rerunOf(culprit);
            job.by(hostile).startedAt(incident.clock.instant()).failedAt(incident.clock.instant(), hostile);
            assertThat(rerun.end(Outcome.UNLOCKED).text()).contains("&lt;!channel&gt;");
        }
    }

    @Test
    void row22_with_two_approvals_one_person_is_not_enough_and_a_yes_to_the_delete_does_not_fill_up() {
        Incident prepared = SecondRequest.prepare(dir, Mode.SOCKET).policy(2, "15m").go();
        SecondRequest rerun = new SecondRequest(prepared);
        try (Incident incident = prepared) {
            incident.slack().addMember(Member.person("U0BOB2", "bob.two", "Bob Again").withEmail("Bob@example.com"));
            incident.slack().changeGroup(SRE, ALICE, BOB, CAROL, "U0BOB2");
            Message delete = incident.asked();
            incident.yes(BOB, delete);
            incident.yes(CAROL, delete);
            Message request = rerun.offeredAfterThat();
            incident.looksAgain(() -> incident.yes(BOB, request));
            incident.until("the request says whose yes is missing",
                    () -> incident.now(request).text().contains("Yes so far: 1 of 2*, from bob."));
            incident.looksAgain(() -> incident.yes("U0BOB2", request));
            assertThat(rerun.yes()).isEmpty();
            assertThat(rerun.retries()).isEmpty();
            SimulatedJob old = rerun.newest();
            incident.yes(CAROL, request);
            assertThat(rerun.resolved(old, BOB, CAROL).text()).contains("bob", "carol");
        }
    }

    @Test
    void a_request_whose_words_were_changed_still_reruns_its_own_job_or_none() throws Exception {
        SecondRequest rerun = start();
        try (Incident incident = rerun.incident()) {
            Message request = rerun.offered();
            SimulatedJob old = rerun.newest();
            SimulatedJob older = incident.world.project().jobs().getLast();
            assertThat(edited(incident, request, "Rerun " + older.name() + " #" + older.id() + "?")).contains("\"ok\":true");
            incident.yes(BOB, request);
            var unused = rerun.resolved(old, BOB);
            assertThat(rerun.retries()).singleElement().satisfies(call -> assertThat(call).contains("/jobs/" + old.id() + "/retry"));
            assertThat(incident.there(STUCK)).as("what the rerun deployed").isTrue();
        }
    }

    /** By whoever has the bot's token. */
    private static String edited(Incident incident, Message message, String text) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(incident.slack().apiUrl() + "chat.update"))
                    .header("Authorization", "Bearer " + incident.slack().botToken())
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString("channel=" + CHANNEL + "&ts=" + message.ts() + "&text="
                            + java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8)))
                    .build(), BodyHandlers.ofString()).body().replace(" ", "");
        }
    }
}
