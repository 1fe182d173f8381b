package dev.helmstuck.incident;

import static dev.helmstuck.incident.Incident.BELOW;
import static dev.helmstuck.incident.Incident.NAMESPACE;
import static dev.helmstuck.incident.Incident.STUCK;
import static dev.helmstuck.simulator.World.ALICE;
import static dev.helmstuck.simulator.World.BOB;
import static dev.helmstuck.simulator.World.CAROL;
import static dev.helmstuck.simulator.World.MALLORY;
import static dev.helmstuck.simulator.World.TARGET;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.helmstuck.approval.Reason;
import dev.helmstuck.incident.Incident.Mode;
import dev.helmstuck.remediation.Outcome;
import dev.helmstuck.simulator.kubernetes.ApiRequest;
import dev.helmstuck.simulator.kubernetes.Fault;
import dev.helmstuck.simulator.kubernetes.Kind;
import dev.helmstuck.simulator.slack.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A deleted record is put back from Slack, with two people: this very copy, once, and never over or below another record. */
@Execution(ExecutionMode.CONCURRENT)
class RestoreTest {
    static final String ASKED = "restore " + TARGET;
    private static final Predicate<ApiRequest> CREATE = ApiRequest.realCreate(Kind.SECRET)
            .and(request -> request.body().at("/metadata/name").asText().equals(STUCK));

    @TempDir
    Path dir;

    /** Where the record was deleted and its copy is kept. */
    static Incident copied(Incident incident) {
        Copied.of(incident, STUCK);
        return incident;
    }

    private Incident start(Mode mode) {
        return copied(Incident.prepare(dir, mode)).go();
    }

    private Incident start() {
        return start(Mode.SOCKET);
    }

    static Message asked(Incident incident, String text) {
        incident.type(ALICE, text);
        incident.until("the request", () -> !incident.audit("request").isEmpty());
        return incident.messages("restore:").getLast();
    }

    static List<ApiRequest> creates(Incident incident) {
        return incident.cluster.requests().stream().filter(CREATE).toList();
    }

    static Message ended(Incident incident, Outcome outcome) {
        incident.patiently("the end", () -> !incident.audit("end").isEmpty());
        Message last = incident.ended(outcome);
        assertThat(incident.deletes()).as("it never deletes").isEmpty();
        return last;
    }

    static Message untouched(Incident incident, Outcome outcome) {
        Message last = ended(incident, outcome);
        assertThat(creates(incident)).isEmpty();
        return last;
    }

    @ParameterizedTest
    @EnumSource
    void a_record_is_put_back_as_it_was_after_somebody_elses_yes(Mode mode) {
        try (Incident incident = start(mode)) {
            Message request = asked(incident, ASKED);
            JsonNode copy = incident.backups().getFirst();
            assertThat(request.text()).contains("Put the record of revision 1234", STUCK, "pending-upgrade", " bytes",
                    copy.at("/metadata/name").asText(), copy.at("/metadata/uid").asText(), copy.at("/metadata/resourceVersion").asText(),
                    "Helm is locked by it again");
            assertThat(request.blocks().toString()).contains("1233");
            incident.yes(ALICE, request);
            incident.yes(MALLORY, request);
            assertThat(incident.whispers(ALICE, 1)).hasSize(1);
            assertThat(incident.whispers(MALLORY, 1)).hasSize(1);
            assertThat(incident.refused(ALICE)).hasValueSatisfying(row -> assertThat(row.result()).contains(Reason.REQUESTER.name()));
            assertThat(creates(incident)).isEmpty();

            incident.yes(BOB, request);
            Message last = ended(incident, Outcome.RESTORED);
            assertThat(last.text()).contains("the record of revision 1234 is back", "yes from", incident.metadata(STUCK, "uid"),
                    "/helm-stuck " + TARGET, "not done: delete, rollback");
            assertThat(incident.cluster.get(Kind.SECRET, NAMESPACE, STUCK).orElseThrow().at("/data")).isEqualTo(copy.at("/data"));
            assertThat(creates(incident)).hasSize(1);
            assertThat(incident.audit("approval")).singleElement().satisfies(row -> assertThat(row.actor()).isEqualTo(BOB));
            assertThat(incident.files(".md").getFirst()).contains("History of the release after the restore",
                    "the restore of revision 1234");
        }
    }

    @Test
    void what_cannot_be_put_back_is_said_with_what_to_type() {
        try (Incident incident = start()) {
            incident.record(BELOW, 1235, "deployed", text -> text);
            incident.type(ALICE, ASKED);
            assertThat(untouched(incident, Outcome.BLOCKED).text()).contains("revision 1235 is there", "/helm-stuck " + TARGET);
        }
    }

    @Test
    void a_record_that_is_there_is_never_written_over() {
        try (Incident incident = start()) {
            incident.record(BELOW, 1234, "deployed", text -> text);
            incident.type(ALICE, ASKED);
            assertThat(untouched(incident, Outcome.BLOCKED).text()).contains("nothing is put over it");
        }
    }

    @Test
    void of_several_copies_one_has_to_be_named() {
        try (Incident incident = Incident.prepare(dir, Mode.SOCKET)) {
            incident.record(BELOW, 1235, "pending-upgrade", text -> text);
            Copied.of(incident, STUCK.replace("1234", "1235"));
            Copied.of(incident, STUCK);
            incident.go();
            incident.type(ALICE, ASKED);
            assertThat(untouched(incident, Outcome.BLOCKED).text()).contains("2 copies", "/helm-stuck " + ASKED + " 1234",
                    "/helm-stuck " + ASKED + " 1235");
            incident.type(ALICE, ASKED + " 7");
            incident.until("another end", () -> incident.audit("end").size() == 2);
            assertThat(incident.messages("last").getLast().text()).contains("no copy \"7\"", "/helm-stuck " + ASKED + " 1234");
            incident.yes(BOB, asked(incident, ASKED + " 1234"));
            incident.until("the third end", () -> incident.audit("end").size() == 3);
            assertThat(incident.audit("end").getLast().result()).isEqualTo("RESTORED");
            assertThat(incident.there(STUCK)).isTrue();
        }
    }

    @Test
    void without_a_copy_or_with_a_bad_word_nothing_is_asked() {
        try (Incident incident = Incident.start(dir)) {
            assertThat(incident.type(ALICE, "restore").text()).contains("names one target");
            assertThat(incident.type(ALICE, "restore gitlab-cyn").text()).contains("Did you mean gitlab-cny");
            assertThat(incident.type(ALICE, ASKED + " 1234 now").text()).contains("names one target");
            incident.type(ALICE, ASKED);
            assertThat(untouched(incident, Outcome.BLOCKED).text()).contains("There is no copy of a record", "nothing to put back");
        }
    }

    @Test
    void a_copy_that_changed_after_the_yes_is_not_put_back() {
        try (Incident incident = start()) {
            Message request = asked(incident, ASKED);
            incident.touch(incident.backups().getFirst().at("/metadata/name").asText());
            incident.yes(BOB, request);
            assertThat(untouched(incident, Outcome.PLAN_CHANGED).text()).contains("was changed since people were asked");
        }
    }

    @Test
    void records_that_changed_after_the_yes_keep_it_away() {
        try (Incident incident = start()) {
            Message request = asked(incident, ASKED);
            incident.touch(BELOW);
            incident.yes(BOB, request);
            assertThat(untouched(incident, Outcome.PLAN_CHANGED).text()).contains("The records of the release changed");
        }
    }

    @Test
    void a_record_that_comes_first_at_the_last_moment_is_left_alone() {
        try (Incident incident = start()) {
            Message request = asked(incident, ASKED);
            incident.before(CREATE, () -> incident.record(BELOW, 1234, "deployed", text -> text));
            incident.yes(BOB, request);
            assertThat(ended(incident, Outcome.FAILED).text()).contains("another record of that name is there", "left alone");
            assertThat(incident.metadata(STUCK, "labels/status")).isEqualTo("deployed");
        }
    }

    @Test
    void a_create_whose_answer_was_lost_is_found_and_the_record_is_there_once() {
        try (Incident incident = start()) {
            Message request = asked(incident, ASKED);
            var unused = incident.cluster.faults().next(CREATE, Fault.answerLost());
            incident.yes(BOB, request);
            assertThat(ended(incident, Outcome.RESTORED).text()).contains(incident.metadata(STUCK, "uid"));
            assertThat(creates(incident)).hasSize(1);
        }
    }

    @Test
    void a_forbidden_create_is_said_in_the_api_servers_words() {
        try (Incident incident = start()) {
            Message request = asked(incident, ASKED);
            var unused = incident.cluster.faults().always(CREATE, Fault.forbidden());
            incident.yes(BOB, request);
            assertThat(ended(incident, Outcome.FAILED).text()).contains("was not put back", "nothing put back");
            assertThat(incident.there(STUCK)).isFalse();
        }
    }

    @Test
    void no_and_silence_put_nothing_back() {
        try (Incident incident = start()) {
            Message request = asked(incident, ASKED);
            incident.no(BOB, request);
            assertThat(untouched(incident, Outcome.REFUSED).text()).contains("nothing put back", "/helm-stuck restore " + TARGET);
            incident.yes(CAROL, request);
            incident.type(ALICE, ASKED);
            incident.until("another request", () -> incident.audit("request").size() == 2);
            incident.clock.advance(Duration.ofMinutes(16));
            incident.until("the end of it", () -> incident.audit("end").size() == 2);
            assertThat(incident.audit("end").getLast().result()).isEqualTo("EXPIRED");
            assertThat(creates(incident)).isEmpty();
        }
    }

    @Test
    void a_yes_that_is_taken_back_during_the_last_look_holds_it() {
        try (Incident incident = start()) {
            Message request = asked(incident, ASKED);
            incident.before(seen -> seen.verb().equals("list") && !incident.audit("request").isEmpty(),
                    () -> incident.takeBack(BOB, request));
            incident.yes(BOB, request);
            incident.until("it is taken back", () -> !incident.audit("yes taken back").isEmpty());
            assertThat(creates(incident)).isEmpty();
            incident.yes(CAROL, request);
            assertThat(ended(incident, Outcome.RESTORED).text()).contains("carol");
        }
    }

    @Test
    void a_create_that_never_arrived_is_not_sent_again_once_the_yes_is_taken_back() {
        try (Incident incident = start()) {
            Message request = asked(incident, ASKED);
            refusedWhile(incident, () -> incident.takeBack(BOB, request));
            incident.yes(BOB, request);
            incident.patiently("the look at the people", () -> incident.audit("restore").stream()
                    .anyMatch(row -> row.result().contains("people's yes is looked at again")));
            assertThat(creates(incident)).hasSize(1);
            incident.yes(CAROL, request);
            assertThat(ended(incident, Outcome.RESTORED).text()).contains("carol");
            assertThat(creates(incident)).hasSize(2);
        }
    }

    @Test
    void a_create_that_never_arrived_is_not_sent_again_once_somebody_said_no() {
        try (Incident incident = start()) {
            Message request = asked(incident, ASKED);
            refusedWhile(incident, () -> incident.no(CAROL, request));
            incident.yes(BOB, request);
            assertThat(ended(incident, Outcome.REFUSED).text()).contains("nothing put back");
            assertThat(creates(incident)).hasSize(1);
            assertThat(incident.there(STUCK)).isFalse();
        }
    }

    /** The first create gets no answer and does nothing, and meanwhile this happens. */
    private static void refusedWhile(Incident incident, Runnable meanwhile) {
        Fault.RefusedWith internalError = (Fault.RefusedWith) Fault.internalError();
        incident.cluster.faults().next(CREATE, new Fault.RefusedWith(create -> {
            meanwhile.run();
            return internalError.answer().apply(create);
        }));
    }

    @Test
    void a_restore_and_a_repair_of_one_target_exclude_one_another() {
        try (Incident incident = start()) {
            Message request = asked(incident, ASKED);
            incident.type(BOB, TARGET);
            assertThat(incident.answers(BOB, 1).getFirst().text()).contains("already being looked at");
            incident.type(ALICE, "cancel " + TARGET);
            assertThat(untouched(incident, Outcome.CANCELLED).text()).contains("nothing put back");
            assertThat(incident.now(request).text()).contains("Request closed");
        }
    }
}
