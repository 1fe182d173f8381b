package dev.helmstuck.incident;

import static dev.helmstuck.simulator.World.ALICE;
import static dev.helmstuck.simulator.World.BOB;
import static dev.helmstuck.simulator.World.CHANNEL;
import static dev.helmstuck.simulator.World.MALLORY;
import static dev.helmstuck.simulator.World.TARGET;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import dev.helmstuck.incident.Incident.Mode;
import dev.helmstuck.ports.Conversation;
import dev.helmstuck.ports.Inbox;
import dev.helmstuck.ports.Remediations.AuditRow;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.remediation.Outcome;
import dev.helmstuck.report.Report;
import dev.helmstuck.simulator.World;
import dev.helmstuck.simulator.kubernetes.ApiRequest;
import dev.helmstuck.simulator.kubernetes.Kind;
import dev.helmstuck.simulator.slack.Channel;
import dev.helmstuck.simulator.slack.Member;
import dev.helmstuck.simulator.slack.Message;
import dev.helmstuck.simulator.slack.SlackFault;
import dev.helmstuck.simulator.slack.SlashReply;
import dev.helmstuck.testing.TestBots;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is typed, where, and by whom: what starts a remediation and what is refused, each with its reason. */
@Execution(ExecutionMode.CONCURRENT)
class CommandsTest {
    static final String TWO = """
            policy:
              channels: ['^inc-', '^incident-']
              approvers: { groups: [S0SRE] }
              requesters: { groups: [S0SRE] }
              deadline: 15m
              sampleGap: 1s
            targets:
              gitlab-cny:
                environment: gprd-cny
                cluster: gprd-gitlab-gke
                namespace: gitlab-cny
                release: gitlab-cny
                ci: { project: %1$s, jobs: '^gprd-cny:(upgrade|auto-deploy)$', helmTimeout: 1h, atomic: true }
              gstg-cny:
                environment: gstg-cny
                cluster: gprd-gitlab-gke
                namespace: gstg-cny
                release: gitlab-cny
                ci: { project: %1$s, jobs: '^gstg-cny:upgrade$', helmTimeout: 1h, atomic: true }
            groups: { canary: [gitlab-cny, gstg-cny] }
            """.formatted(World.PROJECT);

    @TempDir
    Path dir;

    @ParameterizedTest
    @EnumSource
    void a_channel_that_is_not_allowed_is_refused_in_the_acknowledgement(Mode mode) {
        try (Incident incident = Incident.start(dir, mode)) {
            incident.slack().addChannel(Channel.open("C0RANDOM", "random"));
            SlashReply reply = incident.slack().slash(ALICE, "C0RANDOM", TARGET);
            assertThat(reply.acked()).isTrue();
            assertThat(reply.text()).contains("^inc-", "^incident-");
            AuditRow row = incident.audited("refused command");
            assertThat(row.actor()).isEqualTo(ALICE);
            assertThat(row.object()).contains(TARGET, "C0RANDOM");
            nothingWasStarted(incident, "C0RANDOM");
            assertThat(incident.slack().responses()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_private_channel_whose_name_is_not_allowed_is_refused_by_response_url(Mode mode) {
        try (Incident incident = Incident.start(dir, mode)) {
            incident.slack().addChannel(Channel.closed("G0SECRET", "secret-plans"));
            refused(incident, "G0SECRET", ALICE, "^inc-");
        }
    }

    @Test
    void a_private_incident_channel_works_like_a_public_one() {
        try (Incident incident = Incident.start(dir)) {
            incident.slack().addChannel(Channel.closed("G0INC", "inc-4711"));
            assertThat(incident.slack().slash(ALICE, "G0INC", TARGET).acked()).isTrue();
            incident.until("the request", () -> !incident.audit("request").isEmpty());
            assertThat(incident.slack().messages("G0INC").stream().map(World::key)).contains("root", "request:1");
        }
    }

    @Test
    void a_channel_shared_with_another_organisation_is_refused() {
        try (Incident incident = Incident.start(dir)) {
            incident.slack().addChannel(Channel.open("C0SHARED", "inc-shared").sharedOutside());
            refused(incident, "C0SHARED", ALICE, "organisation");
        }
    }

    @Test
    void an_archived_channel_is_refused() {
        try (Incident incident = Incident.start(dir)) {
            incident.slack().addChannel(Channel.open("C0OLD", "inc-0815").asArchived());
            refused(incident, "C0OLD", ALICE, "archived");
        }
    }

    @Test
    void a_private_channel_without_the_bot_is_refused_and_says_how_to_invite_it() {
        try (Incident incident = Incident.start(dir)) {
            incident.slack().addChannel(Channel.closed("G0INC", "inc-4711").withBot(false));
            refused(incident, "G0INC", ALICE, "/invite");
        }
    }

    @Test
    void a_public_channel_without_the_bot_is_joined() {
        try (Incident incident = Incident.start(dir)) {
            incident.slack().changeChannel(Channel.open(CHANNEL, "inc-4080").withBot(false));
            Message request = incident.asked();
            assertThat(incident.slack().calls("conversations.join")).hasSize(1);
            incident.yes(BOB, request);
            incident.repaired();
        }
    }

    @Test
    void an_unknown_target_is_answered_with_the_nearest_names() {
        try (Incident incident = Incident.start(dir)) {
            SlashReply reply = incident.type(ALICE, "gitlab-cyn");
            assertThat(reply.text()).contains("gitlab-cyn", TARGET);
            nothingWasStarted(incident, CHANNEL);
        }
    }

    @Test
    void who_is_no_requester_is_refused() {
        try (Incident incident = Incident.prepare(dir, Mode.SOCKET)) {
            incident.world.targets(TWO);
            incident.go();
            refused(incident, CHANNEL, MALLORY, "");
        }
    }

    @Test
    void a_guest_is_no_requester() {
        try (Incident incident = Incident.start(dir)) {
            incident.slack().changeMember(Member.person(MALLORY, "mallory", "Mallory").guest());
            refused(incident, CHANNEL, MALLORY, "uest");
        }
    }

    @Test
    void somebody_whom_slack_does_not_describe_is_refused() {
        try (Incident incident = Incident.start(dir)) {
            incident.slack().faults().always("users.info", SlackFault.error("user_not_found"));
            refused(incident, CHANNEL, ALICE, "");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_second_command_for_the_same_target_links_to_the_first_ones_root(Mode mode) {
        try (Incident incident = Incident.start(dir, mode)) {
            Message request = incident.asked();
            assertThat(incident.type(BOB, TARGET).acked()).isTrue();
            String link = "https://acme.slack.com/archives/" + CHANNEL + "/p" + incident.world.root().ts().replace(".", "");
            assertThat(incident.answers(BOB, 1)).singleElement().satisfies(answer -> assertThat(answer.text()).contains(link));
            assertThat(incident.messages("root")).hasSize(1);
            assertThat(incident.audit("command")).hasSize(1);
            incident.yes(BOB, request);
            incident.repaired();
            incident.type(BOB, TARGET);
            incident.until("a second remediation, for the first has ended", () -> incident.audit("end").size() == 2);
            incident.ended(Outcome.NOT_STUCK);
        }
    }

    @Test
    void rollback_is_answered_with_the_reason_why_not() {
        try (Incident incident = Incident.start(dir)) {
            SlashReply reply = incident.type(ALICE, "rollback gitlab-cny");
            assertThat(reply.text()).contains("rollback", "migrations");
            assertThat(incident.type(ALICE, "rollback").text()).isEqualTo(reply.text());
            nothingWasStarted(incident, CHANNEL);
        }
    }

    @Test
    void what_a_keyboard_makes_of_a_name_is_taken_off() {
        try (Incident incident = Incident.start(dir)) {
            assertThat(incident.type(ALICE, "\u00a0\u201cgitlab-cny\u201d\u200b \u2028").acked()).isTrue();
            Message request = incident.request(1);
            assertThat(incident.type(ALICE, "\u2018cancel\u2019\u00a0\u00a0`gitlab-cny`").acked()).isTrue();
            incident.endedUntouched(Outcome.CANCELLED);
            assertThat(incident.now(request).text()).doesNotContain(":white_check_mark:");
        }
    }

    @Test
    void a_name_or_a_verb_may_begin_with_a_capital_letter_and_end_with_a_full_stop() {
        try (Incident incident = Incident.start(dir)) {
            incident.type(ALICE, "Gitlab-Cny.");
            Message request = incident.request(1);
            incident.type(ALICE, "Cancel GITLAB-CNY,");
            incident.endedUntouched(Outcome.CANCELLED);
            assertThat(incident.now(request).text()).doesNotContain(":white_check_mark:");
            assertThat(incident.type(ALICE, "gitlab-cny gitlab-cny").text()).contains("Type one name");
        }
    }

    @Test
    void help_names_targets_groups_and_commands() {
        try (Incident incident = Incident.prepare(dir, Mode.SOCKET)) {
            incident.world.targets(TWO);
            incident.go();
            SlashReply help = incident.type(ALICE, "help");
            assertThat(help.text()).contains("gitlab-cny", "gstg-cny", "canary", "cancel");
            Set<String> same = List.of("targets", " \u201chelp\u201d ").stream().map(text -> incident.type(ALICE, text).text())
                    .collect(Collectors.toSet());
            assertThat(same).containsExactly(help.text());
            assertThat(incident.answers(ALICE, 2)).isNotEmpty();
            assertThat(incident.type(ALICE, "delete it now").text()).contains("delete it now");
            assertThat(incident.type(ALICE, "cancel").acked()).isTrue();
            nothingWasStarted(incident, CHANNEL);
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_same_command_delivered_twice_starts_once(Mode mode) {
        try (Incident incident = Incident.start(dir, mode)) {
            SlashReply reply = incident.type(ALICE, TARGET);
            assertThat(incident.slack().resend(reply.delivery())).isTrue();
            incident.request(1);
            assertThat(incident.audit("command")).hasSize(1);
            assertThat(incident.messages("root")).hasSize(1);
            assertThat(incident.slack().responses()).isEmpty();
        }
    }

    @Test
    void the_requester_cancels_by_command() {
        try (Incident incident = Incident.start(dir)) {
            Message request = incident.asked();
            SlashReply reply = incident.type(ALICE, "cancel gitlab-cny");
            assertThat(reply.text()).contains(TARGET);
            incident.endedUntouched(Outcome.CANCELLED);
            assertThat(incident.answers(ALICE, 1)).hasSize(1);
            AuditRow row = incident.audited("cancel");
            assertThat(row.actor()).isEqualTo(ALICE);
            incident.slack().resend(reply.delivery());
            incident.yes(BOB, request);
            incident.type(ALICE, "cancel gitlab-cny");
            assertThat(incident.answers(ALICE, 2)).hasSize(2);
            assertThat(incident.audit("cancel")).hasSize(1);
            assertThat(incident.deletes()).isEmpty();
        }
    }

    @Test
    void nobody_else_cancels_by_command() {
        try (Incident incident = Incident.start(dir)) {
            Message request = incident.asked();
            incident.type(BOB, "cancel gitlab-cny");
            assertThat(incident.answers(BOB, 1)).hasSize(1);
            AuditRow row = incident.audited("cancel");
            assertThat(row.actor()).isEqualTo(BOB);
            assertThat(row.result()).contains("refused");
            assertThat(incident.audit("end")).isEmpty();
            incident.yes(BOB, request);
            incident.repaired();
        }
    }

    @Test
    void a_cancel_that_comes_while_everything_is_looked_at_again_still_stops_it() {
        try (Incident incident = Incident.start(dir)) {
            Message request = incident.asked();
            incident.meanwhile(() -> {
                incident.type(ALICE, "cancel gitlab-cny");
                incident.until("the cancel is saved", () -> !incident.audit("cancel").isEmpty());
            });
            incident.yes(BOB, request);
            incident.endedUntouched(Outcome.CANCELLED);
            assertThat(incident.backups()).isEmpty();
            assertThat(incident.audit("approval")).isEmpty();
        }
    }

    @Test
    void a_cancel_after_the_delete_has_begun_is_too_late_and_says_so() {
        try (Incident incident = Incident.start(dir)) {
            Message request = incident.asked();
            incident.before(ApiRequest.realCreate(Kind.SECRET), () -> {
                incident.type(ALICE, "cancel gitlab-cny");
                var unused = incident.answers(ALICE, 1);
            });
            incident.yes(BOB, request);
            incident.repaired();
            assertThat(incident.answers(ALICE, 1)).singleElement().satisfies(answer -> assertThat(answer.text()).contains(TARGET));
            assertThat(incident.audit("cancel").stream().map(AuditRow::result))
                    .allSatisfy(result -> assertThat(result).contains("refused"));
        }
    }

    @Test
    void a_cancel_whose_answer_cannot_be_said_is_written_down_as_what_it_was() {
        UnaryOperator<Conversation> mute = real -> (Conversation) java.lang.reflect.Proxy.newProxyInstance(
                Conversation.class.getClassLoader(),
                new Class<?>[]{Conversation.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("answer")) throw new UnavailableException("Slack", "it does not take answers today.");
                    try {
                        return method.invoke(real, arguments);
                    } catch (java.lang.reflect.InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
        try (Incident incident = Incident.prepare(dir, Mode.SOCKET).go(mute)) {
            incident.asked();
            incident.type(ALICE, "cancel gitlab-cny");
            incident.endedUntouched(Outcome.CANCELLED);
            incident.type(ALICE, "cancel gitlab-cny");
            incident.world.stop();
            assertThat(incident.audited("cancel").actor()).isEqualTo(ALICE);
            assertThat(incident.audit("refused command")).isEmpty();
        }
    }

    @Test
    void a_redelivered_cancel_is_acknowledged_as_a_cancel() {
        try (Incident incident = Incident.prepare(dir, Mode.SOCKET)) {
            Inbox inbox = TestBots.inbox(incident.world.settings());
            Inbox.Command command = new Inbox.Command("1.2.3", ALICE, CHANNEL, "inc-4080", "cancel gitlab-cny", "http://127.0.0.1:1/none");
            Report first = inbox.command(command);
            assertThat(inbox.command(command)).isEqualTo(first);
        }
    }

    @Test
    void the_acknowledgement_does_not_wait_for_slack() {
        try (Incident incident = Incident.start(dir)) {
            incident.slack().faults().next("conversations.info", SlackFault.delay(Duration.ofMillis(1500)));
            SlashReply reply = incident.type(ALICE, TARGET);
            assertThat(reply.acked()).isTrue();
            assertThat(reply.took()).isLessThan(Duration.ofMillis(1400));
            incident.request(1);
        }
    }

    /** Acknowledged at first, then refused by response_url, which works without membership; nothing else happens. */
    private static void refused(Incident incident, String channel, String user, String why) {
        SlashReply reply = incident.slack().slash(user, channel, TARGET);
        assertThat(reply.acked()).isTrue();
        assertThat(incident.answers(user, 1)).singleElement().satisfies(answer -> assertThat(answer.text()).contains(why));
        AuditRow row = incident.audited("refused command");
        assertThat(row.actor()).isEqualTo(user);
        assertThat(row.object()).contains(TARGET, channel);
        nothingWasStarted(incident, channel);
    }

    private static void nothingWasStarted(Incident incident, String channel) {
        assertThat(incident.audit("command")).isEmpty();
        assertThat(incident.slack().messages(channel)).isEmpty();
        assertThat(incident.cluster.requests()).isEmpty();
        assertThat(incident.gitlabRequests()).isEmpty();
    }

    @Test
    void status_says_for_whom_each_one_waits_and_history_how_the_last_ones_ended() {
        try (Incident incident = Incident.start(dir)) {
            incident.type(BOB, "status");
            assertThat(incident.answers(BOB, 1).getLast().text()).contains("Nothing is open");
            Message request = incident.asked();
            incident.type(BOB, "status");
            assertThat(incident.answers(BOB, 2).getLast().text()).contains("Open: 1", "gitlab-cny",
                    "waits for 1 of @sre-oncall to allow the delete of revision 1234", "Asked for by alice", "its thread");
            incident.yes(BOB, request);
            incident.repaired();
            incident.type(BOB, "history gitlab-cny");
            assertThat(incident.answers(BOB, 3).getLast().text()).contains("How the last 1 ended", "gitlab-cny", "unlocked",
                    "asked for by alice",
                    "yes from bob", "took");
            incident.type(BOB, "status");
            assertThat(incident.answers(BOB, 4).getLast().text()).contains("Nothing is open");
        }
    }

    @Test
    void status_and_history_take_no_other_words_and_speak_only_where_a_target_may_be_asked_for() {
        try (Incident incident = Incident.start(dir)) {
            assertThat(incident.type(BOB, "status of it all").text()).contains("I did not understand");
            assertThat(incident.type(BOB, "history gitlab-cnx").text()).contains("I know no target", "gitlab-cny");
            incident.asked();
            incident.slack().addChannel(Channel.open("C0RANDOM", "random"));
            incident.slack().slash(BOB, "C0RANDOM", "status");
            assertThat(incident.answers(BOB, 1).getLast().text()).contains("Nothing is open");
        }
    }

    @Test
    void help_says_by_name_what_the_one_who_asks_may_do_there_and_mentions_nobody() {
        try (Incident incident = Incident.prepare(dir, Mode.SOCKET)) {
            incident.world.targets(TWO.replace("groups: { canary", "# groups: { canary") + """
                      gprd:
                        environment: gprd
                        cluster: gprd-gitlab-gke
                        namespace: gitlab
                        release: gitlab
                        ci: { project: %s, jobs: '^gprd:upgrade$', helmTimeout: 1h }
                        policy:
                          channels: ['^prod-']
                    """.formatted(World.PROJECT));
            incident.go();
            assertThat(incident.type(BOB, "help").text()).contains("/helm-stuck TARGET", "--owner-dead");
            assertThat(incident.answers(BOB, 1).getLast().text()).contains("What you may do here", "gitlab-cny, gstg-cny",
                    "You may ask, and cancel", "You may say yes or no to what somebody else asks",
                    "A request wants 1 of @sre-oncall, other than whoever asked: :white_check_mark: is yes, :x: is no, within 15m.",
                    "then it wants 2.", "Besides, nothing is done in this channel for gprd").doesNotContain("S0SRE");
            incident.type(MALLORY, "help");
            assertThat(incident.answers(MALLORY, 1).getLast().text()).contains("You cannot ask. You are not among those who may ask.",
                    "You cannot say yes or no. You are not among those who may say yes or no.").doesNotContain("S0SRE");
            incident.slack().addChannel(Channel.open("C0RANDOM", "random"));
            incident.slack().slash(BOB, "C0RANDOM", "help");
            assertThat(incident.answers(BOB, 2).getLast().text())
                    .contains("Nothing is done in this channel for gitlab-cny, gstg-cny, gprd");
            incident.everyMessageIsProper();
        }
    }

    @Test
    void help_names_what_it_could_not_read() {
        try (Incident incident = Incident.start(dir)) {
            incident.slack().faults().always("usergroups.users.list", SlackFault.error("missing_scope"));
            incident.slack().faults().always("usergroups.list", SlackFault.error("missing_scope"));
            incident.type(BOB, "help");
            assertThat(incident.answers(BOB, 1).getLast().text()).contains("You may ask",
                    "You cannot say yes or no. I could not read the group of those who may say yes or no",
                    "a group whose name could not be read").doesNotContain("S0SRE");
            incident.slack().faults().always("users.info", SlackFault.error("user_not_found"));
            incident.type(BOB, "help");
            assertThat(incident.answers(BOB, 2).getLast().text()).contains("What you may do here could not be read", "Ask for help again");
        }
    }
}
