package dev.helmstuck.incident;

import static dev.helmstuck.incident.Incident.CONTEXT;
import static dev.helmstuck.incident.Incident.NAMESPACE;
import static dev.helmstuck.incident.Incident.STUCK;
import static dev.helmstuck.incident.Incident.YES;
import static dev.helmstuck.simulator.World.ALICE;
import static dev.helmstuck.simulator.World.BOB;
import static dev.helmstuck.simulator.World.CAROL;
import static dev.helmstuck.simulator.World.CHANNEL;
import static dev.helmstuck.simulator.World.MALLORY;
import static dev.helmstuck.simulator.World.SRE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;

import dev.helmstuck.config.ConfigException;
import dev.helmstuck.incident.Incident.Mode;
import dev.helmstuck.ports.Remediations.AuditRow;
import dev.helmstuck.remediation.Outcome;
import dev.helmstuck.simulator.World;
import dev.helmstuck.simulator.kubernetes.ApiRequest;
import dev.helmstuck.simulator.kubernetes.Kind;
import dev.helmstuck.simulator.slack.Delivery;
import dev.helmstuck.simulator.slack.Member;
import dev.helmstuck.simulator.slack.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * How approvals in chat go wrong elsewhere, row by row: what Slack shows, what the audit trail says, and what is deleted. In both modes of
 * Slack where it counts how an event arrives, that is when it is one, none or two.
 */
@Execution(ExecutionMode.CONCURRENT)
class ApprovalFailuresTest extends ApprovalRows {
    @Override
    Incident prepared(Mode mode) {
        return Incident.prepare(dir, mode);
    }

    @Override
    Message asked(Incident incident) {
        return incident.asked();
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
        incident.repaired();
        assertThat(approvers(incident)).containsExactly(approver);
    }

    @Override
    Message ends(Incident incident, Outcome outcome) {
        return incident.endedUntouched(outcome);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"SOCKET|''", "HTTP|''", "SOCKET|approvers: {}", "HTTP|approvers: {}",
            "SOCKET|approvers: { users: [], groups: [] }", "HTTP|approvers: { users: [], groups: [] }"})
    void row02_an_empty_list_of_approvers_refuses_to_start(Mode mode, String approvers) {
        try (Incident incident = Incident.prepare(dir, mode)) {
            incident.world.targets("""
                    policy:
                      channels: ['^inc-']
                      deadline: 15m
                      %s
                    targets:
                      gitlab-cny:
                        environment: gprd-cny
                        cluster: gprd-gitlab-gke
                        namespace: gitlab-cny
                        release: gitlab-cny
                        ci: { project: a/b, jobs: '^upgrade$', helmTimeout: 1h, atomic: true }
                    """.formatted(approvers));
            assertThatThrownBy(incident::go).isInstanceOfSatisfying(ConfigException.class,
                    refusal -> assertThat(refusal.problems()).singleElement()
                            .satisfies(problem -> assertThat(problem.line()).contains("approvers")));
            assertThat(incident.slack().methodsCalled()).isEmpty();
            assertThat(incident.cluster.requests()).isEmpty();
        }
    }

    @Test
    void row05_a_plan_that_changed_after_the_yes_voids_it_and_is_asked_again_in_a_new_message() {
        try (Incident incident = Incident.start(dir)) {
            Message first = incident.asked();
            String uid = incident.metadata(STUCK, "uid");
            String version = incident.metadata(STUCK, "resourceVersion");
            incident.touch(STUCK);
            incident.yes(BOB, first);
            Message second = incident.request(2);
            assertThat(second.ts()).isNotEqualTo(first.ts());
            assertThat(incident.now(first).text()).contains(uid).doesNotContain(":" + YES + ":");
            assertThat(second.text()).contains(uid, incident.metadata(STUCK, "resourceVersion")).doesNotContain(version);
            assertThat(incident.audit("approval")).singleElement()
                    .satisfies(row -> assertThat(row.object()).contains("resourceVersion=" + version));
            incident.yes(CAROL, first);
            assertThat(incident.deletes()).isEmpty();
            incident.yes(BOB, second);
            incident.repaired();
            assertThat(incident.audit("approval").stream().map(AuditRow::actor)).containsExactly(BOB, BOB);
        }
    }

    @Test
    void row05_after_the_object_was_replaced_the_old_request_still_names_the_old_object() {
        try (Incident incident = Incident.start(dir)) {
            Message first = incident.asked();
            String uid = incident.metadata(STUCK, "uid");
            incident.recreate(STUCK);
            String newUid = incident.metadata(STUCK, "uid");
            incident.yes(BOB, first);
            Message second = incident.request(2);
            assertThat(second.text()).contains(newUid).doesNotContain(uid);
            assertThat(incident.now(first).texts()).allSatisfy(text -> assertThat(text).contains(uid).doesNotContain("`" + newUid + "`"));
            incident.yes(BOB, second);
            incident.repaired();
            assertThat(incident.now(first).text()).contains(uid).doesNotContain("`" + newUid + "`");
            assertThat(incident.now(second).text()).contains(newUid);
        }
    }

    @Test
    void row06_only_reactions_on_the_request_itself_count() {
        try (Incident incident = Incident.start(dir)) {
            incident.meanwhile(() -> incident.yes(BOB, incident.world.root()));
            Message request = incident.asked();
            assertThat(incident.now(incident.world.root()).reacted(YES)).contains(BOB);
            incident.looksAgain(() -> incident.yes(CAROL, incident.messages("evidence:").getFirst()));
            assertThat(incident.audit("approval")).isEmpty();
            assertThat(incident.audit("refused reaction")).isEmpty();
            assertThat(incident.deletes()).isEmpty();
            incident.yes(CAROL, request);
            done(incident, CAROL);
        }
    }

    @ParameterizedTest
    @EnumSource
    void row10_the_same_event_twice_and_two_approvers_in_the_same_instant_make_one_delete(Mode mode) {
        try (Incident incident = Incident.start(dir, mode)) {
            Message request = incident.asked();
            incident.slack().deliveries().hold();
            Delivery bobs = incident.slack().react(BOB, CHANNEL, request.ts(), YES).orElseThrow();
            Delivery carols = incident.slack().react(CAROL, CHANNEL, request.ts(), YES).orElseThrow();
            Delivery command = incident.slack().delivered().getFirst();
            incident.slack().deliveries().releaseInReverse();
            List<Boolean> acked = Stream.of(bobs, carols, bobs, carols, command).parallel().map(incident.slack()::resend).toList();
            assertThat(acked).containsOnly(true);
            incident.repaired();
            assertThat(incident.slack().resend(bobs)).isTrue();
            assertThat(incident.slack().resend(command)).isTrue();
            assertThat(incident.audit("approval").stream().map(AuditRow::actor)).isNotEmpty().isSubsetOf(BOB, CAROL)
                    .doesNotHaveDuplicates();
            assertThat(incident.audit("delete")).hasSize(1);
            assertThat(incident.audit("command")).hasSize(1);
            assertThat(incident.deletes()).hasSize(1);
        }
    }

    @Test
    void row15_without_a_signing_secret_it_refuses_to_start() {
        try (Incident incident = Incident.prepare(dir, Mode.HTTP)) {
            incident.world.with("SLACK_SIGNING_SECRET", " ");
            assertThatThrownBy(incident::go).isInstanceOf(ConfigException.class).hasMessageContaining("SLACK_SIGNING_SECRET");
            assertThat(incident.slack().methodsCalled()).isEmpty();
        }
    }

    @Test
    void row18_another_object_under_the_approved_name_is_not_deleted() {
        try (Incident incident = Incident.start(dir)) {
            Message request = incident.asked();
            String uid = incident.metadata(STUCK, "uid");
            incident.before(ApiRequest.realDelete(Kind.SECRET), () -> incident.recreate(STUCK));
            incident.yes(BOB, request);
            incident.ended(Outcome.PLAN_CHANGED);
            assertThat(incident.deletes()).singleElement()
                    .satisfies(delete -> assertThat(delete.body().at("/preconditions/uid").asText()).isEqualTo(uid));
            assertThat(incident.there(STUCK)).isTrue();
            assertThat(incident.metadata(STUCK, "uid")).isNotEqualTo(uid);
            assertThat(incident.audited("delete").result()).doesNotStartWith("deleted");
        }
    }

    @Test
    void row19_the_audit_trail_says_who_asked_who_said_yes_what_exactly_and_the_result() {
        try (Incident incident = Incident.start(dir)) {
            Message request = incident.asked();
            String object = CONTEXT + "/" + NAMESPACE + "/" + STUCK + " uid=" + incident.metadata(STUCK, "uid") + " resourceVersion="
                    + incident.metadata(STUCK, "resourceVersion");
            incident.yes(BOB, request);
            incident.repaired();
            List<AuditRow> rows = incident.audit();
            assertThat(rows.stream().map(AuditRow::action)).containsExactly("command", "diagnosis", "request", "approval", "diagnosis",
                    "backup",
                    "delete", "validation", "end");
            assertThat(rows.stream().map(AuditRow::actor)).containsExactly(ALICE, "helm-stuck", "helm-stuck", BOB, "helm-stuck",
                    "helm-stuck",
                    "helm-stuck", "helm-stuck", "helm-stuck");
            assertThat(rows.stream().map(AuditRow::object).distinct()).hasSize(3).contains(World.TARGET, object);
            assertThat(rows.stream().filter(row -> row.object().equals(object)).map(AuditRow::action)).containsExactly("request",
                    "approval",
                    "diagnosis", "backup", "delete", "validation");
            assertThat(incident.audited("backup").result()).contains(incident.backups().getFirst().at("/metadata/name").asText());
            assertThat(incident.audited("delete").result()).isEqualTo("deleted");
            assertThat(incident.audited("request").result()).contains(request.ts());
        }
    }

    @Test
    void row20_hostile_text_from_cluster_gitlab_and_profiles_calls_nobody() {
        String hostile = "<!channel> <@U0CAROL> <!subteam^S0SRE> ```*_~ `x` &lt;!here&gt; \\u202e\\u0000";
        try (Incident incident = Incident.prepare(dir, Mode.SOCKET)) {
            incident.slack().changeMember(Member.person(BOB, "bob", "<!everyone> *Bob* <@U0CAROL>"));
            incident.slack().changeMember(Member.person(MALLORY, "mallory", "<!here>|`x`"));
            incident.world.project().jobs().getFirst().by("<!channel> <@U0CAROL>");
            incident.world.project().job("gprd-cny:auto-deploy").by("<!here>").createdAt(incident.clock.instant().minusSeconds(5))
                    .startedAt(incident.clock.instant().minusSeconds(4)).failedAt(incident.clock.instant(), "<!channel>");
            incident.record(STUCK, 1234, "pending-upgrade", text -> text.replaceAll("\"(description|appVersion)\":\"[^\"]*\"",
                    "\"$1\":\"" + java.util.regex.Matcher.quoteReplacement(hostile.replace("\\u0000", "")) + "\""));
            incident.go();
            Message request = incident.asked();
            incident.yes(MALLORY, request);
            incident.until("the answer", () -> incident.refused(MALLORY).isPresent());
            incident.yes(BOB, request);
            incident.repaired();
            incident.type(ALICE, "<!channel>");
            incident.type(ALICE, "`<@U0CAROL>` x");
            incident.everyMessageIsProper();
            assertThat(incident.messages("evidence:").stream().map(Message::text))
                    .anySatisfy(text -> assertThat(text).contains("&lt;!channel&gt;"));
        }
    }

    @Test
    void row22_with_two_approvals_one_person_is_not_enough_whatever_their_accounts() {
        try (Incident incident = Incident.prepare(dir, Mode.SOCKET).policy(2, "15m").go()) {
            incident.slack().addMember(Member.person("U0BOB2", "bob.two", "Bob Again").withEmail("Bob@example.com"));
            incident.slack().changeGroup(SRE, ALICE, BOB, CAROL, "U0BOB2");
            Message request = incident.asked();
            incident.looksAgain(() -> incident.yes(BOB, request));
            incident.until("the request says whose yes is missing",
                    () -> incident.now(request).text().contains("Yes so far: 1 of 2*, from bob."));
            incident.looksAgain(() -> incident.yes("U0BOB2", request));
            incident.yes(ALICE, request);
            assertThat(incident.whispers(ALICE, 1)).hasSize(1);
            assertThat(incident.audit("approval")).isEmpty();
            assertThat(incident.deletes()).isEmpty();
            incident.yes(CAROL, request);
            Message last = incident.repaired();
            assertThat(incident.audit("approval").stream().map(AuditRow::actor)).containsExactly(BOB, CAROL);
            assertThat(last.text()).contains("bob", "carol");
        }
    }
}
