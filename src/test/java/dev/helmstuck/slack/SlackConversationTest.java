package dev.helmstuck.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.helmstuck.config.SlackSettings;
import dev.helmstuck.config.Token;
import dev.helmstuck.ports.Conversation.Draft;
import dev.helmstuck.ports.Conversation.Place;
import dev.helmstuck.ports.Conversation.Reaction;
import dev.helmstuck.ports.MessageRef;
import dev.helmstuck.ports.Signals;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.report.Line;
import dev.helmstuck.report.Line.Span;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.Report.Task;
import dev.helmstuck.report.Report.TaskState;
import dev.helmstuck.report.Section;
import dev.helmstuck.report.Tone;
import dev.helmstuck.simulator.slack.Channel;
import dev.helmstuck.simulator.slack.Member;
import dev.helmstuck.simulator.slack.Message;
import dev.helmstuck.simulator.slack.SlackFault;
import dev.helmstuck.simulator.slack.SlackWorkspace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlackConversationTest {
    private static final String CHANNEL = "C0INCIDENT";
    private static final Report REPORT = new Report(Tone.WORKING, "Diagnosing", List.of(new Task("t", "Look", TaskState.PENDING)),
            List.of(Section.plain(Line.of(new Span.Mention("U0ALICE", "alice"), new Span.Text(" asked")))));

    private final WaitingClock clock = new WaitingClock();
    private final SlackWorkspace slack = SlackWorkspace.start(clock);
    private final SlackSettings settings = new SlackSettings.Http(new Token(slack.botToken()), URI.create(slack.apiUrl()), new Token("s"));
    private final SlackWire wire = new SlackWire(settings, new Signals());
    private final SlackApi api = new SlackApi(settings, wire, clock);
    private final BotIdentity ourselves = new BotIdentity(api, settings);
    private final SlackConversation conversation = new SlackConversation(api, new SlackPlaces(api), ourselves, new PostPace(clock));

    @BeforeEach
    void peopleAndChannel() {
        slack.addChannel(Channel.open(CHANNEL, "inc-4711").without("U0EVE"));
        slack.addMember(Member.person("U0ALICE", "alice", "Alice Archer"));
        slack.addMember(Member.person("U0EVE", "eve", "Eve Else"));
    }

    @AfterEach
    void close() {
        wire.close();
        slack.close();
    }

    private static Draft root(String key) {
        return new Draft(key, CHANNEL, Optional.empty(), false, REPORT);
    }

    private static Draft reply(String key, MessageRef root, boolean broadcast) {
        return new Draft(key, CHANNEL, Optional.of(root), broadcast, REPORT);
    }

    private Message message(MessageRef ref) {
        return slack.message(ref.channel(), ref.ts()).orElseThrow();
    }

    @Test
    void aMessageIsPostedWithChecklistTextAndKey() {
        MessageRef ref = conversation.post(root("r1/root"));

        assertThat(message(ref).blockTypes()).containsExactly("header", "plan", "section");
        assertThat(message(ref).text()).contains("Diagnosing").contains("▫️ Look").contains("alice asked");
        assertThat(message(ref).metadata().orElseThrow().path("event_payload").path("key").asText()).isEqualTo("r1/root");
        assertThat(slack.calls("chat.postMessage").getFirst().params()).containsEntry("unfurl_links", "false")
                .containsEntry("unfurl_media", "false")
                .doesNotContainKeys("link_names", "parse");
    }

    @Test
    void aReplyGoesToItsThreadAndToTheChannelIfBroadcast() {
        MessageRef root = conversation.post(root("root"));
        MessageRef quiet = conversation.post(reply("quiet", root, false));
        MessageRef loud = conversation.post(reply("loud", root, true));

        assertThat(message(quiet).thread()).contains(root.ts());
        assertThat(message(quiet).broadcast()).isFalse();
        assertThat(message(loud).broadcast()).isTrue();
    }

    @Test
    void aPostWhoseAnswerWasLostIsFoundAndNotRepeated() {
        slack.faults().next("chat.postMessage", SlackFault.lostAnswer());
        assertThatThrownBy(() -> conversation.post(root("k1"))).isInstanceOf(UnavailableException.class);

        MessageRef found = conversation.find(root("k1")).orElseThrow();

        assertThat(slack.messages(CHANNEL)).singleElement().satisfies(only -> assertThat(only.ts()).isEqualTo(found.ts()));
        assertThat(conversation.find(root("k2"))).isEmpty();
    }

    @Test
    void aReplyIsFoundInALongThreadAlsoAfterAnEdit() {
        MessageRef root = conversation.post(root("root"));
        for (int i = 0; i < 250; i++) {
            slack.reply("U0ALICE", CHANNEL, root.ts(), "chatter " + i);
        }
        MessageRef posted = conversation.post(reply("k", root, false));
        conversation.edit(posted, Report.of(Tone.GOOD, "Over"), () -> {});

        assertThat(conversation.find(reply("k", root, false))).contains(posted);
        assertThat(conversation.find(reply("root", root, false))).contains(root);
        assertThat(slack.calls("conversations.replies")).hasSizeGreaterThan(2);
    }

    @Test
    void aMessageOfSomebodyElseWithTheSameKeyIsNotOurs() {
        slack.faults().next("conversations.history", SlackFault.answer("""
                {"ok":true,"messages":[{"user":"U0EVE","bot_id":"B0EVIL","ts":"1.1",
                  "metadata":{"event_type":"helm_stuck","event_payload":{"key":"k"}}}]}"""));

        assertThat(conversation.find(root("k"))).isEmpty();
    }

    @Test
    void withoutTheHistoryScopeNothingIsFoundButNothingFails() {
        slack.faults().missingScope("channels:history");

        assertThat(conversation.find(root("k"))).isEmpty();
    }

    @Test
    void anEditReplacesTextAndBlocks() {
        MessageRef ref = conversation.post(root("k"));

        conversation.edit(ref, Report.of(Tone.GOOD, "Healthy"), () -> {});

        assertThat(message(ref).text()).isEqualTo("✅ *Healthy*");
        assertThat(message(ref).blockTypes()).containsExactly("header");
        assertThat(message(ref).metadata()).isPresent();
    }

    @Test
    void anEditOfAMessageThatIsGoneSaysSo() {
        assertThatThrownBy(() -> conversation.edit(new MessageRef(CHANNEL, "1.000001"), REPORT, () -> {}))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("gone");
    }

    @Test
    void aWorkspaceThatDoesNotKnowTheChecklistGetsSections() {
        slack.faults().rejectBlockType("plan");

        MessageRef ref = conversation.post(root("k"));
        conversation.edit(ref, REPORT, () -> {});

        assertThat(message(ref).blockTypes()).containsExactly("header", "section", "section");
        assertThat(slack.messages(CHANNEL)).hasSize(1);
    }

    @Test
    void aWorkspaceThatTakesNoBlocksGetsText() {
        List.of("plan", "section", "header").forEach(slack.faults()::rejectBlockType);

        MessageRef ref = conversation.post(root("k"));

        assertThat(message(ref).blockTypes()).isEmpty();
        assertThat(message(ref).text()).contains("Diagnosing");
    }

    @Test
    void manyMessagesToOneChannelAreSpacedBeforeSlackComplains() {
        for (int i = 0; i < 15; i++) {
            conversation.post(root("k" + i));
        }

        assertThat(slack.calls("chat.postMessage")).hasSize(15).allSatisfy(call -> assertThat(call.status()).isEqualTo(200));
        assertThat(clock.pauses()).hasSize(12).containsOnly(Duration.ofSeconds(1));
    }

    @Test
    void aRateLimitIsWaitedOutAndThePostHappensOnce() {
        slack.faults().next("chat.postMessage", SlackFault.tooMany(Duration.ofSeconds(9)));

        conversation.post(root("k"));

        assertThat(slack.messages(CHANNEL)).hasSize(1);
        assertThat(clock.pauses()).containsExactly(Duration.ofSeconds(9));
    }

    @Test
    void seedingTwiceIsFine() {
        MessageRef ref = conversation.post(root("k"));

        conversation.seed(ref, List.of("white_check_mark", "x"));
        conversation.seed(ref, List.of("white_check_mark", "x"));

        assertThat(message(ref).reacted("white_check_mark")).containsExactly(slack.botUserId());
        assertThat(message(ref).reacted("x")).containsExactly(slack.botUserId());
    }

    @Test
    void anEmojiThatDoesNotExistIsNamedAsAPolicyProblem() {
        MessageRef ref = conversation.post(root("k"));

        assertThatThrownBy(() -> conversation.seed(ref, List.of("no such"))).isInstanceOf(UnavailableException.class)
                .hasMessageContaining("policy");
    }

    @Test
    void reactionsAreCompleteWithoutSkinToneAndWithoutOurOwn() {
        MessageRef ref = conversation.post(root("k"));
        conversation.seed(ref, List.of("white_check_mark"));
        for (int i = 0; i < 6; i++) {
            slack.addMember(Member.person("U0P" + i, "p" + i, "P " + i));
            slack.react("U0P" + i, CHANNEL, ref.ts(), "white_check_mark");
        }
        slack.react("U0ALICE", CHANNEL, ref.ts(), "+1::skin-tone-4");

        assertThat(conversation.reactions(ref)).hasSize(7).contains(new Reaction("white_check_mark", "U0P5"),
                new Reaction("+1", "U0ALICE"));
        slack.unreact("U0P5", CHANNEL, ref.ts(), "white_check_mark");
        assertThat(conversation.reactions(ref)).hasSize(6);
    }

    @Test
    void aMessageWithoutReactionsHasNone() {
        assertThat(conversation.reactions(conversation.post(root("k")))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"name\":\"x\",\"users\":[\"U1\",\"U2\"],\"count\":3}", "{\"name\":\"x\",\"users\":[\"U1\"]}",
            "{\"name\":\"x\",\"count\":1}",
            "{\"users\":[\"U1\"],\"count\":1}"})
    void aListOfReactionsThatMayBeCutIsNoAnswer(String reaction) {
        slack.faults().next("reactions.get",
                SlackFault.answer("{\"ok\":true,\"message\":{\"ts\":\"1.1\",\"reactions\":[" + reaction + "]}}"));

        assertThatThrownBy(() -> conversation.reactions(new MessageRef(CHANNEL, "1.1"))).isInstanceOf(UnavailableException.class);
    }

    @Test
    void anAnswerAboutAnotherMessageIsNoAnswer() {
        slack.faults().next("reactions.get", SlackFault.answer("{\"ok\":true,\"message\":{\"ts\":\"2.2\"}}"),
                SlackFault.answer("{\"ok\":true}"));

        assertThatThrownBy(() -> conversation.reactions(new MessageRef(CHANNEL, "1.1"))).isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> conversation.reactions(new MessageRef(CHANNEL, "1.1"))).isInstanceOf(UnavailableException.class);
    }

    @Test
    void aWhisperIsSeenByOnePersonInTheThread() {
        MessageRef root = conversation.post(root("k"));

        conversation.whisper(root, "U0ALICE", Report.of(Tone.CAREFUL, "You asked for this"));

        assertThat(slack.ephemerals()).singleElement().satisfies(seen -> {
            assertThat(seen.user()).isEqualTo("U0ALICE");
            assertThat(seen.thread()).contains(root.ts());
            assertThat(seen.text()).contains("You asked for this");
        });
        assertThat(slack.messages(CHANNEL)).hasSize(1);
    }

    @Test
    void aWhisperThatSlackCannotShowIsSaidInTheThreadWithTheNameAndNoMention() {
        MessageRef root = conversation.post(root("k"));

        conversation.whisper(root, "U0EVE", Report.of(Tone.CAREFUL, "This does not count",
                Section.plain(Line.of(new Span.Mention("U0EVE", "eve"), new Span.Text(" is no approver")))));

        assertThat(slack.thread(CHANNEL, root.ts())).last().satisfies(said -> {
            assertThat(said.text()).contains("For *eve*").contains("This does not count").contains("eve is no approver");
            assertThat(said.mentions()).isEmpty();
        });
    }

    @Test
    void aMessageHasALink() {
        MessageRef root = conversation.post(root("k"));
        MessageRef reply = conversation.post(new Draft("r", CHANNEL, Optional.of(root), false, Report.of(Tone.NEUTRAL, "reply")));

        String link = conversation.permalink(root, Optional.empty());
        String inThread = conversation.permalink(reply, Optional.of(root));

        assertThat(slack.calls("chat.getPermalink")).as("no call is spent on it").isEmpty();
        assertThat(link).isEqualTo(permalink(root));
        assertThat(inThread).isEqualTo(permalink(reply));
    }

    /** As Slack itself says it. */
    private String permalink(MessageRef message) {
        try {
            return api.call("chat.getPermalink", Map.of("channel", message.channel(), "message_ts", message.ts())).path("permalink")
                    .asText();
        } catch (SlackError e) {
            throw e.inWords();
        }
    }

    @Test
    void aWorkspaceThatDoesNotSayItsAddressIsAskedForALink() {
        MessageRef root = conversation.post(root("k"));
        try (ScriptedSlack silent = new ScriptedSlack()) {
            SlackWire scripted = new SlackWire(silent.settings(), new Signals());
            SlackApi other = new SlackApi(silent.settings(), scripted, clock);
            silent.authTest().ok("{\"ok\":true,\"permalink\":\"https://acme.slack.com/x\"}");
            SlackConversation chat = new SlackConversation(other, new SlackPlaces(other), new BotIdentity(other, silent.settings()),
                    new PostPace(clock));

            assertThat(chat.permalink(root, Optional.empty())).isEqualTo("https://acme.slack.com/x");
            scripted.close();
        }
    }

    @Test
    void aPublicChannelIsJoinedAndAPrivateOneIsNot() {
        slack.addChannel(Channel.open("C0NEW", "inc-new").withBot(false));
        slack.addChannel(Channel.closed("G0IN", "inc-private"));
        slack.addChannel(Channel.closed("G0OUT", "inc-secret").withBot(false));

        assertThat(conversation.place(CHANNEL)).isEqualTo(new Place.Usable("inc-4711"));
        assertThat(conversation.place("C0NEW")).isEqualTo(new Place.Usable("inc-new"));
        assertThat(conversation.place("G0IN")).isEqualTo(new Place.Usable("inc-private"));
        assertThat(conversation.place("G0OUT")).isEqualTo(new Place.NotMember("G0OUT"));
        assertThat(slack.methodsCalled().stream().filter("conversations.join"::equals)).hasSize(1);
    }

    @Test
    void aPublicChannelThatMayNotBeJoinedNeedsAnInvitation() {
        slack.addChannel(Channel.open("C0NEW", "inc-new").withBot(false));
        slack.faults().missingScope("channels:join");

        assertThat(conversation.place("C0NEW")).isEqualTo(new Place.NotMember("inc-new"));
    }

    @Test
    void aSharedOrArchivedChannelIsNotUsable() {
        slack.addChannel(Channel.open("C0SHARED", "inc-shared").sharedOutside());
        slack.addChannel(Channel.open("C0OLD", "inc-old").asArchived());

        assertThat(conversation.place("C0SHARED")).isEqualTo(new Place.ExternallyShared("inc-shared"));
        assertThat(conversation.place("C0OLD")).isEqualTo(new Place.Archived("inc-old"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"is_pending_ext_shared\":true", "\"is_ext_shared\":false,\"pending_shared\":[\"T2\"]",
            "\"is_ext_shared\":false,\"pending_connected_team_ids\":[\"T2\"]"})
    void aChannelAboutToBeSharedCountsAsShared(String flags) {
        slack.faults().next("conversations.info",
                SlackFault.answer("{\"ok\":true,\"channel\":{\"name\":\"c\",\"is_member\":true," + flags + "}}"));

        assertThat(conversation.place(CHANNEL)).isEqualTo(new Place.ExternallyShared("c"));
    }

    @Test
    void aChannelOfWhichSlackDoesNotSayWhetherItIsSharedIsUnknown() {
        slack.faults().next("conversations.info", SlackFault.answer("{\"ok\":true,\"channel\":{\"name\":\"c\",\"is_member\":true}}"),
                SlackFault.answer("{\"ok\":true,\"channel\":{\"name\":\"c\",\"is_member\":true,\"is_shared\":false}}"));

        assertThatThrownBy(() -> conversation.place(CHANNEL)).isInstanceOf(UnavailableException.class).hasMessageContaining("shared");
        assertThat(conversation.place(CHANNEL)).isEqualTo(new Place.Usable("c"));
    }
}
