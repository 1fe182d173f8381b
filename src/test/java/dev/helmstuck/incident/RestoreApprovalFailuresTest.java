package dev.helmstuck.incident;

import static dev.helmstuck.incident.Incident.STUCK;
import static dev.helmstuck.incident.Incident.YES;
import static dev.helmstuck.simulator.World.BOB;
import static dev.helmstuck.simulator.World.CAROL;
import static dev.helmstuck.simulator.World.CHANNEL;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;

import dev.helmstuck.incident.Incident.Mode;
import dev.helmstuck.ports.Remediations.AuditRow;
import dev.helmstuck.remediation.Outcome;
import dev.helmstuck.simulator.slack.Delivery;
import dev.helmstuck.simulator.slack.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The rows of {@link ApprovalFailuresTest} for a record that is to be put back. What else is its own is in {@link RestoreTest}. */
@Execution(ExecutionMode.CONCURRENT)
class RestoreApprovalFailuresTest extends ApprovalRows {
    @Override
    Incident prepared(Mode mode) {
        return RestoreTest.copied(Incident.prepare(dir, mode));
    }

    @Override
    String typed() {
        return RestoreTest.ASKED;
    }

    @Override
    Message asked(Incident incident) {
        return RestoreTest.asked(incident, RestoreTest.ASKED);
    }

    @Override
    void untouched(Incident incident) {
        assertThat(RestoreTest.creates(incident)).isEmpty();
        assertThat(incident.there(STUCK)).isFalse();
    }

    @Override
    int acts(Incident incident) {
        return RestoreTest.creates(incident).size();
    }

    @Override
    List<String> approvers(Incident incident) {
        return incident.audit("approval").stream().map(AuditRow::actor).toList();
    }

    @Override
    void done(Incident incident, String approver) {
        var unused = RestoreTest.ended(incident, Outcome.RESTORED);
        assertThat(RestoreTest.creates(incident)).hasSize(1);
        assertThat(approvers(incident)).containsExactly(approver);
    }

    @Override
    Message ends(Incident incident, Outcome outcome) {
        return RestoreTest.untouched(incident, outcome);
    }

    /** There is one look, at the copy and the records. */
    @Override
    void meanwhile(Incident incident, Runnable happens) {
        incident.before(seen -> seen.verb().equals("list"), happens);
    }

    /** The first message of a restore has no list of steps. */
    @Test
    @Override
    void row12_every_message_that_looked_open_is_edited_at_the_end() {
        try (Incident incident = prepared(Mode.SOCKET).go()) {
            Message request = asked(incident);
            assertThat(request.text()).contains(":" + YES + ":");
            incident.no(BOB, request);
            var unused = ends(incident, Outcome.REFUSED);
            assertThat(incident.now(request).text()).contains("Request closed").doesNotContain(":" + YES + ":");
            assertThat(incident.world.root().text()).contains("nothing put back").doesNotContain("can be put back");
            assertThat(incident.audited("denial").actor()).isEqualTo(BOB);
        }
    }

    @Test
    void row06_only_reactions_on_the_request_itself_count() {
        try (Incident incident = prepared(Mode.SOCKET).go()) {
            Message request = asked(incident);
            incident.looksAgain(() -> incident.yes(BOB, incident.world.root()));
            assertThat(approvers(incident)).isEmpty();
            untouched(incident);
            incident.yes(CAROL, request);
            done(incident, CAROL);
        }
    }

    @Test
    void row10_the_same_event_twice_and_two_approvers_in_the_same_instant_put_it_back_once() {
        try (Incident incident = prepared(Mode.SOCKET).go()) {
            Message request = asked(incident);
            incident.slack().deliveries().hold();
            Delivery bobs = incident.slack().react(BOB, CHANNEL, request.ts(), YES).orElseThrow();
            Delivery carols = incident.slack().react(CAROL, CHANNEL, request.ts(), YES).orElseThrow();
            incident.slack().deliveries().releaseInReverse();
            assertThat(Stream.of(bobs, carols, bobs, carols).parallel().map(incident.slack()::resend).toList()).containsOnly(true);
            var unused = RestoreTest.ended(incident, Outcome.RESTORED);
            assertThat(RestoreTest.creates(incident)).hasSize(1);
            assertThat(approvers(incident)).isNotEmpty().isSubsetOf(BOB, CAROL);
        }
    }
}
