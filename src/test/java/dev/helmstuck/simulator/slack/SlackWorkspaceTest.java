package dev.helmstuck.simulator.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

import com.slack.api.Slack;
import com.slack.api.SlackConfig;
import com.slack.api.methods.MethodsClient;
import com.slack.api.methods.SlackApiException;
import com.slack.api.methods.request.chat.ChatPostMessageRequest.ChatPostMessageRequestBuilder;
import com.slack.api.methods.response.chat.ChatPostMessageResponse;
import com.slack.api.model.Message.MessageRoot;
import com.slack.api.model.Reaction;
import com.slack.api.model.User;
import com.slack.api.util.http.SlackHttpClient;
import dev.helmstuck.testing.FakeClock;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Web API, driven by Slack's own client. */
class SlackWorkspaceTest {

    private static final String CHANNEL = "C0INCIDENT";
    private static final String SECRET = "G0SECRET";

    private final FakeClock clock = new FakeClock(Instant.parse("2026-11-20T14:02:00Z"));
    private final SlackWorkspace slack = SlackWorkspace.start(clock);
    private Slack sdk;
    private MethodsClient client;

    @BeforeEach
    void connect() {
        slack.addChannel(Channel.open(CHANNEL, "inc-4711"));
        slack.addChannel(Channel.closed(SECRET, "secret"));
        slack.addMember(Member.person("U0ALICE", "alice", "Alice Archer"));
        slack.addMember(Member.person("U0BOB", "bob", "Bob Baker"));
        sdk = withoutRepeats(slack);
        client = sdk.methods(slack.botToken());
    }

    static SlackConfig config(SlackWorkspace slack) {
        SlackConfig config = new SlackConfig();
        config.setMethodsEndpointUrlPrefix(slack.apiUrl());
        config.setProxyUrl(null);
        config.setStatsEnabled(false);
        config.setHttpClientCallTimeoutMillis(5000);
        return config;
    }

    /** OkHttp repeats a POST on its own when a used connection dies before the answer, unless told otherwise. */
    static Slack withoutRepeats(SlackWorkspace slack) {
        OkHttpClient http = new OkHttpClient.Builder().retryOnConnectionFailure(false).callTimeout(Duration.ofSeconds(5)).build();
        return Slack.getInstance(config(slack), new SlackHttpClient(http));
    }

    @AfterEach
    void close() throws Exception {
        sdk.close();
        slack.close();
    }

    private String post(String text) throws IOException, SlackApiException {
        return client.chatPostMessage(r -> r.channel(CHANNEL).text(text)).getTs();
    }

    private ChatPostMessageResponse blocks(String blocks) throws IOException, SlackApiException {
        return client.chatPostMessage(r -> r.channel(CHANNEL).text("x").blocksAsString(blocks));
    }

    private String errorOf(UnaryOperator<ChatPostMessageRequestBuilder> request) throws IOException, SlackApiException {
        return client.chatPostMessage(r -> request.apply(r)).getError();
    }

    @Test
    void says_who_the_app_is() throws Exception {
        assertThat(client.authTest(r -> r).getUserId()).isEqualTo(slack.botUserId());
        assertThat(sdk.methods("xoxb-wrong").authTest(r -> r).getError()).isEqualTo("invalid_auth");
        assertThat(sdk.methods(slack.appToken()).authTest(r -> r).getError()).isEqualTo("not_allowed_token_type");
        assertThat(client.teamInfo(r -> r).getError()).isEqualTo("unknown_method");
        slack.joinEnterprise("E0ACME");
        assertThat(client.authTest(r -> r).getEnterpriseId()).isEqualTo("E0ACME");
    }

    @Test
    void keeps_what_was_posted() throws Exception {
        String root = post("a < b");
        ChatPostMessageResponse reply = client.chatPostMessage(r -> r.channel(CHANNEL).threadTs(root).replyBroadcast(true)
                .text("<!channel> and <@U0BOB> and &lt;!here&gt;")
                .metadataAsString("{\"event_type\":\"t\",\"event_payload\":{\"key\":\"k\"}}"));

        Message message = slack.message(CHANNEL, reply.getTs()).orElseThrow();
        assertThat(message.thread()).contains(root);
        assertThat(message.broadcast()).isTrue();
        assertThat(message.mentions()).containsExactly("<!channel>", "<@U0BOB>");
        assertThat(slack.message(CHANNEL, root).orElseThrow().text()).isEqualTo("a < b");
        assertThat(slack.thread(CHANNEL, root)).hasSize(2);
        assertThat(slack.calls("chat.postMessage").getFirst().params()).doesNotContainKey("token").containsEntry("text", "a < b");
    }

    @Test
    void edits_drop_blocks_but_keep_metadata() throws Exception {
        String ts = client.chatPostMessage(r -> r.channel(CHANNEL).text("one").blocksAsString("[{\"type\":\"divider\"}]")
                .metadataAsString("{\"event_type\":\"t\",\"event_payload\":{}}")).getTs();
        client.chatUpdate(r -> r.channel(CHANNEL).ts(ts).text("two"));

        Message message = slack.message(CHANNEL, ts).orElseThrow();
        assertThat(message.texts()).containsExactly("one", "two");
        assertThat(message.blockTypes()).isEmpty();
        assertThat(message.earlier().getFirst().blocks()).hasSize(1);
        assertThat(message.metadata()).isPresent();
        assertThat(message.editedAt()).isPresent();
    }

    @Test
    void edits_only_its_own_messages_and_no_long_text() throws Exception {
        String ts = post("mine");
        String theirs = slack.say("U0ALICE", CHANNEL, "hers").ts();
        assertThat(client.chatUpdate(r -> r.channel(CHANNEL).ts(ts).text("x".repeat(4001))).getError()).isEqualTo("msg_too_long");
        assertThat(client.chatUpdate(r -> r.channel(CHANNEL).ts(theirs).text("x")).getError()).isEqualTo("cant_update_message");
        assertThat(client.chatUpdate(r -> r.channel(CHANNEL).ts("1.000001").text("x")).getError()).isEqualTo("message_not_found");
        assertThat(slack.message(CHANNEL, ts).orElseThrow().texts()).containsExactly("mine");
    }

    @Test
    void refuses_a_channel_that_the_app_cannot_write_to() throws Exception {
        slack.changeChannel(Channel.open("C0OTHER", "other").withBot(false));
        slack.changeChannel(Channel.closed(SECRET, "secret").withBot(false));
        slack.changeChannel(Channel.open("C0OLD", "old").asArchived());
        assertThat(errorOf(r -> r.channel("C0OTHER").text("x"))).isEqualTo("not_in_channel");
        assertThat(errorOf(r -> r.channel(SECRET).text("x"))).isEqualTo("channel_not_found");
        assertThat(errorOf(r -> r.channel("C0OLD").text("x"))).isEqualTo("is_archived");
        assertThat(client.conversationsJoin(r -> r.channel("C0OTHER")).isOk()).isTrue();
        assertThat(errorOf(r -> r.channel("C0OTHER").text("x"))).isNull();
        assertThat(client.conversationsInfo(r -> r.channel(SECRET)).getError()).isEqualTo("channel_not_found");
    }

    @Test
    void refuses_what_cannot_be_posted() throws Exception {
        String root = post("root");
        String reply = client.chatPostMessage(r -> r.channel(CHANNEL).threadTs(root).text("reply")).getTs();
        assertThat(errorOf(r -> r.channel(CHANNEL))).isEqualTo("no_text");
        assertThat(errorOf(r -> r.channel(CHANNEL).text("x").threadTs("1.000001"))).isEqualTo("thread_not_found");
        assertThat(errorOf(r -> r.channel(CHANNEL).text("x").threadTs(reply))).isEqualTo("cannot_reply_to_message");
        assertThat(errorOf(r -> r.channel(CHANNEL).text("x")
                .metadataAsString("{\"event_type\":\"t\",\"event_payload\":{\"k\":\"" + "x".repeat(9000) + "\"}}"))).isEqualTo(
                        "metadata_too_large");
        slack.faults().missingScope("chat:write");
        assertThat(errorOf(r -> r.channel(CHANNEL).text("x"))).isEqualTo("missing_scope");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[{'type':'section','text':{'type':'mrkdwn','text':'LONG'}}]",
            "[{'type':'header','text':{'type':'mrkdwn','text':'x'}}]",
            "[{'type':'nonsense'}]", "[{'type':'section'}]", "[{'type':'context','elements':[]}]",
            "[{'type':'divider','block_id':'a'},{'type':'divider','block_id':'a'}]",
            "[{'type':'plan','title':'t','tasks':[{'task_id':'1','title':'t','status':'completed'}]}]",
            "[{'type':'plan','title':'t','tasks':[{'task_id':'1','title':'t','details':'text'}]}]"})
    void refuses_blocks_against_the_rules(String blocks) throws Exception {
        ChatPostMessageResponse answer = blocks(blocks.replace('\'', '"').replace("LONG", "x".repeat(3001)));
        assertThat(answer.getError()).isEqualTo("invalid_blocks");
        assertThat(answer.getResponseMetadata().getMessages()).hasSize(1);
    }

    @Test
    void takes_a_plan_unless_told_otherwise() throws Exception {
        String plan = """
                [{"type":"plan","title":"Checks","tasks":[{"task_id":"1","title":"Look","status":"complete",
                "details":{"type":"rich_text","elements":[]}}]}]""";
        assertThat(blocks(plan).getError()).isNull();
        slack.faults().rejectBlockType("plan");
        assertThat(blocks(plan).getError()).isEqualTo("invalid_blocks");
    }

    @Test
    void refuses_too_much_text_in_blocks() throws Exception {
        String section = "{\"type\":\"section\",\"text\":{\"type\":\"mrkdwn\",\"text\":\"" + "x".repeat(2700) + "\"}}";
        assertThat(blocks("[" + String.join(",", List.of(section, section, section, section)) + "]").getError()).isNull();
        assertThat(blocks("[" + String.join(",", List.of(section, section, section, section, section)) + "]").getError()).isEqualTo(
                "msg_blocks_too_long");
        assertThat(blocks("{}").getError()).isEqualTo("invalid_blocks_format");
    }

    @Test
    void whispers_to_people_in_the_channel() throws Exception {
        String root = post("root");
        assertThat(client.chatPostEphemeral(r -> r.channel(CHANNEL).user("U0BOB").threadTs(root).text("psst")).isOk()).isTrue();
        assertThat(slack.ephemerals()).singleElement().satisfies(whisper -> {
            assertThat(whisper.user()).isEqualTo("U0BOB");
            assertThat(whisper.thread()).contains(root);
            assertThat(whisper.shown()).as("nobody has written in this thread yet").isFalse();
        });
        slack.reply("U0BOB", CHANNEL, root, "hi");
        client.chatPostEphemeral(r -> r.channel(CHANNEL).user("U0BOB").threadTs(root).text("psst"));
        assertThat(slack.ephemerals().getLast().shown()).isTrue();
        slack.changeChannel(Channel.open(CHANNEL, "inc-4711").without("U0BOB"));
        assertThat(client.chatPostEphemeral(r -> r.channel(CHANNEL).user("U0BOB").text("psst")).getError())
                .isEqualTo("user_not_in_channel");
    }

    @Test
    void cuts_the_list_of_people_who_reacted_unless_asked_for_all() throws Exception {
        String ts = post("vote");
        for (int i = 0; i < 5; i++) {
            slack.addMember(Member.person("U0VOTER" + i, "voter" + i, "Voter"));
            slack.react("U0VOTER" + i, CHANNEL, ts, "white_check_mark");
        }
        Reaction cut = client.reactionsGet(r -> r.channel(CHANNEL).timestamp(ts)).getMessage().getReactions().getFirst();
        Reaction full = client.reactionsGet(r -> r.channel(CHANNEL).timestamp(ts).full(true)).getMessage().getReactions().getFirst();
        assertThat(cut.getCount()).isEqualTo(5);
        assertThat(cut.getUsers()).hasSize(3);
        assertThat(full.getUsers()).hasSize(5).contains("U0VOTER4");
        slack.unreact("U0VOTER4", CHANNEL, ts, "white_check_mark");
        assertThat(slack.message(CHANNEL, ts).orElseThrow().reacted("white_check_mark")).hasSize(4);
    }

    @Test
    void knows_its_own_reactions() throws Exception {
        String ts = post("vote");
        assertThat(client.reactionsAdd(r -> r.channel(CHANNEL).timestamp(ts).name("x")).isOk()).isTrue();
        assertThat(client.reactionsAdd(r -> r.channel(CHANNEL).timestamp(ts).name("x")).getError()).isEqualTo("already_reacted");
        assertThat(client.reactionsAdd(r -> r.channel(CHANNEL).timestamp(ts).name(":x:")).getError()).isEqualTo("invalid_name");
        assertThat(client.reactionsAdd(r -> r.channel(CHANNEL).timestamp("1.000001").name("x")).getError()).isEqualTo("message_not_found");
        assertThat(client.reactionsRemove(r -> r.channel(CHANNEL).timestamp(ts).name("x")).isOk()).isTrue();
        assertThat(client.reactionsRemove(r -> r.channel(CHANNEL).timestamp(ts).name("x")).getError()).isEqualTo("no_reaction");
    }

    @Test
    void shows_people_as_slack_does() throws Exception {
        slack.changeMember(Member.person("U0BOB", "bob", "Bob Baker").external("T0OTHER").omitting("is_bot"));
        User bob = client.usersInfo(r -> r.user("U0BOB")).getUser();
        assertThat(bob.getTeamId()).isEqualTo("T0OTHER");
        assertThat(bob.getProfile().getEmail()).isEqualTo("bob@example.com");
        assertThat(client.usersInfo(r -> r.user("U0NOBODY")).getError()).isEqualTo("user_not_found");
        assertThat(client.usersLookupByEmail(r -> r.email("alice@example.com")).getUser().getId()).isEqualTo("U0ALICE");
        assertThat(client.usersLookupByEmail(r -> r.email("eve@example.com")).getError()).isEqualTo("users_not_found");
        slack.faults().missingScope("users:read.email");
        assertThat(client.usersInfo(r -> r.user("U0BOB")).getUser().getProfile().getEmail()).isNull();
    }

    @Test
    void omits_a_flag_rather_than_say_false() {
        Member alice = Member.person("U0ALICE", "alice", "Alice");
        assertThat(alice.toJson(true).has("is_stranger")).isFalse();
        assertThat(alice.omitting("is_restricted", "team_id", "email").toJson(true).toString())
                .doesNotContain("is_restricted", "\"team_id\"", "email");
        assertThat(alice.toJson(true).path("is_restricted").isBoolean()).isTrue();
        assertThat(alice.deactivated().toJson(true).path("deleted").asBoolean()).isTrue();
        assertThat(alice.deactivated().toJson(true).has("is_restricted")).isFalse();
    }

    @Test
    void knows_groups() throws Exception {
        slack.addGroup("S0SRE", "sre", "U0ALICE", "U0BOB");
        assertThat(client.usergroupsUsersList(r -> r.usergroup("S0SRE")).getUsers()).containsExactly("U0ALICE", "U0BOB");
        assertThat(client.usergroupsUsersList(r -> r.usergroup("S0NONE")).getError()).isEqualTo("no_such_subteam");
        slack.changeGroup("S0SRE", "U0BOB");
        assertThat(client.usergroupsList(r -> r.includeUsers(true)).getUsergroups().getFirst().getUsers()).containsExactly("U0BOB");
        slack.disableGroup("S0SRE");
        assertThat(client.usergroupsUsersList(r -> r.usergroup("S0SRE")).getError()).isEqualTo("no_such_subteam");
        assertThat(client.usergroupsUsersList(r -> r.usergroup("S0SRE").includeDisabled(true)).getUsers()).hasSize(1);
        assertThat(client.usergroupsList(r -> r).getUsergroups()).isEmpty();
    }

    @Test
    void pages_through_a_thread_and_a_channel() throws Exception {
        slack.rateLimits().off();
        String root = post("root");
        for (int i = 0; i < 3; i++) {
            String text = "reply " + i;
            client.chatPostMessage(r -> r.channel(CHANNEL).threadTs(root).text(text).replyBroadcast(text.endsWith("2"))
                    .metadataAsString("{\"event_type\":\"t\",\"event_payload\":{\"key\":\"" + text + "\"}}"));
        }
        post("next");
        var first = client.conversationsReplies(r -> r.channel(CHANNEL).ts(root).limit(2).includeAllMetadata(true));
        var second = client.conversationsReplies(
                r -> r.channel(CHANNEL).ts(root).limit(2).cursor(first.getResponseMetadata().getNextCursor()));
        assertThat(first.getMessages()).extracting(m -> m.getText()).containsExactly("root", "reply 0");
        assertThat(first.getMessages().getLast().getMetadata().getEventPayload()).containsEntry("key", "reply 0");
        assertThat(second.getMessages()).extracting(m -> m.getText()).containsExactly("reply 1", "reply 2");
        assertThat(second.isHasMore()).isFalse();
        assertThat(second.getMessages().getFirst().getMetadata()).isNull();
        assertThat(client.conversationsHistory(r -> r.channel(CHANNEL)).getMessages()).extracting(m -> m.getText()).containsExactly("next",
                "reply 2", "root");
        assertThat(client.conversationsHistory(r -> r.channel(CHANNEL).oldest(root)).getMessages()).hasSize(2);
        assertThat(client.conversationsHistory(r -> r.channel(CHANNEL).oldest(root).inclusive(true).latest(root)).getMessages()).hasSize(1);
        assertThat(client.conversationsReplies(r -> r.channel(CHANNEL).ts("1.000001")).getError()).isEqualTo("thread_not_found");
        slack.faults().missingScope("channels:history");
        assertThat(client.conversationsHistory(r -> r.channel(CHANNEL)).getError()).isEqualTo("missing_scope");
    }

    @Test
    void limits_posts_per_channel_by_the_clock() throws Exception {
        for (int i = 0; i < 10; i++) {
            post("burst");
        }
        assertThatThrownBy(() -> post("too many")).isInstanceOfSatisfying(SlackApiException.class, refused -> {
            assertThat(refused.getResponse().code()).isEqualTo(429);
            assertThat(refused.getResponse().header("Retry-After")).isEqualTo("1");
        });
        assertThat(errorOf(r -> r.channel(SECRET).text("another channel"))).isNull();
        clock.advance(Duration.ofSeconds(1));
        assertThat(post("again")).isNotNull();
        assertThatThrownBy(() -> post("too many")).isInstanceOf(SlackApiException.class);
        slack.rateLimits().off();
        assertThat(post("free")).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"401", "403", "404", "409", "410", "429", "500", "502", "503"})
    void answers_with_a_status_on_request(int code) throws Exception {
        slack.faults().next("chat.postMessage", SlackFault.status(code));
        assertThatThrownBy(() -> post("x")).isInstanceOfSatisfying(SlackApiException.class,
                refused -> assertThat(refused.getResponse().code()).isEqualTo(code));
        assertThat(slack.messages(CHANNEL)).isEmpty();
        assertThat(post("fine")).isNotNull();
    }

    @Test
    void breaks_in_every_other_way_on_request() throws Exception {
        slack.faults().next("chat.postMessage", SlackFault.tooMany(Duration.ofSeconds(7)), SlackFault.reset(), SlackFault.html(),
                SlackFault.error("fatal_error"),
                SlackFault.delay(Duration.ofMillis(80)), SlackFault.answer("{\"ok\":true}"));
        assertThatThrownBy(() -> post("1")).isInstanceOfSatisfying(SlackApiException.class,
                refused -> assertThat(refused.getResponse().header("Retry-After")).isEqualTo("7"));
        assertThatThrownBy(() -> post("2")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> post("3")).isInstanceOf(Exception.class);
        assertThat(errorOf(r -> r.channel(CHANNEL).text("4"))).isEqualTo("fatal_error");
        long before = System.nanoTime();
        post("5");
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(75));
        assertThat(post("6")).isNull();
        assertThat(slack.faults().left("chat.postMessage")).isZero();
        assertThat(slack.messages(CHANNEL)).extracting(Message::text).containsExactly("5");
    }

    @Test
    void executes_once_and_loses_the_answer() throws Exception {
        post("first, so that the connection is an old one");
        slack.faults().next("chat.postMessage", SlackFault.lostAnswer(), SlackFault.halfAnswer());
        assertThatThrownBy(() -> post("lost")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> post("half")).isInstanceOf(IOException.class);
        assertThat(slack.messages(CHANNEL)).extracting(Message::text).containsExactly("first, so that the connection is an old one", "lost",
                "half");
        assertThat(slack.calls("chat.postMessage")).extracting(Call::status).containsExactly(200, 0, 200);
        assertThat(slack.calls("chat.postMessage")).extracting(Call::executed).containsOnly(true);
    }

    @Test
    void catches_a_client_that_repeats_a_post_on_its_own() throws Exception {
        Slack repeating = Slack.getInstance(config(slack));
        MethodsClient careless = repeating.methods(slack.botToken());
        careless.chatPostMessage(r -> r.channel(CHANNEL).text("opens the connection"));
        slack.faults().next("chat.postMessage", SlackFault.lostAnswer());
        careless.chatPostMessage(r -> r.channel(CHANNEL).text("twice"));
        repeating.close();
        assertThat(slack.messages(CHANNEL)).extracting(Message::text).containsExactly("opens the connection", "twice", "twice");
    }

    @Test
    void links_to_a_message_and_to_a_reply() throws Exception {
        String root = post("root");
        String reply = client.chatPostMessage(r -> r.channel(CHANNEL).threadTs(root).text("reply")).getTs();
        assertThat(client.chatGetPermalink(r -> r.channel(CHANNEL).messageTs(root)).getPermalink())
                .isEqualTo("https://acme.slack.com/archives/" + CHANNEL + "/p" + root.replace(".", ""));
        assertThat(client.chatGetPermalink(r -> r.channel(CHANNEL).messageTs(reply)).getPermalink()).endsWith("?thread_ts=" + root + "&cid="
                + CHANNEL);
        MessageRoot none = client.conversationsHistory(r -> r.channel(CHANNEL)).getMessages().getFirst().getRoot();
        assertThat(none).isNull();
    }

    @Test
    void cuts_text_that_is_too_long_to_post() throws Exception {
        assertThat(slack.message(CHANNEL, post("x".repeat(50_000))).orElseThrow().text()).hasSize(40_000);
    }

    @Test
    void waits_for_what_comes_and_gives_up_in_time() {
        Thread.ofVirtual().start(() -> slack.say("U0ALICE", CHANNEL, "hello"));
        assertThat(slack.awaitMessage(CHANNEL, message -> message.text().equals("hello")).user()).isEqualTo("U0ALICE");
        assertThat(slack.await(Duration.ofMillis(30), () -> false)).isFalse();
    }
}
