package dev.helmstuck.flow.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import dev.helmstuck.ports.Remediations.AuditRow;
import dev.helmstuck.ports.Remediations.Opening;
import dev.helmstuck.remediation.Event;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.Remediation.Requester;
import dev.helmstuck.testing.MemoryRemediations;
import org.junit.jupiter.api.Test;

class OverviewTest {
    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");

    private final MemoryRemediations store = new MemoryRemediations();
    private final Overview overview = new Overview(store, null, null, null, Clock.systemUTC());

    private Remediation opened(String target, int minute) {
        Remediation it = Remediation.open(target + minute, target, new Requester("U1", "alice", "alice@example.com"), "C1",
                Optional.empty(),
                NOON.plusSeconds(60L * minute));
        assertThat(store.open(it, new AuditRow(it.id(), it.opened(), "U1", "command", target, "opened")))
                .isInstanceOf(Opening.Opened.class);
        return it;
    }

    private void ended(String target, int minute) {
        Remediation it = opened(target, minute);
        assertThat(store.save(it.on(new Event.GaveUp("planted", false), it.opened()), List.of())).isTrue();
    }

    @Test
    void what_has_ended_is_found_below_many_that_are_open_and_that_may_not_be_seen() {
        ended("mine", 0);
        for (int minute = 1; minute <= 60; minute++) {
            ended("another's", minute);
            opened("open-" + minute, minute);
        }
        assertThat(overview.history(Optional.empty(), "mine"::equals).title()).isEqualTo("How the last 1 ended");
        assertThat(overview.history(Optional.empty(), name -> true).title()).isEqualTo("How the last 10 ended");
    }
}
