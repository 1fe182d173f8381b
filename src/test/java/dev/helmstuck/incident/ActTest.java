package dev.helmstuck.incident;

import static dev.helmstuck.incident.Incident.BELOW;
import static dev.helmstuck.incident.Incident.NAMESPACE;
import static dev.helmstuck.incident.Incident.STUCK;
import static dev.helmstuck.simulator.World.BOB;
import static dev.helmstuck.simulator.World.CAROL;
import static dev.helmstuck.simulator.World.DEPLOY;
import static dev.helmstuck.simulator.World.TARGET;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.helmstuck.incident.Incident.Mode;
import dev.helmstuck.ports.Conversation;
import dev.helmstuck.ports.Conversation.Draft;
import dev.helmstuck.ports.Remediations.AuditRow;
import dev.helmstuck.remediation.Outcome;
import dev.helmstuck.simulator.gitlab.GitlabFaults;
import dev.helmstuck.simulator.gitlab.SimulatedJob;
import dev.helmstuck.simulator.kubernetes.Answer;
import dev.helmstuck.simulator.kubernetes.ApiRequest;
import dev.helmstuck.simulator.kubernetes.Fault;
import dev.helmstuck.simulator.kubernetes.Kind;
import dev.helmstuck.simulator.slack.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The copy, the one guarded delete, and what Helm sees afterwards, with whatever may come in between. */
@Execution(ExecutionMode.CONCURRENT)
class ActTest {
    private static final Predicate<ApiRequest> DELETE = ApiRequest.realDelete(Kind.SECRET);
    private static final Predicate<ApiRequest> COPY = ApiRequest.realCreate(Kind.SECRET);

    @TempDir
    Path dir;

    @Test
    void a_record_that_is_written_right_before_the_delete_stays() {
        try (Incident incident = Incident.start(dir)) {
            Message request = incident.asked();
            incident.before(DELETE, () -> incident.touch(STUCK));
            incident.yes(BOB, request);
            incident.ended(Outcome.PLAN_CHANGED);
            assertThat(incident.there(STUCK)).isTrue();
            assertThat(incident.deletes()).hasSize(1);
            assertThat(incident.audited("delete").result()).startsWith("not deleted");
        }
    }

    @Test
    void a_record_that_is_written_right_before_the_copy_is_neither_copied_nor_deleted() {
        try (Incident incident = Incident.start(dir)) {
            Message request = incident.asked();
            incident.before(afterTheIntent(incident, "get"), () -> incident.touch(STUCK));
            incident.yes(BOB, request);
            incident.endedUntouched(Outcome.PLAN_CHANGED);
            assertThat(incident.there(STUCK)).isTrue();
            assertThat(incident.backups()).isEmpty();
        }
    }

    @Test
    void a_record_that_is_gone_before_the_look_after_the_yes_is_not_stuck_any_more() {
        try (Incident incident = Incident.start(dir)) {
            Message request = incident.asked();
            assertThat(incident.cluster.remove(Kind.SECRET, NAMESPACE, STUCK)).isTrue();
            incident.yes(BOB, request);
            incident.endedUntouched(Outcome.PLAN_CHANGED);
            assertThat(incident.backups()).isEmpty();
        }
    }

    @Test
    void a_record_that_is_gone_right_before_the_delete_was_deleted_by_somebody_else() {
        try (Incident incident = Incident.start(dir)) {
            Message request = incident.asked();
            incident.before(DELETE, () -> assertThat(incident.cluster.remove(Kind.SECRET, NAMESPACE, STUCK)).isTrue());
            incident.yes(BOB, request);
            incident.ended(Outcome.ALREADY_GONE);
            assertThat(incident.audited("delete").result()).contains("before");
            assertThat(incident.backups()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 422})
    void when_the_copy_is_refused_nothing_is_deleted(int code) {
        try (Incident incident = Incident.start(dir)) {
            Message request = incident.asked();
            incident.cluster.faults().always(COPY, refusing(code));
            incident.yes(BOB, request);
            incident.endedUntouched(Outcome.FAILED);
            assertThat(incident.there(STUCK)).isTrue();
            assertThat(incident.backups()).isEmpty();
            assertThat(incident.audited("backup").result()).contains("no room for copies");
        }
    }

    @Test
    void when_the_copy_does_not_read_back_as_it_was_written_nothing_is_deleted() {
        try (Incident incident = Incident.start(dir)) {
            Message request = incident.asked();
            incident.before(request2 -> request2.is("get", Kind.SECRET) && request2.name().startsWith("helm-stuck."), () -> {
                String name = incident.backups().getFirst().at("/metadata/name").asText();
                var unused = incident.cluster.change(Kind.SECRET, NAMESPACE, name, object -> {
                    object.withObject("/data").put("release", "");
                    return object;
                });
            });
            incident.yes(BOB, request);
            incident.endedUntouched(Outcome.FAILED);
            assertThat(incident.there(STUCK)).isTrue();
        }
    }

    @Test
    void when_the_copy_gets_no_answer_for_long_nothing_is_deleted_and_it_ends_in_words() {
        try (Incident incident = Incident.start(dir)) {
            Message request = incident.asked();
            incident.cluster.faults().always(COPY, Fault.internalError());
            incident.yes(BOB, request);
            incident.patiently("the end", Duration.ofSeconds(60), () -> !incident.audit("end").isEmpty());
            incident.endedUntouched(Outcome.EXPIRED);
            assertThat(incident.whispers(BOB)).as("his yes was not late").isEmpty();
        }
    }

    @Test
    void a_no_that_comes_while_the_copy_takes_long_still_stops_the_delete() {
        try (Incident incident = Incident.start(dir)) {
            Message request = incident.asked();
            incident.before(COPY, () -> {
                incident.clock.advance(Duration.ofSeconds(40));
                incident.no(CAROL, request);
            });
            incident.yes(BOB, request);
            incident.endedUntouched(Outcome.REFUSED);
            assertThat(incident.there(STUCK)).isTrue();
            assertThat(incident.deletes()).isEmpty();
        }
    }

    @Test
    void the_copy_holds_the_record_byte_for_byte_under_other_marks() {
        try (Incident incident = Incident.start(dir)) {
            Message request = incident.asked();
            JsonNode record = incident.cluster.get(Kind.SECRET, NAMESPACE, STUCK).orElseThrow();
            incident.yes(BOB, request);
            incident.repaired();
            JsonNode copy = incident.backups().getFirst();
            assertThat(copy.path("data").equals(record.path("data"))).isTrue();
            assertThat(copy.at("/metadata/labels/app.kubernetes.io~1managed-by").asText()).isEqualTo("helm-stuck");
            assertThat(copy.at("/metadata/labels").has("owner")).isFalse();
            assertThat(copy.at("/metadata/annotations").toString()).contains(record.at("/metadata/uid").asText(), STUCK);
        }
    }

    @Test
    void a_delete_whose_answer_is_lost_is_looked_after_and_not_sent_again() {
        try (Incident incident = Incident.start(dir)) {
            Message request = incident.asked();
            incident.cluster.faults().next(DELETE, Fault.answerLost());
            incident.yes(BOB, request);
            incident.repaired();
            assertThat(incident.audited("delete").result()).contains("deleted");
        }
    }

    @Test
    void a_delete_whose_answer_is_lost_counts_as_ours_although_the_name_is_taken_again() {
        try (Incident incident = Incident.start(dir)) {
            Message request = incident.asked();
            incident.cluster.faults().next(DELETE, Fault.answerLost());
            incident.before(afterTheDelete(incident), () -> incident.record(BELOW, 1234, "deployed", text -> text));
            incident.yes(BOB, request);
            incident.ended(Outcome.UNLOCKED);
            assertThat(incident.deletes()).hasSize(1);
            assertThat(incident.there(STUCK)).isTrue();
        }
    }

    @Test
    void a_delete_that_never_arrived_is_sent_again() {
        try (Incident incident = Incident.start(dir)) {
            Message request = incident.asked();
            incident.cluster.faults().next(DELETE, Fault.reset());
            incident.yes(BOB, request);
            incident.ended(Outcome.UNLOCKED);
            assertThat(incident.there(STUCK)).isFalse();
            assertThat(incident.backups()).hasSize(1);
            assertThat(incident.deletes()).hasSize(2);
        }
    }

    @Test
    void a_delete_that_never_arrived_is_not_sent_again_once_the_yes_is_taken_back() {
        try (Incident incident = Incident.start(dir)) {
            Message request = incident.asked();
            Fault.RefusedWith internalError = (Fault.RefusedWith) Fault.internalError();
            incident.cluster.faults().next(DELETE, new Fault.RefusedWith(delete -> {
                incident.takeBack(BOB, request);
                return internalError.answer().apply(delete);
            }));
            incident.yes(BOB, request);
            incident.patiently("the look at the people", Duration.ofSeconds(30),
                    () -> incident.audit("delete").stream().anyMatch(row -> row.result().contains("looked at again")));
            incident.no(BOB, request);
            incident.ended(Outcome.REFUSED);
            assertThat(incident.deletes()).hasSize(1);
            assertThat(incident.there(STUCK)).isTrue();
        }
    }

    @Test
    void a_delete_that_never_gets_an_answer_needs_a_person() {
        try (Incident incident = Incident.start(dir)) {
            Message request = incident.asked();
            incident.cluster.faults().always(DELETE, Fault.internalError());
            incident.yes(BOB, request);
            incident.ended(Outcome.NEEDS_ATTENTION);
            assertThat(incident.there(STUCK)).isTrue();
            assertThat(incident.deletes()).hasSize(3);
        }
    }

    @Test
    void a_delete_that_is_forbidden_fails_in_the_api_servers_words() {
        try (Incident incident = Incident.start(dir)) {
            Message request = incident.asked();
            incident.cluster.faults().always(DELETE, Fault.forbidden());
            incident.yes(BOB, request);
            Message last = incident.ended(Outcome.FAILED);
            assertThat(last.text()).contains("forbidden");
            assertThat(incident.there(STUCK)).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"deployed, UNLOCKED", "superseded, UNLOCKED", "failed, UNLOCKED", "uninstalling, NEEDS_ATTENTION"})
    void helm_is_judged_by_the_revision_that_is_the_newest_now(String below, Outcome outcome) {
        try (Incident incident = Incident.prepare(dir, Mode.SOCKET)) {
            incident.record(BELOW, 1233, below, text -> text);
            incident.go();
            Message request = incident.asked();
            assertThat(request.text()).contains("1233", below);
            incident.yes(BOB, request);
            Message last = incident.ended(outcome);
            assertThat(last.text()).contains("1233", below);
            assertThat(incident.deletes()).hasSize(1);
            assertThat(incident.there(STUCK)).isFalse();
            assertThat(incident.audited("validation").result()).contains("1233", below);
        }
    }

    @Test
    void when_helm_finds_no_record_any_more_a_person_is_needed_and_the_restore_command_is_shown() {
        try (Incident incident = Incident.start(dir)) {
            Message request = incident.asked();
            incident.before(DELETE, () -> assertThat(incident.cluster.remove(Kind.SECRET, NAMESPACE, BELOW)).isTrue());
            incident.yes(BOB, request);
            Message last = incident.ended(Outcome.NEEDS_ATTENTION);
            assertThat(last.text())
                    .contains("java -jar helm-stuck.jar restore gitlab-cny --backup "
                            + incident.backups().getFirst().at("/metadata/name").asText());
            assertThat(incident.audited("validation").result()).contains("no record");
        }
    }

    @ParameterizedTest
    @CsvSource({"1235, deployed, UNLOCKED", "1235, pending-upgrade, NEEDS_ATTENTION", "1234, deployed, UNLOCKED",
            "1234, pending-upgrade, NEEDS_ATTENTION"})
    void a_new_revision_that_is_there_already_is_seen(int number, String status, Outcome outcome) {
        try (Incident incident = Incident.start(dir)) {
            Message request = incident.asked();
            incident.before(afterTheDelete(incident), () -> incident.record(BELOW, number, status, text -> text));
            incident.yes(BOB, request);
            Message last = incident.ended(outcome);
            assertThat(last.text()).contains(Integer.toString(number), status);
            assertThat(incident.audited("validation").result()).contains("revision " + number);
            assertThat(incident.deletes()).hasSize(1);
        }
    }

    @Test
    void a_record_below_that_no_longer_decodes_is_not_called_healthy() {
        try (Incident incident = Incident.start(dir)) {
            Message request = incident.asked();
            incident.before(DELETE, () -> {
                var unused = incident.cluster.change(Kind.SECRET, NAMESPACE, BELOW, object -> {
                    object.withObject("/data").put("release", "bm90IGEgcmVjb3Jk");
                    return object;
                });
            });
            incident.yes(BOB, request);
            incident.ended(Outcome.NEEDS_ATTENTION);
        }
    }

    @Test
    void the_newest_failed_job_is_the_one_to_rerun_never_an_older_one() {
        try (Incident incident = Incident.start(dir)) {
            SimulatedJob older = incident.world.project().newest(DEPLOY).orElseThrow();
            Instant now = incident.clock.instant();
            SimulatedJob newer = incident.world.project().job(DEPLOY).createdAt(now.minusSeconds(300)).startedAt(now.minusSeconds(290))
                    .failedAt(now.minusSeconds(280), "script_failure");
            Message request = incident.asked();
            incident.yes(BOB, request);
            Message last = incident.repaired();
            assertThat(last.text().lines().findFirst().orElseThrow()).contains(newer.url()).doesNotContain(older.url());
        }
    }

    @Test
    void a_job_that_was_green_while_helm_was_locked_is_told_before_the_yes_and_is_the_one_to_rerun() {
        try (Incident incident = Incident.start(dir)) {
            Instant now = incident.clock.instant();
            SimulatedJob green = incident.world.project().job(DEPLOY).createdAt(now.minusSeconds(300)).startedAt(now.minusSeconds(290))
                    .succeededAt(now.minusSeconds(280)).onlyLog("Comparing release=gitlab-cny, chart=gitlab/gitlab, namespace="
                            + NAMESPACE + "\nJob succeeded\n");
            Message request = incident.asked();
            assertThat(request.text()).contains("But a job that is green deployed nothing").contains(green.url())
                    .contains("saw no difference and did nothing");
            incident.yes(BOB, request);
            Message last = incident.repaired();
            assertThat(last.text().lines().findFirst().orElseThrow()).contains("rerun").contains(green.url());
            assertThat(last.text()).contains("It is green, but it deployed nothing");
        }
    }

    @Test
    void what_got_it_stuck_is_quoted_without_the_secret_in_it_and_few_requests_tell_it() {
        try (Incident incident = Incident.start(dir)) {
            Instant now = incident.clock.instant();
            SimulatedJob follower = incident.world.project().job(DEPLOY).createdAt(now.minusSeconds(300)).startedAt(now.minusSeconds(290))
                    .failedAt(now.minusSeconds(280), "script_failure")
                    .log("Error: UPGRADE FAILED: another operation (install/upgrade/rollback) is in progress\nERROR: Job failed: exit code 1\n");
            Message request = incident.asked();
            String error = "ended with: Error: UPGRADE FAILED: update: failed to update: Put \"https://10.0.0.1:443…\": context deadline exceeded";
            assertThat(request.text()).contains(error).doesNotContain("CANARY");
            assertThat(incident.world.gitlab().requests()).as("requests of one diagnosis").hasSizeLessThanOrEqualTo(8)
                    .filteredOn(line -> line.endsWith("/trace")).hasSize(2);
            incident.yes(BOB, request);
            assertThat(incident.repaired().text()).contains(error).contains("rerun <" + follower.url()).doesNotContain("CANARY");
        }
    }

    @Test
    void when_gitlab_is_silent_after_the_delete_it_is_resolved_all_the_same() {
        try (Incident incident = Incident.start(dir)) {
            Message request = incident.asked();
            incident.before(DELETE, () -> {
                var unused = incident.world.gitlab().faults().always(new GitlabFaults.GitlabFault.HtmlAnswer());
            });
            incident.yes(BOB, request);
            Message last = incident.repaired();
            assertThat(last.text()).contains("GitLab");
        }
    }

    @Test
    void when_the_cluster_is_silent_after_the_delete_it_is_asked_again() {
        try (Incident incident = Incident.start(dir)) {
            Message request = incident.asked();
            incident.cluster.faults().next(3, afterTheDelete(incident).and(ApiRequest.of("list", Kind.SECRET)), Fault.html(200));
            incident.yes(BOB, request);
            incident.patiently("the end", () -> !incident.audit("end").isEmpty());
            incident.repaired();
            assertThat(incident.audit("delete").stream().map(AuditRow::result)).containsExactly("deleted");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            true  | UNLOCKED | the stuck record is deleted, and Helm is unlocked
            false | REFUSED  | nothing was deleted
            """)
    void a_bug_in_writing_the_last_message_ends_in_the_least_that_must_be_said(boolean yes, Outcome outcome, String least) {
        Incident incident = Incident.prepare(dir, Mode.SOCKET);
        try (incident) {
            incident.go(ActTest::withoutTheLastMessage);
            Message request = incident.asked();
            incident.react(BOB, request, yes ? Incident.YES : Incident.NO);
            incident.patiently("the end", Duration.ofSeconds(30), () -> !incident.audit("end").isEmpty());
            Message last = yes ? incident.repaired() : incident.endedUntouched(outcome);
            assertThat(last.text()).contains(TARGET + ": " + least, "/helm-stuck " + TARGET, "history " + TARGET,
                    incident.audit("end").getFirst().remediation());
            if (yes) assertThat(last.text()).contains(incident.backups().getFirst().at("/metadata/name").asText());
            assertThat(incident.now(incident.world.root()).text()).contains(least);
        }
    }

    /** A chat that cannot be told the usual last message, by an error of its own. */
    private static Conversation withoutTheLastMessage(Conversation real) {
        AtomicReference<Object> last = new AtomicReference<>("none");
        return (Conversation) Proxy.newProxyInstance(Conversation.class.getClassLoader(), new Class<?>[]{Conversation.class},
                (proxy, method, arguments) -> {
                    boolean posts = method.getName().equals("post") && ((Draft) arguments[0]).key().endsWith("/last");
                    boolean edits = method.getName().equals("edit") && arguments[0].equals(last.get());
                    if ((posts || edits) && !Arrays.toString(arguments).contains("An error of mine"))
                        throw edits ? new IllegalStateException("planted") : new StackOverflowError("planted");
                    try {
                        Object answer = method.invoke(real, arguments);
                        if (posts) last.set(answer);
                        return answer;
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    /** A request for the stuck record after the intent to delete it was saved. */
    private static Predicate<ApiRequest> afterTheIntent(Incident incident, String verb) {
        return request -> request.is(verb, Kind.SECRET) && request.name().equals(STUCK) && !incident.audit("approval").isEmpty();
    }

    /** Any request after the stuck record is gone. */
    private static Predicate<ApiRequest> afterTheDelete(Incident incident) {
        return request -> !incident.there(STUCK);
    }

    private static Fault refusing(int code) {
        return new Fault.RefusedWith(request -> new Answer(code, "application/json", Map.of(),
                """
                        {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure", "message": "there is no room for copies", "code": %d}
                        """
                        .formatted(code)));
    }
}
