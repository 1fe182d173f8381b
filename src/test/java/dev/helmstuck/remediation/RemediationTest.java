package dev.helmstuck.remediation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.helmstuck.runbook.Diagnosis;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.ReleaseState;
import dev.helmstuck.runbook.Result;
import dev.helmstuck.runbook.Step;
import dev.helmstuck.runbook.Table;
import dev.helmstuck.testing.Some;
import org.junit.jupiter.api.Test;

class RemediationTest {
    private static final Instant LATER = Some.NOW.plusSeconds(30);
    private static final Remediation OPEN = Remediation.open("r1", "gitlab-cny", Some.requester(), "C1", Some.NOW);

    @Test
    void a_new_one_is_about_to_look() {
        assertThat(OPEN)
                .isEqualTo(new Remediation("r1", "gitlab-cny", Some.requester(), "C1", Optional.empty(), Optional.empty(), Some.NOW,
                        new State.Diagnosing(),
                        Some.NOW, 0,
                        List.of(), List.of(), List.of(), 0));
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

        Remediation again = asked.on(new Event.Approved(List.of(Some.approval())), LATER)
                .on(new Event.Confirmed(Some.diagnosis(new ReleaseState.Stuck(Some.stuck()), Some.findings(Result.STOP)),
                        List.of(Some.approval())), LATER);
        assertThat(again.looks()).isEqualTo(2);
        assertThat(again.findings()).isEqualTo(Some.findings(Result.STOP));
        assertThat(again.state().ended()).isTrue();
    }

    @Test
    void what_another_plan_foretells_is_evidence_though_no_check_says_something_else() {
        Remediation approved = OPEN.on(new Event.Diagnosed(Some.diagnosis()), LATER).on(new Event.Asked(Some.request()), LATER)
                .on(new Event.Approved(List.of(Some.approval())), LATER);
        List<Finding> foretold = new ArrayList<>(Some.findings(Result.PASS));
        Finding stuck = foretold.getFirst();
        foretold.set(0,
                new Finding(stuck.step(), stuck.result(), stuck.summary(), stuck.seen(), stuck.next(), stuck.links(), stuck.byHand(),
                        Optional.of(new Table(List.of("next deploy"), List.of(List.of("Deployment/web")), Optional.of("a terminal")))));
        Diagnosis again = Some.diagnosis(new ReleaseState.Stuck(Some.stuck()), foretold);
        assertThat(approved.on(new Event.Confirmed(again, List.of(Some.approval())), LATER).notes()).last()
                .isEqualTo(new Note.Evidence(2, List.of(foretold.getFirst())));
    }

    @Test
    void the_first_look_is_evidence_and_a_later_one_where_it_differs() {
        Remediation asked = OPEN.on(new Event.Diagnosed(Some.diagnosis()), LATER).on(new Event.Asked(Some.request()), LATER);
        assertThat(asked.notes()).containsExactly(new Note.Evidence(1, Some.findings(Result.PASS)), new Note.HelmHistory(
                Note.Occasion.BEFORE, Some.NOW, HistoryLine.of(Some.stuck().all())));

        Remediation approved = asked.on(new Event.Approved(List.of(Some.approval())), LATER);
        assertThat(approved.on(new Event.Confirmed(Some.diagnosis(), List.of(Some.approval())), LATER).notes()).isEqualTo(asked.notes());
        List<Finding> other = new ArrayList<>(Some.findings(Result.PASS));
        other.set(2, Some.findings(Result.WARN).get(2));
        Diagnosis again = Some.diagnosis(new ReleaseState.Stuck(Some.stuck()), other);
        assertThat(approved.on(new Event.Confirmed(again, List.of(Some.approval())), LATER).notes()).last()
                .isEqualTo(new Note.Evidence(2, List.of(other.get(2))));
    }

    @Test
    void each_plan_that_people_are_asked_about_is_kept_with_the_reason_why_the_yes_to_the_one_before_is_void() {
        Remediation approved = OPEN.on(new Event.Diagnosed(Some.diagnosis()), LATER).on(new Event.Asked(Some.request()), LATER)
                .on(new Event.Approved(List.of(Some.approval())), LATER);
        Proposal first = new Proposal(1, Some.plan(), LATER, "");
        assertThat(approved.proposals()).containsExactly(first);

        Diagnosis other = Some.diagnosis(new ReleaseState.Stuck(Some.stuck()), Some.findings(Result.WARN));
        Instant later = LATER.plusSeconds(60);
        assertThat(approved.on(new Event.Confirmed(other, List.of(Some.approval())), later).proposals()).containsExactly(first,
                new Proposal(2, other.plan().orElseThrow(), later, Stream.of(Step.values())
                        .map(step -> step.number() + " was passed, now remarked").collect(Collectors.joining(", "))));
        assertThat(approved.on(new Event.Confirmed(Some.diagnosis(), List.of(Some.approval())), later).proposals()).containsExactly(first);
        assertThat(approved.on(new Event.Reopened(List.of()), later).proposals()).containsExactly(first);
    }

    @Test
    void what_is_only_noted_moves_nothing_and_keeps_the_time_of_the_state() {
        Note away = new Note.DatabaseAway(Some.NOW, LATER);
        Remediation noted = OPEN.on(new Event.Noted(), List.of(away), LATER);
        assertThat(noted.notes()).containsExactly(away);
        assertThat(noted.since()).isEqualTo(OPEN.since());
        assertThat(noted.state()).isEqualTo(OPEN.state());
        assertThat(noted.version()).isEqualTo(1);
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
