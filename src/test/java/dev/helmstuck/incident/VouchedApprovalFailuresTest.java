package dev.helmstuck.incident;

import static dev.helmstuck.incident.Incident.YES;
import static dev.helmstuck.simulator.World.ALICE;
import static dev.helmstuck.simulator.World.BOB;
import static dev.helmstuck.simulator.World.CAROL;
import static dev.helmstuck.simulator.World.CHANNEL;
import static dev.helmstuck.simulator.World.SRE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;

import dev.helmstuck.incident.Incident.Mode;
import dev.helmstuck.ports.Remediations.AuditRow;
import dev.helmstuck.remediation.Outcome;
import dev.helmstuck.simulator.slack.Delivery;
import dev.helmstuck.simulator.slack.Member;
import dev.helmstuck.simulator.slack.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The rows of {@link ApprovalFailuresTest} for a request that somebody vouches for: it takes one yes more than the policy says. Dave has said
 * his, which alone never is enough. What else is its own is in {@link VouchedTest}.
 */
@Execution(ExecutionMode.CONCURRENT)
class VouchedApprovalFailuresTest extends ApprovalRows {
    private static final String DAVE = "U0DAVE";

    @Override
    Incident prepared(Mode mode) {
        Incident incident = VouchedTest.canceled(Incident.prepare(dir, mode));
        incident.slack().addMember(Member.person(DAVE, "dave", "Dave Reviewer"));
        group(incident, Stream.of(ALICE, BOB, CAROL));
        return incident;
    }

    @Override
    void group(Incident incident, Stream<String> members) {
        incident.slack().changeGroup(SRE, Stream.concat(members, Stream.of(DAVE)).toArray(String[]::new));
    }

    @Override
    String typed() {
        return VouchedTest.WORD;
    }

    @Override
    Message asked(Incident incident) {
        Message request = VouchedTest.vouched(incident);
        incident.yes(DAVE, request);
        incident.until("one yes is not enough", () -> incident.now(request).text().contains("Yes so far: 1 of 2"));
        untouched(incident);
        return request;
    }

    @Override
    void untouched(Incident incident) {
        assertThat(incident.deletes()).isEmpty();
        assertThat(incident.backups()).isEmpty();
    }

    @Override
    int acts(Incident incident) {
        return incident.deletes().size();
    }

    @Override
    List<String> approvers(Incident incident) {
        return incident.audit("approval").stream().map(AuditRow::actor).toList();
    }

    @Override
    void done(Incident incident, String approver) {
        assertThat(incident.repaired().text()).contains(VouchedTest.SAYS);
        assertThat(approvers(incident)).containsExactlyInAnyOrder(DAVE, approver);
        assertThat(incident.audit("vouching")).isNotEmpty().allSatisfy(row -> assertThat(row.actor()).isEqualTo(ALICE));
    }

    @Override
    Message ends(Incident incident, Outcome outcome) {
        return incident.endedUntouched(outcome);
    }

    @Test
    void row06_only_reactions_on_the_request_itself_count() {
        try (Incident incident = prepared(Mode.SOCKET).go()) {
            Message request = asked(incident);
            for (Message other : List.of(incident.world.root(), incident.messages("evidence:").getFirst()))
                incident.looksAgain(() -> incident.yes(BOB, other));
            assertThat(approvers(incident)).isEmpty();
            untouched(incident);
            incident.yes(CAROL, request);
            done(incident, CAROL);
        }
    }

    @Test
    void row10_the_same_event_twice_and_two_approvers_in_the_same_instant_make_one_delete() {
        try (Incident incident = prepared(Mode.SOCKET).go()) {
            Message request = VouchedTest.vouched(incident);
            incident.slack().deliveries().hold();
            Delivery bobs = incident.slack().react(BOB, CHANNEL, request.ts(), YES).orElseThrow();
            Delivery carols = incident.slack().react(CAROL, CHANNEL, request.ts(), YES).orElseThrow();
            incident.slack().deliveries().releaseInReverse();
            assertThat(Stream.of(bobs, carols, bobs, carols).parallel().map(incident.slack()::resend).toList()).containsOnly(true);
            assertThat(incident.repaired().text()).contains(VouchedTest.SAYS);
            assertThat(approvers(incident)).containsExactlyInAnyOrder(BOB, CAROL);
            assertThat(incident.audit("delete")).hasSize(1);
        }
    }
}
