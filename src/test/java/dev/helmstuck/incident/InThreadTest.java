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

import dev.helmstuck.incident.Incident.Mode;
import dev.helmstuck.remediation.Outcome;
import dev.helmstuck.simulator.slack.Channel;
import dev.helmstuck.simulator.slack.Delivery;
import dev.helmstuck.simulator.slack.Dialog;
import dev.helmstuck.simulator.slack.Ephemeral;
import dev.helmstuck.simulator.slack.Member;
import dev.helmstuck.simulator.slack.Message;
import dev.helmstuck.simulator.slack.SlackFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where the incident is: a mention in a thread, and the shortcut in a message's menu. */
@Execution(ExecutionMode.CONCURRENT)
class InThreadTest {

    @TempDir
    Path dir;

    private static String mention(Incident incident) {
        return "<@" + incident.slack().botUserId() + "> ";
    }

    private static Message incidentIsRunning(Incident incident) {
        Message root = incident.slack().say(BOB, CHANNEL, "The auto-deploy fails, who looks?");
        incident.slack().reply(MALLORY, CHANNEL, root.ts(), "Looking.");
        return root;
    }

    /** Nothing of the bot lies outside of this thread. */
    private static void everythingIsIn(Incident incident, Message thread) {
        assertThat(incident.slack().messages(CHANNEL).stream().filter(message -> message.user().equals(incident.slack().botUserId())))
                .isNotEmpty().allSatisfy(message -> assertThat(message.thread()).contains(thread.ts()));
    }

    @ParameterizedTest
    @EnumSource
    void a_mention_in_a_thread_is_reported_in_that_thread_to_the_end(Mode mode) {
        try (Incident incident = Incident.start(dir, mode)) {
            Message thread = incidentIsRunning(incident);
            incident.slack().reply(ALICE, CHANNEL, thread.ts(), mention(incident) + TARGET);
            Message request = incident.request(1);
            incident.yes(BOB, request);
            incident.repaired();
            everythingIsIn(incident, thread);
            assertThat(incident.audited("command").result()).contains("thread " + thread.ts());
            assertThat(incident.messages("root").getFirst().texts().size()).as("the report is edited there").isGreaterThan(1);
            assertThat(incident.messages("root").getFirst().texts().toString()).as("links to the request name its thread")
                    .contains("thread_ts=" + thread.ts());
        }
    }

    @Test
    void a_mention_in_the_channel_begins_the_thread_itself() {
        try (Incident incident = Incident.start(dir)) {
            Message thread = incident.slack().say(ALICE, CHANNEL, mention(incident) + TARGET);
            incident.yes(BOB, incident.request(1));
            incident.repaired();
            everythingIsIn(incident, thread);
        }
    }

    @Test
    void what_is_said_to_one_person_is_said_in_the_thread() {
        try (Incident incident = Incident.start(dir)) {
            Message thread = incidentIsRunning(incident);
            incident.slack().reply(ALICE, CHANNEL, thread.ts(), mention(incident) + TARGET);
            Message request = incident.request(1);
            incident.yes(MALLORY, request);
            assertThat(incident.whispers(MALLORY, 1).getFirst().thread()).contains(thread.ts());
            incident.slack().reply(BOB, CHANNEL, thread.ts(), mention(incident) + TARGET);
            Ephemeral second = incident.whispers(BOB, 1).getFirst();
            assertThat(second.thread()).contains(thread.ts());
            assertThat(second.shown()).isTrue();
            assertThat(second.text()).contains("already being looked at", "thread_ts=" + thread.ts());
            incident.slack().reply(BOB, CHANNEL, thread.ts(), mention(incident) + "cancel " + TARGET);
            assertThat(incident.whispers(BOB, 2).getLast().text()).contains("Only the one who asked");
            incident.slack().reply(ALICE, CHANNEL, thread.ts(), mention(incident) + "cancel " + TARGET);
            incident.endedUntouched(Outcome.CANCELLED);
        }
    }

    @Test
    void a_mention_takes_the_words_of_the_command_and_is_answered_to_its_author_alone() {
        try (Incident incident = Incident.start(dir)) {
            Message thread = incidentIsRunning(incident);
            List<String> said = List.of("help", "status", "history", "gitlab-cyn", "rollback", "delete &amp; go");
            List<String> answers = List.of("/helm-stuck cancel TARGET", "Nothing is open", "Nothing has ended so far",
                    "Did you mean gitlab-cny",
                    "No rollback", "delete &amp; go");
            int heard = 0;
            for (int i = 0; i < said.size(); i++) {
                incident.slack().reply(ALICE, CHANNEL, thread.ts(), mention(incident) + said.get(i));
                // what one may do there is told by a second answer
                String answer = answers.get(i);
                List<Ephemeral> whispers = incident.whispers(ALICE, heard + (i == 0 ? 2 : 1));
                assertThat(whispers.subList(heard, whispers.size())).extracting(Ephemeral::text)
                        .anyMatch(text -> text.contains(answer));
                heard = whispers.size();
            }
            incident.slack().reply(ALICE, CHANNEL, thread.ts(), "thanks, " + mention(incident));
            assertThat(incident.whispers(ALICE, heard + 2).subList(heard, heard + 2)).extracting(Ephemeral::text)
                    .anyMatch(text -> text.contains("/helm-stuck cancel TARGET")).anyMatch(text -> text.contains("What you may do here"));
            incident.slack().say(ALICE, CHANNEL, mention(incident) + "help");
            assertThat(incident.whispers(ALICE, heard + 4).getLast().thread()).as("there is no thread yet").isEmpty();
            assertThat(incident.whispers(ALICE)).allMatch(Ephemeral::shown);
            assertThat(incident.messages("")).noneMatch(message -> message.user().equals(incident.slack().botUserId()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_mention_that_is_delivered_twice_is_heard_once(Mode mode) {
        try (Incident incident = Incident.start(dir, mode)) {
            Message thread = incidentIsRunning(incident);
            incident.slack().reply(ALICE, CHANNEL, thread.ts(), mention(incident) + "gitlab-cyn");
            Delivery event = incident.slack().delivered().getLast();
            assertThat(incident.whispers(ALICE, 1)).hasSize(1);
            assertThat(incident.slack().resend(event)).isTrue();
            incident.slack().reply(ALICE, CHANNEL, thread.ts(), mention(incident) + "rollback");
            assertThat(incident.whispers(ALICE, 2)).hasSize(2).last().satisfies(each -> assertThat(each.text()).contains("No rollback"));
        }
    }

    @Test
    void a_bot_may_not_ask_and_neither_may_anybody_in_a_channel_shared_with_others() {
        try (Incident incident = Incident.start(dir)) {
            incident.slack().addMember(Member.person("U0ROBOT", "robot", "Robot").bot());
            Message thread = incidentIsRunning(incident);
            incident.slack().reply("U0ROBOT", CHANNEL, thread.ts(), mention(incident) + TARGET);
            incident.slack().addChannel(Channel.open("C0SHARED", "inc-shared").sharedOutside());
            incident.slack().say(ALICE, "C0SHARED", mention(incident) + TARGET);
            assertThat(incident.whispers(ALICE, 1).getFirst().text()).contains("another organisation");
            incident.slack().addChannel(Channel.open("C0RANDOM", "random"));
            incident.slack().say(ALICE, "C0RANDOM", mention(incident) + TARGET);
            assertThat(incident.whispers(ALICE, 2).getLast().text()).contains("Not in this channel");
            assertThat(incident.audit("command")).isEmpty();
            assertThat(incident.whispers("U0ROBOT")).isEmpty();
            assertThat(incident.messages("")).noneMatch(message -> message.user().equals(incident.slack().botUserId()));
        }
    }

    @Test
    void a_restart_goes_on_in_the_thread_that_was_given() {
        try (Incident incident = Incident.start(dir)) {
            Message thread = incidentIsRunning(incident);
            incident.slack().reply(ALICE, CHANNEL, thread.ts(), mention(incident) + TARGET);
            Message request = incident.request(1);
            incident.world.stop();
            incident.yes(BOB, request);
            incident.go();
            incident.repaired();
            everythingIsIn(incident, thread);
        }
    }

    @Test
    void a_message_in_the_thread_whose_answer_was_lost_is_not_posted_twice() {
        try (Incident incident = Incident.start(dir)) {
            Message thread = incidentIsRunning(incident);
            incident.slack().faults().next("chat.postMessage", SlackFault.lostAnswer());
            incident.slack().reply(ALICE, CHANNEL, thread.ts(), mention(incident) + TARGET);
            incident.patiently("the request", () -> !incident.audit("request").isEmpty());
            incident.yes(BOB, incident.request(1));
            incident.repaired();
            everythingIsIn(incident, thread);
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_shortcut_of_a_message_asks_which_target_and_reports_in_the_messages_thread(Mode mode) {
        try (Incident incident = Incident.prepare(dir, mode)) {
            incident.world.targets(CommandsTest.TWO);
            incident.go();
            Message thread = incidentIsRunning(incident);
            assertThat(incident.slack().shortcut(ALICE, CHANNEL, thread.ts()).acked()).isTrue();
            incident.until("the dialog", () -> incident.slack().dialogs().size() == 1);
            Dialog dialog = incident.slack().dialogs().getFirst();
            assertThat(dialog.user()).isEqualTo(ALICE);
            assertThat(dialog.values()).contains("gitlab-cny", "gstg-cny", "canary");
            Delivery chosen = incident.slack().submit(dialog, TARGET);
            assertThat(chosen.acked()).isTrue();
            incident.slack().resend(chosen);
            incident.yes(BOB, incident.request(1));
            incident.repaired();
            everythingIsIn(incident, thread);
        }
    }

    @Test
    void the_shortcut_on_a_reply_means_its_thread_and_needs_no_choice_where_there_is_none() {
        try (Incident incident = Incident.start(dir)) {
            Message thread = incidentIsRunning(incident);
            Message reply = incident.slack().reply(MALLORY, CHANNEL, thread.ts(), "It is Helm.");
            incident.slack().shortcut(ALICE, CHANNEL, reply.ts());
            incident.yes(BOB, incident.request(1));
            incident.repaired();
            everythingIsIn(incident, thread);
            assertThat(incident.slack().dialogs()).isEmpty();
        }
    }

    @Test
    void a_shortcut_whose_dialog_slack_does_not_open_says_what_to_type_instead() {
        try (Incident incident = Incident.prepare(dir, Mode.SOCKET)) {
            incident.world.targets(CommandsTest.TWO);
            incident.go();
            Message thread = incidentIsRunning(incident);
            incident.slack().faults().next("views.open", SlackFault.error("expired_trigger_id"));
            incident.slack().shortcut(ALICE, CHANNEL, thread.ts());
            assertThat(incident.answers(ALICE, 1).getLast().text()).contains("I could not ask you which target", "@helm-stuck TARGET");
        }
    }

    @Test
    void the_shortcut_is_refused_where_the_command_is() {
        try (Incident incident = Incident.prepare(dir, Mode.SOCKET)) {
            incident.world.targets(CommandsTest.TWO);
            incident.go();
            incident.slack().addChannel(Channel.open("C0RANDOM", "random"));
            Message elsewhere = incident.slack().say(ALICE, "C0RANDOM", "hello");
            incident.slack().shortcut(ALICE, "C0RANDOM", elsewhere.ts());
            assertThat(incident.answers(ALICE, 1).getLast().text()).contains("Not in this channel");
            Message thread = incidentIsRunning(incident);
            incident.slack().shortcut(MALLORY, CHANNEL, thread.ts());
            incident.until("the dialog", () -> incident.slack().dialogs().size() == 1);
            incident.slack().submit(incident.slack().dialogs().getFirst(), TARGET);
            assertThat(incident.answers(MALLORY, 1).getLast().text()).contains("You cannot start this");
            assertThat(incident.audit("command")).isEmpty();
            assertThat(incident.slack().await(Duration.ofMillis(50), () -> !incident.cluster.requests().isEmpty())).isFalse();
        }
    }
}
