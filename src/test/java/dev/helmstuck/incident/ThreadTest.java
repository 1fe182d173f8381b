package dev.helmstuck.incident;

import static dev.helmstuck.incident.Incident.NAMESPACE;
import static dev.helmstuck.incident.Incident.STUCK;
import static dev.helmstuck.simulator.World.ALICE;
import static dev.helmstuck.simulator.World.BOB;
import static dev.helmstuck.simulator.World.CHANNEL;
import static dev.helmstuck.simulator.World.MALLORY;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import dev.helmstuck.incident.Incident.Mode;
import dev.helmstuck.remediation.Outcome;
import dev.helmstuck.simulator.World;
import dev.helmstuck.simulator.gitlab.GitlabFaults;
import dev.helmstuck.simulator.kubernetes.Fault;
import dev.helmstuck.simulator.kubernetes.Kind;
import dev.helmstuck.simulator.slack.Message;
import dev.helmstuck.simulator.slack.SlackFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The thread itself: which messages there are, that each is there once, and what Slack may do to them. */
@Execution(ExecutionMode.CONCURRENT)
class ThreadTest {
    /** The value of every Secret of the recorded release. */
    private static final String CANARY = "CANARY-must-never-be-shown";
    private static final String ENCODED_CANARY = "Q0FOQVJZLW11c3QtbmV2ZXIt";

    @TempDir
    Path dir;

    @ParameterizedTest
    @EnumSource
    void one_root_is_edited_as_it_moves_and_everything_else_is_in_its_thread(Mode mode) {
        try (Incident incident = Incident.start(dir, mode)) {
            Message request = incident.asked();
            Message root = incident.world.root();
            assertThat(root.blockTypes()).contains("plan");
            incident.yes(BOB, request);
            Message last = incident.repaired();
            assertThat(incident.messages("")).filteredOn(message -> message.thread().isEmpty()).hasSize(1);
            assertThat(incident.now(root).texts().size()).isGreaterThan(2);
            assertThat(incident.now(root).blockTypes()).contains("plan");
            List<String> thread = incident.thread().stream().map(World::key).toList();
            assertThat(thread).containsExactly("evidence:1", "request:1", "last");
            assertThat(last.text()).contains("java -jar helm-stuck.jar restore gitlab-cny --backup");
            assertThat(incident.thread().stream().map(Message::ts)).isSorted();
        }
    }

    @Test
    void a_whole_remediation_takes_twenty_calls_of_slack_at_most_and_two_for_its_record() {
        try (Incident incident = Incident.start(dir)) {
            incident.until("the connection", () -> incident.slack().connections().open() == 1);
            int before = incident.slack().methodsCalled().size();
            // in the fifteen seconds between two looks, what is known so far is shown
            incident.meanwhile(() -> {
                incident.clock.advance(Duration.ofSeconds(15));
                incident.until("an edit of the root", () -> incident.now(incident.world.root()).texts().size() == 2);
            });
            Message request = incident.asked();
            incident.until("the root says so", () -> incident.now(incident.world.root()).text().contains("a second engineer's"));
            incident.meanwhile(() -> {
                incident.clock.advance(Duration.ofSeconds(15));
                incident.until("an edit of the request", () -> incident.now(request).texts().size() == 2);
            });
            incident.yes(BOB, request);
            incident.repaired();
            List<String> calls = incident.slack().methodsCalled().stream().skip(before).toList();
            assertThat(calls).filteredOn(call -> !call.startsWith("files.")).hasSizeLessThanOrEqualTo(20).contains("chat.update");
            assertThat(calls).filteredOn(call -> call.startsWith("files.")).hasSize(2);
        }
    }

    @Test
    void the_request_says_what_the_next_deploy_will_do_and_the_evidence_shows_it_object_by_object() throws IOException {
        try (Incident incident = Incident.start(dir)) {
            Message request = incident.asked();
            assertThat(request.text()).contains("Helm died", "helm status will say deployed, revision 1233", "The same deploy again: rolls",
                    "Going back to revision 1233 instead");
            assertThat(incident.messages("evidence:1")).singleElement().satisfies(
                    evidence -> assertThat(evidence.blocks().toString()).contains("the same again", "back to revision 1233",
                            "Deployment/"));
            incident.yes(BOB, request);
            assertThat(incident.repaired().text()).contains("What came true of the forecast",
                    "✓ helm status says deployed, revision 1233", "not known yet, shows at the next deploy",
                    "What the next deploy will do");
            assertThat(incident.slack().transcript(CHANNEL)).doesNotContain(CANARY, ENCODED_CANARY);
            assertThat(stored()).contains("The same deploy again: rolls").doesNotContain(CANARY, ENCODED_CANARY);
        }
    }

    @Test
    void what_the_bot_may_not_read_for_the_forecast_is_said_and_keeps_nobody_from_the_repair() {
        try (Incident incident = Incident.start(dir)) {
            // the lists of the forecast alone: nothing else wants the ConfigMaps that are no records
            incident.cluster.faults().always(
                    request -> request.is("list", Kind.CONFIG_MAP) && !request.query().containsKey("labelSelector"),
                    Fault.forbidden());
            Message request = incident.asked();
            assertThat(request.text()).contains("Not foretold: ConfigMap", "configmaps", "perhaps more");
            incident.yes(BOB, request);
            incident.repaired();
        }
    }

    /** Sixty objects more in the stuck revision, with secrets among them. */
    private static void large(Incident incident) {
        StringBuilder more = new StringBuilder();
        for (int number = 0; number < 60; number++) {
            boolean secret = number % 3 == 0;
            more.append("---\\napiVersion: v1\\nkind: ").append(secret ? "Secret" : "ConfigMap").append("\\nmetadata:\\n  name: more-")
                    .append(number).append(secret ? "\\nstringData:\\n  key: " : "\\ndata:\\n  password: ").append(CANARY).append("\\n");
        }
        incident.record(Incident.STUCK, 1234, "pending-upgrade",
                text -> text.replaceFirst("\"manifest\":\"", "\"manifest\":\"" + more.toString().replace("\\", "\\\\")));
    }

    @Test
    void a_forecast_that_is_longer_than_a_message_lies_as_a_whole_in_a_file_of_the_thread_and_holds_no_secret() throws IOException {
        try (Incident incident = Incident.prepare(dir, Mode.SOCKET)) {
            large(incident);
            var unused = incident.go();
            Message request = incident.asked();
            incident.until("the file", () -> !incident.slack().files().isEmpty());
            incident.yes(BOB, request);
            incident.repaired();
            assertThat(incident.slack().files()).filteredOn(file -> file.name().startsWith("forecast-")).singleElement().satisfies(file -> {
                assertThat(file.text()).contains("the same again", "ConfigMap/more-1 ", "Secret/more-57 ").doesNotContain(CANARY,
                        ENCODED_CANARY, "CANARY");
                assertThat(file.text().lines().filter(line -> line.contains("/more-"))).hasSize(60);
                assertThat(incident.slack().message(CHANNEL, file.ts()).orElseThrow().thread())
                        .contains(incident.world.root().ts());
            });
            assertThat(incident.messages("evidence:1")).singleElement().satisfies(evidence -> assertThat(evidence.blocks().toString())
                    .contains("more rows, see the file in this thread, or java -jar helm-stuck.jar forecast gitlab-cny"));
            assertThat(stored()).doesNotContain(CANARY, ENCODED_CANARY);
        }
    }

    @Test
    void a_file_whose_answer_was_lost_is_there_once_and_keeps_nobody_from_the_repair() {
        try (Incident incident = Incident.prepare(dir, Mode.SOCKET)) {
            large(incident);
            incident.slack().faults().next("files.completeUploadExternal", SlackFault.lostAnswer());
            var unused = incident.go();
            Message request = incident.asked();
            incident.yes(BOB, request);
            incident.repaired();
            assertThat(incident.slack().files()).extracting(file -> file.name().substring(0, 4)).containsExactly("fore", "helm");
            assertThat(incident.slack().faults().left("files.completeUploadExternal")).isZero();
        }
    }

    @Test
    void without_the_scope_for_files_the_table_is_cut_and_a_message_says_where_the_rest_is() {
        try (Incident incident = Incident.prepare(dir, Mode.SOCKET)) {
            large(incident);
            incident.slack().faults().missingScope("files:write");
            var unused = incident.go();
            Message request = incident.asked();
            incident.yes(BOB, request);
            incident.repaired();
            assertThat(incident.slack().files()).isEmpty();
            assertThat(incident.messages("forecast:")).singleElement().satisfies(
                    message -> assertThat(message.text()).contains("could not be attached", "files:write",
                            "java -jar helm-stuck.jar forecast gitlab-cny"));
            assertThat(incident.messages("record")).singleElement().satisfies(
                    message -> assertThat(message.text()).contains("could not be attached", "files:write",
                            "java -jar helm-stuck.jar history gitlab-cny --markdown"));
        }
    }

    @Test
    void the_record_lies_as_markdown_beside_the_last_message_once_though_its_answer_was_lost() {
        try (Incident incident = Incident.prepare(dir, Mode.SOCKET)) {
            incident.slack().faults().next("files.completeUploadExternal", SlackFault.lostAnswer());
            var unused = incident.go();
            Message request = incident.asked();
            incident.yes(BOB, request);
            incident.repaired();
            assertThat(incident.files(".md")).singleElement().satisfies(text -> assertThat(text)
                    .contains("### Timeline", "**alice**: asked for it", "**bob**: said yes",
                            "looked at Helm afterwards: revision 1233",
                            "### History of the release before", "### History of the release after the delete", "### Findings",
                            "### What was foretold for revision 1234", "What came true of the forecast")
                    .doesNotContain(CANARY, ENCODED_CANARY, "@"));
        }
    }

    @Test
    void of_a_release_that_is_not_stuck_there_is_no_record() {
        try (Incident incident = Incident.prepare(dir, Mode.SOCKET)) {
            assertThat(incident.cluster.remove(Kind.SECRET, NAMESPACE, STUCK)).isTrue();
            var unused = incident.go();
            incident.type(ALICE, World.TARGET);
            incident.endedUntouched(Outcome.NOT_STUCK);
            assertThat(incident.slack().files()).isEmpty();
            assertThat(incident.messages("record")).isEmpty();
        }
    }

    /** All that the database holds, as it lies on the disk. */
    private String stored() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(dir)) {
            for (Path file : files.filter(it -> it.getFileName().toString().contains(".db")).toList())
                all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
        }
        return all.toString();
    }

    @Test
    void what_comes_on_the_old_and_on_the_new_connection_at_once_has_one_effect() {
        try (Incident incident = Incident.start(dir)) {
            incident.slack().connections().repeatEverything();
            incident.slack().connections().disconnect("refresh_requested");
            Message request = incident.asked();
            incident.slack().connections().disconnect("refresh_requested");
            incident.yes(BOB, request);
            incident.repaired();
            assertThat(incident.audit("command")).hasSize(1);
            assertThat(incident.audit("approval")).hasSize(1);
            assertThat(incident.messages("").stream().map(World::key)).hasSize(4).doesNotHaveDuplicates();
        }
    }

    @Test
    void a_workspace_without_the_checklist_block_gets_sections() {
        try (Incident incident = Incident.prepare(dir, Mode.SOCKET)) {
            incident.slack().faults().rejectBlockType("plan");
            incident.go();
            Message request = incident.asked();
            incident.yes(BOB, request);
            incident.repaired();
            assertThat(incident.world.root().blockTypes()).contains("section").doesNotContain("plan");
            assertThat(incident.world.root().texts().size()).isGreaterThan(2);
        }
    }

    @Test
    void a_workspace_that_takes_no_blocks_at_all_gets_text() {
        try (Incident incident = Incident.prepare(dir, Mode.SOCKET)) {
            Stream.of("plan", "section", "header", "context").forEach(incident.slack().faults()::rejectBlockType);
            incident.go();
            Message request = incident.asked();
            incident.yes(BOB, request);
            assertThat(incident.repaired().blocks()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"root", "evidence:1", "request:1", "last"})
    void a_message_whose_answer_is_lost_is_found_again_and_not_posted_twice(String key) {
        try (Incident incident = Incident.start(dir)) {
            int before = List.of("root", "evidence:1", "request:1", "last").indexOf(key);
            incident.slack().faults().next("chat.postMessage",
                    Stream.concat(Collections.nCopies(before, SlackFault.none()).stream(), Stream.of(SlackFault.lostAnswer()))
                            .toArray(SlackFault[]::new));
            incident.type(ALICE, World.TARGET);
            incident.patiently("the request", () -> !incident.audit("request").isEmpty());
            incident.yes(BOB, incident.request(1));
            incident.patiently("the end", () -> !incident.audit("end").isEmpty());
            incident.repaired();
            assertThat(incident.slack().faults().left("chat.postMessage")).isZero();
            List<String> keys = incident.messages("").stream().map(World::key).toList();
            assertThat(keys).hasSize(4).doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat.postMessage", "chat.update", "reactions.add", "reactions.get", "users.info", "usergroups.users.list",
            "conversations.info"})
    void a_limit_is_waited_out_as_slack_says(String method) {
        try (Incident incident = Incident.start(dir)) {
            incident.slack().faults().next(method, SlackFault.tooMany(Duration.ofSeconds(7)), SlackFault.none(),
                    SlackFault.tooMany(Duration.ofSeconds(9)));
            Message request = incident.asked();
            incident.yes(BOB, request);
            incident.repaired();
            assertThat(incident.hurry.waits()).contains(Duration.ofSeconds(7));
            assertThat(incident.messages("").stream().map(World::key)).hasSize(4).doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @CsvSource({"chat.update", "chat.postMessage", "reactions.add"})
    void when_slack_answers_nothing_useful_for_a_while_it_goes_on_later(String method) {
        try (Incident incident = Incident.start(dir)) {
            incident.slack().faults().next(method, SlackFault.html(), SlackFault.status(500), SlackFault.reset());
            incident.type(ALICE, World.TARGET);
            incident.patiently("the request", () -> !incident.audit("request").isEmpty());
            incident.yes(BOB, incident.request(1));
            incident.patiently("the end", () -> !incident.audit("end").isEmpty());
            incident.repaired();
        }
    }

    @Test
    void a_message_whose_turn_comes_after_another_process_took_over_is_left_to_that_one() {
        try (Incident incident = Incident.start(dir)) {
            Message request = incident.asked();
            Duration longerThanTheLease = Duration.ofSeconds(40);
            incident.slack().faults().next("chat.postMessage", SlackFault.tooMany(longerThanTheLease));
            CountDownLatch waited = new CountDownLatch(1);
            incident.hurry.during(longerThanTheLease, () -> {
                incident.leaseToAnother(Duration.ofMinutes(2));
                waited.countDown();
            });
            incident.yes(BOB, request);
            incident.until("the wait for the last message's turn", () -> waited.getCount() == 0);
            assertThat(incident.slack().await(Duration.ofMillis(700), () -> !incident.messages("last").isEmpty())).isFalse();
            incident.clock.advance(Duration.ofMinutes(3));
            incident.repaired();
        }
    }

    @Test
    void the_last_message_is_told_although_slack_was_away_when_it_ended() {
        try (Incident incident = Incident.start(dir)) {
            Message request = incident.asked();
            incident.before(dev.helmstuck.simulator.kubernetes.ApiRequest.realDelete(Kind.SECRET),
                    () -> incident.slack().faults().always("*", SlackFault.status(503)));
            incident.yes(BOB, request);
            incident.until("it is deleted and proven", () -> !incident.audit("validation").isEmpty());
            assertThat(incident.messages("last")).isEmpty();
            incident.slack().faults().clear();
            incident.patiently("the end", () -> !incident.audit("end").isEmpty());
            incident.repaired();
        }
    }

    @Test
    void messages_that_can_no_longer_be_edited_do_not_keep_it_open() {
        try (Incident incident = Incident.start(dir)) {
            Message request = incident.asked();
            incident.slack().faults().always("chat.update", SlackFault.error("edit_window_closed"));
            incident.no(BOB, request);
            incident.until("the last message", () -> incident.messages("last").size() == 1);
            assertThat(incident.audit("end")).isEmpty();
            incident.patiently("the end", Duration.ofMinutes(2), () -> !incident.audit("end").isEmpty());
            assertThat(incident.messages("last")).singleElement().satisfies(last -> assertThat(last.broadcast()).isTrue());
            assertThat(incident.audited("end").result()).isEqualTo(Outcome.REFUSED.name());
            assertThat(incident.deletes()).isEmpty();
        }
    }

    @Test
    void a_deploy_in_flight_blocks_without_asking_anybody() {
        try (Incident incident = Incident.start(dir)) {
            incident.world.project().job("gprd:auto-deploy").startedAt(incident.clock.instant().minusSeconds(60)).by("release-tools");
            incident.type(ALICE, World.TARGET);
            Message last = incident.endedUntouched(Outcome.BLOCKED);
            assertThat(last.text()).contains("gprd:auto-deploy", "release-tools");
            assertThat(incident.messages("request:")).isEmpty();
            assertThat(incident.slack().calls("reactions.add")).isEmpty();
        }
    }

    @Test
    void a_gitlab_that_does_not_answer_blocks() {
        try (Incident incident = Incident.start(dir)) {
            var unused = incident.world.gitlab().faults().always(new GitlabFaults.GitlabFault.HtmlAnswer());
            incident.type(ALICE, World.TARGET);
            incident.endedUntouched(Outcome.BLOCKED);
            assertThat(incident.messages("request:")).isEmpty();
        }
    }

    @Test
    void a_release_that_is_not_stuck_is_left_alone() {
        try (Incident incident = Incident.start(dir)) {
            assertThat(incident.cluster.remove(Kind.SECRET, NAMESPACE, STUCK)).isTrue();
            incident.type(ALICE, World.TARGET);
            Message last = incident.endedUntouched(Outcome.NOT_STUCK);
            assertThat(last.text()).contains("1233", "deployed");
            assertThat(incident.messages("request:")).isEmpty();
        }
    }

    @Test
    void a_whisper_that_cannot_be_said_changes_nothing() {
        try (Incident incident = Incident.start(dir)) {
            incident.slack().faults().always("chat.postEphemeral", SlackFault.error("fatal_error"));
            Message request = incident.asked();
            incident.yes(MALLORY, request);
            incident.until("it is written down", () -> incident.refused(MALLORY).isPresent());
            incident.yes(BOB, request);
            incident.repaired();
            assertThat(incident.whispers(MALLORY)).isEmpty();
        }
    }

    @Test
    void somebody_outside_of_the_channel_is_answered_in_the_thread() {
        try (Incident incident = Incident.start(dir)) {
            incident.slack().faults().always("chat.postEphemeral", SlackFault.error("user_not_in_channel"));
            Message request = incident.asked();
            incident.yes(MALLORY, request);
            incident.until("it is said aloud", () -> incident.thread().stream().anyMatch(message -> World.key(message).isEmpty()));
            incident.yes(BOB, request);
            incident.repaired();
            assertThat(incident.thread().stream().filter(message -> World.key(message).isEmpty())).singleElement()
                    .satisfies(message -> assertThat(message.text()).contains("mallory"));
        }
    }
}
