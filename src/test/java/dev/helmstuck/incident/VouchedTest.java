package dev.helmstuck.incident;

import static dev.helmstuck.incident.Incident.STUCK;
import static dev.helmstuck.simulator.World.ALICE;
import static dev.helmstuck.simulator.World.BOB;
import static dev.helmstuck.simulator.World.CAROL;
import static dev.helmstuck.simulator.World.DEPLOY;
import static dev.helmstuck.simulator.World.SRE;
import static dev.helmstuck.simulator.World.TARGET;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;

import dev.helmstuck.incident.Incident.Mode;
import dev.helmstuck.ports.Remediations.AuditRow;
import dev.helmstuck.remediation.Outcome;
import dev.helmstuck.simulator.gitlab.SimulatedJob;
import dev.helmstuck.simulator.slack.Member;
import dev.helmstuck.simulator.slack.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A canceled job proves nothing of its Helm, and somebody who has looked says that it is dead: what that takes, and what it never does. */
@Execution(ExecutionMode.CONCURRENT)
class VouchedTest {
    static final String WORD = TARGET + " —owner-dead “pod gone, checked on the runner”";
    static final String SAYS = "alice says that the Helm which wrote the stuck record has ended: “pod gone, checked on the runner”.";

    @TempDir
    Path dir;

    /** The job that wrote the record was canceled. */
    static Incident canceled(Incident incident) {
        SimulatedJob job = culprit(incident);
        var unused = job.canceledAt(incident.clock.instant().minus(Duration.ofMinutes(24)));
        return incident;
    }

    private static SimulatedJob culprit(Incident incident) {
        return incident.world.project().newest(DEPLOY).orElseThrow().log("Uploading artifacts\n");
    }

    private Incident start() {
        return start(Mode.SOCKET);
    }

    private Incident start(Mode mode) {
        return canceled(Incident.prepare(dir, mode)).go();
    }

    static Message vouched(Incident incident) {
        incident.type(ALICE, WORD);
        return incident.request(1);
    }

    @ParameterizedTest
    @EnumSource
    void the_request_begins_with_who_vouches_and_why_and_takes_one_yes_more(Mode mode) {
        try (Incident incident = start(mode)) {
            Message request = vouched(incident);
            assertThat(request.text()).contains("alice vouches for what no check proves", SAYS, "So 2 people have to say yes",
                    "Needed: 2 of them, other than alice");
            assertThat(request.text().indexOf(SAYS)).isLessThan(request.text().indexOf("A yes deletes exactly this Secret"));
            assertThat(incident.now(incident.world.root()).text()).contains(SAYS);
            incident.yes(BOB, request);
            incident.until("one yes is not enough", () -> incident.now(request).text().contains("Yes so far: 1 of 2"));
            assertThat(incident.deletes()).isEmpty();
            incident.yes(CAROL, request);
            Message last = incident.repaired();
            assertThat(last.text()).contains(SAYS + " No check proved it.");
            assertThat(incident.audit("approval").stream().map(AuditRow::actor)).containsExactlyInAnyOrder(BOB, CAROL);
            assertThat(incident.audit("command")).singleElement()
                    .satisfies(
                            row -> assertThat(row.result()).contains("vouching that the owner is dead: pod gone, checked on the runner"));
            assertThat(incident.audit("vouching")).hasSize(2).allSatisfy(row -> {
                assertThat(row.actor()).isEqualTo(ALICE);
                assertThat(row.object()).contains(STUCK, "uid=");
                assertThat(row.result()).isEqualTo("pod gone, checked on the runner");
            });
            incident.type(BOB, "history");
            assertThat(incident.answers(BOB, 1).getLast().text()).contains("the owner's end vouched for by alice");
        }
    }

    @Test
    void where_that_is_all_that_is_missing_the_last_message_says_how_to_vouch() {
        try (Incident incident = start()) {
            incident.type(ALICE, TARGET);
            Message last = incident.endedUntouched(Outcome.BLOCKED);
            assertThat(last.text()).contains("If you have looked where it ran", "/helm-stuck gitlab-cny --owner-dead \"what you have seen",
                    "one more than usual has to say yes");
        }
    }

    @Test
    void where_something_else_is_in_the_way_too_vouching_is_not_offered_and_does_not_help() {
        try (Incident incident = start()) {
            var unused = incident.world.project().job(DEPLOY).status("pending");
            incident.type(ALICE, TARGET);
            assertThat(incident.endedUntouched(Outcome.BLOCKED).text()).doesNotContain("--owner-dead");
            incident.type(ALICE, WORD);
            incident.until("the second one has ended", () -> incident.audit("end").size() == 2);
            assertThat(incident.endedUntouched(Outcome.BLOCKED).text()).contains(SAYS + " Nothing relied on that.")
                    .contains("1 active job can write this release");
            assertThat(incident.audit("request")).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"running", "canceling", "some_status_of_2031"})
    void it_never_counts_against_a_job_that_lives(String status) {
        Incident prepared = Incident.prepare(dir, Mode.SOCKET);
        var unused = culprit(prepared).status(status);
        try (Incident incident = prepared.go()) {
            incident.type(ALICE, WORD);
            Message last = incident.endedUntouched(Outcome.BLOCKED);
            assertThat(last.text()).contains("alice vouches for its end, which does not count here").doesNotContain("--owner-dead");
        }
    }

    @Test
    void a_job_that_begins_after_the_yes_stops_the_delete() {
        try (Incident incident = start()) {
            Message request = vouched(incident);
            incident.yes(BOB, request);
            var unused = incident.world.project().job(DEPLOY).status("running");
            incident.yes(CAROL, request);
            Message last = incident.endedUntouched(Outcome.PLAN_CHANGED);
            assertThat(last.text()).contains("active job can write this release").doesNotContain("--owner-dead");
        }
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void a_record_that_was_written_or_replaced_since_the_word_was_given_is_not_deleted_and_nobody_is_asked_again(boolean replaced) {
        try (Incident incident = start()) {
            Message request = vouched(incident);
            incident.yes(BOB, request);
            if (replaced)
                incident.recreate(STUCK);
            else
                incident.touch(STUCK);
            incident.yes(CAROL, request);
            Message last = incident.endedUntouched(Outcome.PLAN_CHANGED);
            assertThat(last.text()).contains("what alice vouched for was").doesNotContain("--owner-dead");
            assertThat(incident.audit("request")).hasSize(1);
        }
    }

    @Test
    void a_record_that_changes_between_the_two_looks_is_alive_whatever_anybody_says() {
        try (Incident incident = start()) {
            incident.meanwhile(() -> incident.touch(STUCK));
            incident.type(ALICE, WORD);
            assertThat(incident.endedUntouched(Outcome.BLOCKED).text()).contains("its owner is alive");
        }
    }

    @Test
    void where_the_end_is_proven_the_word_is_said_to_be_unneeded_and_one_yes_is_enough() {
        try (Incident incident = Incident.start(dir)) {
            Message request = vouched(incident);
            assertThat(request.text()).contains(SAYS + " That is not needed", "Needed: one of them, other than alice");
            incident.yes(BOB, request);
            assertThat(incident.repaired().text()).contains(SAYS + " Nothing relied on that.");
            assertThat(incident.audit("vouching")).isEmpty();
        }
    }

    @Test
    void when_the_time_passes_meanwhile_people_are_asked_anew_without_it() {
        try (Incident incident = canceled(Incident.prepare(dir, Mode.SOCKET)).policy(1, "3h").go()) {
            Message request = vouched(incident);
            incident.yes(BOB, request);
            incident.until("the first yes", () -> !incident.audit("yes").isEmpty());
            incident.clock.advance(Duration.ofMinutes(100));
            incident.yes(CAROL, request);
            Message second = incident.request(2);
            assertThat(second.text()).contains("is proven by now, so nobody has to vouch for it", "Needed: one of them, other than alice");
            incident.yes(BOB, second);
            incident.repaired();
        }
    }

    @Test
    void without_a_usable_reason_it_is_said_how_to_give_one() {
        try (Incident incident = start()) {
            for (String text : new String[]{" --owner-dead", " --owner-dead dead", " --owner-dead \"" + "it is gone ".repeat(40) + "\"",
                    " --owner-dead \"seen with token glpat-abcdefgh12345678\""}) {
                assertThat(incident.type(ALICE, TARGET + text).text()).contains("Say what you have seen",
                        "/helm-stuck gitlab-cny --owner-dead").doesNotContain("glpat");
            }
            assertThat(incident.type(ALICE, "--owner-dead \"pod gone, checked\"").text()).contains("It names no target");
            assertThat(incident.type(ALICE, "status --owner-dead \"pod gone, checked\"").text()).contains("I did not understand");
            assertThat(incident.audit("command")).isEmpty();
        }
    }

    @Test
    void the_policy_turns_it_off_for_good_also_for_a_request_that_waits() {
        try (Incident incident = start()) {
            Message request = vouched(incident);
            incident.yes(BOB, request);
            incident.world.stop();
            incident.world.targets(incident.world.targets().replace("  approvals:", "  vouching: false\n  approvals:"));
            incident.go();
            assertThat(incident.type(ALICE, WORD).text()).contains("policy.vouching", "is false");
            incident.yes(CAROL, request);
            assertThat(incident.endedUntouched(Outcome.PLAN_CHANGED).text()).doesNotContain("--owner-dead");
            incident.type(ALICE, TARGET);
            incident.until("the second one has ended", () -> incident.audit("end").size() == 2);
            assertThat(incident.endedUntouched(Outcome.BLOCKED).text()).doesNotContain("--owner-dead");
        }
    }

    @Test
    void where_too_few_could_say_yes_nobody_vouches() {
        try (Incident incident = canceled(Incident.prepare(dir, Mode.SOCKET))) {
            incident.world.targets(incident.world.targets().replace("approvers: { groups: [S0SRE] }", "approvers: { users: [U0BOB] }"));
            incident.go();
            assertThat(incident.type(ALICE, WORD).text()).contains("takes 2 approvers", "only 1 approver");
            incident.type(ALICE, TARGET);
            assertThat(incident.endedUntouched(Outcome.BLOCKED).text()).doesNotContain("--owner-dead");
        }
    }

    // ── how approvals go wrong, on a vouched request ──

    @Test
    void two_accounts_of_one_approver_are_one_yes() {
        try (Incident incident = start()) {
            incident.slack().addMember(Member.person("U0BOB2", "bob.two", "Bob Again").withEmail("BOB@example.com"));
            incident.slack().changeGroup(SRE, ALICE, BOB, CAROL, "U0BOB2");
            Message request = vouched(incident);
            incident.yes(BOB, request);
            incident.looksAgain(() -> incident.yes("U0BOB2", request));
            assertThat(incident.audit("approval")).isEmpty();
            incident.yes(CAROL, request);
            incident.repaired();
        }
    }

    @Test
    void one_yes_in_time_is_not_enough_when_the_deadline_passes() {
        try (Incident incident = start()) {
            Message request = vouched(incident);
            incident.yes(BOB, request);
            incident.until("the first yes", () -> !incident.audit("yes").isEmpty());
            incident.clock.advance(Duration.ofMinutes(15));
            assertThat(incident.endedUntouched(Outcome.EXPIRED).text()).contains(SAYS);
        }
    }

    @Test
    void what_somebody_vouches_with_pings_nobody_and_fakes_no_message() {
        try (Incident incident = start()) {
            incident.type(ALICE, TARGET + " --owner-dead \"pod gone <!channel> <@U0BOB> *so* ``` {date}\"");
            Message request = incident.request(1);
            assertThat(request.text()).contains("pod gone");
            incident.everyMessageIsProper();
            incident.yes(BOB, request);
            incident.yes(CAROL, request);
            incident.repaired();
        }
    }

    @Test
    void an_open_one_does_not_take_a_word_later() {
        try (Incident incident = start()) {
            Message request = vouched(incident);
            incident.type(BOB, TARGET + " --owner-dead \"I looked as well\"");
            assertThat(incident.answers(BOB, 1).getLast().text()).contains("already being looked at");
            assertThat(incident.audit("command")).hasSize(1);
            assertThat(incident.audit("vouching")).hasSize(1);
            assertThat(incident.now(request).text()).contains(SAYS).doesNotContain("I looked as well");
        }
    }
}
