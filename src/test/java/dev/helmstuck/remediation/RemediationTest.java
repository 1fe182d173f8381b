package dev.helmstuck.remediation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;

import dev.helmstuck.runbook.ReleaseState;
import dev.helmstuck.runbook.Result;
import dev.helmstuck.testing.Some;
import org.junit.jupiter.api.Test;

class RemediationTest {
    private static final Instant LATER = Some.NOW.plusSeconds(30);
    private static final Remediation OPEN = Remediation.open("r1", "gitlab-cny", Some.requester(), "C1", Some.NOW);

    @Test
    void a_new_one_is_about_to_look() {
        assertThat(OPEN)
                .isEqualTo(new Remediation("r1", "gitlab-cny", Some.requester(), "C1", Some.NOW, new State.Diagnosing(), Some.NOW, 0,
                        List.of(), 0));
        assertThat(OPEN.state().ended()).isFalse();
    }

    @Test
    void each_event_counts_the_version_and_dates_the_state() {
        Remediation next = OPEN.on(new Event.Cancelled("Ruth"), LATER);
        assertThat(next.version()).isEqualTo(1);
        assertThat(next.since()).isEqualTo(LATER);
        assertThat(next.opened()).isEqualTo(Some.NOW);
        assertThat(next.on(new Event.Told(), LATER).version()).isEqualTo(2);
        assertThat(OPEN.version()).as("the old value stays").isZero();
    }

    @Test
    void each_look_is_counted_and_its_findings_kept_until_the_next() {
        Remediation looked = OPEN.on(new Event.Diagnosed(Some.diagnosis()), LATER);
        assertThat(looked.looks()).isEqualTo(1);
        assertThat(looked.findings()).isEqualTo(Some.findings(Result.PASS));

        Remediation asked = looked.on(new Event.Asked(Some.request()), LATER);
        assertThat(asked.looks()).isEqualTo(1);
        assertThat(asked.findings()).isEqualTo(Some.findings(Result.PASS));

        Remediation again = asked.on(new Event.Confirmed(Some.diagnosis(new ReleaseState.Stuck(Some.stuck()), Some.findings(Result.STOP)),
                List.of(Some.approval())), LATER);
        assertThat(again.looks()).isEqualTo(2);
        assertThat(again.findings()).isEqualTo(Some.findings(Result.STOP));
        assertThat(again.state().ended()).isTrue();
    }

    @Test
    void a_closed_one_takes_nothing_more() {
        Remediation closed = OPEN.on(new Event.GaveUp("no", false), LATER).on(new Event.Told(), LATER);
        assertThat(closed.state()).isInstanceOf(State.Closed.class);
        assertThat(closed.state().ended()).isTrue();
        assertThatThrownBy(() -> closed.on(new Event.Told(), LATER)).isInstanceOf(IllegalMove.class)
                .hasMessage("Closed does not take Told");
    }
}
