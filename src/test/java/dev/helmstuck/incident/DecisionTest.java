package dev.helmstuck.incident;

import static dev.helmstuck.incident.Incident.NAMESPACE;
import static dev.helmstuck.incident.Incident.NO;
import static dev.helmstuck.incident.Incident.STUCK;
import static dev.helmstuck.incident.Incident.YES;
import static dev.helmstuck.simulator.World.ALICE;
import static dev.helmstuck.simulator.World.BOB;
import static dev.helmstuck.simulator.World.CAROL;
import static dev.helmstuck.simulator.World.CHANNEL;
import static dev.helmstuck.simulator.World.DEPLOY;
import static dev.helmstuck.simulator.World.MALLORY;
import static dev.helmstuck.simulator.World.SRE;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import dev.helmstuck.incident.Incident.Mode;
import dev.helmstuck.ports.Remediations.AuditRow;
import dev.helmstuck.remediation.Outcome;
import dev.helmstuck.simulator.kubernetes.Kind;
import dev.helmstuck.simulator.slack.Member;
import dev.helmstuck.simulator.slack.Message;
import dev.helmstuck.simulator.slack.SlackFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Yes, no, too late, taken back, and a plan that changes while people think. */
@Execution(ExecutionMode.CONCURRENT)
class DecisionTest {
    private static final Duration DEADLINE = Duration.ofMinutes(15);

    @TempDir
    Path dir;

    @ParameterizedTest
    @EnumSource
    void an_approvers_no_ends_it_and_a_later_yes_has_no_effect(Mode mode) {
        try (Incident incident = Incident.start(dir, mode)) {
            Message request = incident.asked();
            incident.no(BOB, request);
            Message last = incident.endedUntouched(Outcome.REFUSED);
            assertThat(last.text()).contains("bob");
            assertThat(incident.audited("denial").actor()).isEqualTo(BOB);
            incident.yes(CAROL, request);
            incident.type(ALICE, "gitlab-cny");
            incident.request(2);
            assertThat(incident.audit("approval")).isEmpty();
            assertThat(incident.deletes()).isEmpty();
        }
    }

    @Test
    void a_no_of_somebody_who_is_no_approver_does_not_count() {
        try (Incident incident = Incident.start(dir)) {
            Message request = incident.asked();
            incident.no(MALLORY, request);
            assertThat(incident.whispers(MALLORY, 1)).hasSize(1);
            assertThat(incident.refused(MALLORY)).hasValueSatisfying(row -> assertThat(row.result()).isEqualTo("NOT_APPROVER"));
            incident.yes(BOB, request);
            incident.repaired();
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_requesters_own_no_cancels(Mode mode) {
        try (Incident incident = Incident.start(dir, mode)) {
            Message request = incident.asked();
            incident.no(ALICE, request);
            incident.endedUntouched(Outcome.CANCELLED);
            assertThat(incident.audited("cancel").actor()).isEqualTo(ALICE);
            assertThat(incident.whispers(ALICE)).isEmpty();
        }
    }

    @Test
    void a_no_beside_a_yes_wins() {
        try (Incident incident = Incident.prepare(dir, Mode.SOCKET).policy(2, "15m").go()) {
            Message request = incident.asked();
            incident.yes(BOB, request);
            incident.until("his yes was seen", () -> !incident.audit("yes").isEmpty());
            incident.no(BOB, request);
            incident.endedUntouched(Outcome.REFUSED);
        }
    }

    @Test
    void a_no_that_comes_while_everything_is_looked_at_again_wins() {
        try (Incident incident = Incident.start(dir)) {
            Message request = incident.asked();
            incident.meanwhile(() -> incident.no(CAROL, request));
            incident.yes(BOB, request);
            incident.endedUntouched(Outcome.REFUSED);
            assertThat(incident.audited("denial").actor()).isEqualTo(CAROL);
            assertThat(incident.audit("approval")).isEmpty();
            assertThat(incident.backups()).isEmpty();
        }
    }

    @Test
    void nobody_answers_and_the_timer_ends_it() {
        try (Incident incident = Incident.start(dir)) {
            incident.asked();
            incident.clock.advance(DEADLINE);
            incident.endedUntouched(Outcome.EXPIRED);
            assertThat(incident.audited("expiry").actor()).isEqualTo("helm-stuck");
        }
    }

    @Test
    void a_yes_seen_in_time_counts_although_looking_again_takes_beyond_the_deadline() {
        try (Incident incident = Incident.start(dir)) {
            Message request = incident.asked();
            incident.meanwhile(() -> incident.clock.advance(DEADLINE));
            incident.yes(BOB, request);
            incident.repaired();
        }
    }

    @Test
    void a_second_yes_that_comes_while_everything_is_looked_at_again_but_late_does_not_replace_the_first() {
        try (Incident incident = Incident.start(dir)) {
            Message request = incident.asked();
            incident.meanwhile(() -> {
                incident.takeBack(BOB, request);
                incident.clock.advance(DEADLINE);
                incident.yes(CAROL, request);
            });
            incident.yes(BOB, request);
            incident.endedUntouched(Outcome.EXPIRED);
            assertThat(incident.refused(CAROL)).hasValueSatisfying(row -> assertThat(row.result()).isEqualTo("LATE"));
        }
    }

    @Test
    void a_yes_taken_back_leaves_the_request_open_and_the_same_persons_second_yes_works() {
        try (Incident incident = Incident.start(dir)) {
            Message request = incident.asked();
            incident.meanwhile(() -> incident.takeBack(BOB, request));
            incident.yes(BOB, request);
            incident.audited("yes taken back");
            assertThat(incident.audit("end")).isEmpty();
            incident.yes(BOB, request);
            incident.repaired();
            assertThat(incident.messages("taken-back:")).hasSize(1);
        }
    }

    @Test
    void a_yes_taken_back_leaves_the_request_open_until_its_deadline() {
        try (Incident incident = Incident.start(dir)) {
            Message request = incident.asked();
            incident.meanwhile(() -> incident.takeBack(BOB, request));
            incident.yes(BOB, request);
            incident.audited("yes taken back");
            incident.clock.advance(DEADLINE);
            incident.endedUntouched(Outcome.EXPIRED);
        }
    }

    @Test
    void of_two_needed_one_who_said_yes_in_time_is_not_called_late_when_it_expires() {
        try (Incident incident = Incident.prepare(dir, Mode.SOCKET).policy(2, "15m").go()) {
            Message request = incident.asked();
            incident.looksAgain(() -> incident.yes(BOB, request));
            incident.slack().deliveries().lose(1);
            incident.yes(CAROL, request);
            incident.clock.advance(DEADLINE);
            incident.endedUntouched(Outcome.EXPIRED);
            assertThat(incident.audit("refused reaction").stream().map(AuditRow::actor)).containsExactly(CAROL);
            assertThat(incident.whispers(CAROL, 1)).hasSize(1);
            assertThat(incident.whispers(BOB)).isEmpty();
            assertThat(incident.audited("yes").actor()).isEqualTo(BOB);
        }
    }

    @Test
    void a_deploy_that_starts_before_the_yes_ends_it() {
        try (Incident incident = Incident.start(dir)) {
            Message request = incident.asked();
            incident.world.project().job(DEPLOY).startedAt(incident.clock.instant());
            incident.yes(BOB, request);
            Message last = incident.endedUntouched(Outcome.PLAN_CHANGED);
            assertThat(last.text()).contains(DEPLOY);
            assertThat(incident.messages("evidence:2")).singleElement()
                    .satisfies(evidence -> assertThat(evidence.text()).contains("Stop: ").doesNotContain("Pass: "));
            assertThat(incident.backups()).isEmpty();
        }
    }

    @Test
    void a_record_that_is_written_between_the_two_looks_has_a_living_owner() {
        try (Incident incident = Incident.start(dir)) {
            Message request = incident.asked();
            incident.meanwhile(() -> incident.touch(STUCK));
            incident.yes(BOB, request);
            incident.endedUntouched(Outcome.PLAN_CHANGED);
            assertThat(incident.messages("evidence:2")).hasSize(1);
        }
    }

    @Test
    void a_check_with_another_result_voids_the_yes_although_it_still_allows_the_delete() {
        try (Incident incident = Incident.start(dir)) {
            Message first = incident.asked();
            var unused = incident.cluster.change(Kind.HORIZONTAL_POD_AUTOSCALER, NAMESPACE, "gitlab-cny-webservice-default", object -> {
                object.withArray("/status/conditions").forEach(condition -> {
                    if (condition.path("type").asText().equals("ScalingActive"))
                        ((com.fasterxml.jackson.databind.node.ObjectNode) condition).put("status", "False").put("reason",
                                "FailedGetResourceMetric");
                });
                return object;
            });
            incident.yes(BOB, first);
            Message second = incident.request(2);
            assertThat(incident.deletes()).isEmpty();
            assertThat(incident.now(first).text()).doesNotContain(":" + YES + ":");
            assertThat(incident.now(first).reacted(YES)).contains(BOB);
            incident.yes(CAROL, second);
            incident.repaired();
            assertThat(incident.audit("approval").stream().map(AuditRow::actor)).containsExactly(BOB, CAROL);
            assertThat(incident.audit("delete")).hasSize(1);
        }
    }

    @Test
    void a_request_may_be_voided_again_and_again_and_each_has_a_deadline_of_its_own() {
        try (Incident incident = Incident.start(dir)) {
            Message first = incident.asked();
            incident.touch(STUCK);
            incident.yes(BOB, first);
            Message second = incident.request(2);
            incident.clock.advance(Duration.ofMinutes(10));
            incident.touch(STUCK);
            incident.yes(BOB, second);
            Message third = incident.request(3);
            incident.clock.advance(Duration.ofMinutes(10));
            incident.yes(BOB, third);
            incident.repaired();
            assertThat(List.of(first, second, third))
                    .allSatisfy(request -> assertThat(incident.now(request).text()).doesNotContain(":" + NO + ":"));
        }
    }

    @Test
    void a_bot_is_answered_at_each_request_it_reacts_to() {
        try (Incident incident = Incident.start(dir)) {
            incident.slack().addMember(Member.person("U0ROBOT", "robot", "Robot").bot());
            incident.slack().changeGroup(SRE, ALICE, BOB, CAROL, "U0ROBOT");
            Message first = incident.asked();
            incident.yes("U0ROBOT", first);
            incident.until("the answer", () -> incident.messages("refused:U0ROBOT").size() == 1);
            incident.touch(STUCK);
            incident.yes(BOB, first);
            Message second = incident.request(2);
            incident.yes("U0ROBOT", second);
            incident.until("the second answer", () -> incident.audit("refused reaction").size() == 2);
            incident.yes(BOB, second);
            incident.repaired();
            assertThat(incident.messages("refused:U0ROBOT")).hasSize(2).allSatisfy(message -> assertThat(message.earlier()).isEmpty());
        }
    }

    @Test
    void a_cancel_before_the_new_request_could_be_posted_leaves_the_old_one_about_the_old_object() {
        try (Incident incident = Incident.start(dir)) {
            Message first = incident.asked();
            String uid = incident.metadata(STUCK, "uid");
            incident.recreate(STUCK);
            incident.meanwhile(() -> incident.slack().faults().always("chat.postMessage", SlackFault.error("restricted_action")));
            incident.yes(BOB, first);
            incident.until("the yes is voided", () -> incident.audit("approval").size() == 1);
            incident.type(ALICE, "cancel gitlab-cny");
            incident.until("the cancel is saved", () -> !incident.audit("cancel").isEmpty());
            incident.slack().faults().clear();
            incident.patiently("the end", () -> !incident.audit("end").isEmpty());
            incident.endedUntouched(Outcome.CANCELLED);
            assertThat(incident.now(first).text()).contains(uid).doesNotContain("`" + incident.metadata(STUCK, "uid") + "`");
        }
    }

    @Test
    void a_request_whose_target_is_no_longer_configured_still_ends() {
        try (Incident incident = Incident.start(dir)) {
            Message request = incident.asked();
            incident.world.stop();
            incident.renamed("another-name");
            incident.go();
            incident.yes(BOB, request);
            incident.clock.advance(DEADLINE);
            incident.patiently("the end", Duration.ofMinutes(5), () -> !incident.audit("end").isEmpty());
            Message last = incident.endedUntouched(Outcome.FAILED);
            assertThat(last.text()).contains("gitlab-cny");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_reaction_that_comes_while_another_process_works_on_it_is_looked_at_when_that_one_is_done(Mode mode) {
        try (Incident incident = Incident.start(dir, mode)) {
            Message request = incident.asked();
            incident.leaseToAnother(Duration.ofSeconds(20));
            incident.yes(BOB, request);
            incident.until("the event was taken", () -> incident.slack().delivered().getLast().acked());
            assertThat(incident.slack().await(Duration.ofMillis(300), () -> !incident.audit("approval").isEmpty())).isFalse();
            incident.clock.advance(Duration.ofSeconds(20));
            incident.repaired();
        }
    }

    @Test
    void reactions_that_cannot_be_read_do_not_stop_the_clock() {
        try (Incident incident = Incident.start(dir)) {
            Message request = incident.asked();
            incident.slack().faults().always("reactions.get", SlackFault.error("fatal_error"));
            incident.yes(BOB, request);
            incident.clock.advance(DEADLINE);
            incident.endedUntouched(Outcome.EXPIRED);
            assertThat(incident.audit("approval")).isEmpty();
        }
    }

    @Test
    void a_yes_whose_event_was_lost_is_found_by_a_last_look_right_before_the_deadline() {
        try (Incident incident = Incident.prepare(dir, Mode.SOCKET).policy(1, "40s").go()) {
            Message request = incident.asked();
            incident.slack().deliveries().lose(1);
            incident.yes(BOB, request);
            incident.clock.advance(Duration.ofSeconds(36));
            incident.repaired();
            assertThat(incident.audited("approval").actor()).isEqualTo(BOB);
        }
    }

    @Test
    void a_reaction_made_while_the_connection_was_lost_is_found_after_the_reconnect() {
        try (Incident incident = Incident.start(dir)) {
            Message request = incident.asked();
            incident.slack().deliveries().lose(1);
            incident.yes(BOB, request);
            assertThat(incident.audit("approval")).isEmpty();
            incident.slack().connections().drop();
            incident.repaired();
            assertThat(incident.slack().message(CHANNEL, request.ts())).isPresent();
        }
    }
}
