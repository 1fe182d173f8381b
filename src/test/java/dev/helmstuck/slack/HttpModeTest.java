package dev.helmstuck.slack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

import com.slack.api.app_backend.SlackSignature;
import dev.helmstuck.ports.Conversation.Draft;
import dev.helmstuck.ports.MessageRef;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.Tone;
import dev.helmstuck.simulator.slack.Channel;
import dev.helmstuck.simulator.slack.Delivery;
import dev.helmstuck.simulator.slack.Forgery;
import dev.helmstuck.simulator.slack.Member;
import dev.helmstuck.simulator.slack.SlackWorkspace;
import dev.helmstuck.simulator.slack.SlashReply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HttpModeTest {
    private static final String CHANNEL = "C0INCIDENT";
    private static final Duration SOON = Duration.ofSeconds(10);

    private final WaitingClock clock = new WaitingClock();
    private final SlackWorkspace slack = SlackWorkspace.start(clock);
    private final ConnectedBot bot = ConnectedBot.http(slack, clock);
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void connect() {
        slack.addChannel(Channel.open(CHANNEL, "inc-4711"));
        slack.addMember(Member.person("U0ALICE", "alice", "Alice Archer"));
        slack.deliverTo(bot.endpoint());
        bot.connection.start();
    }

    @AfterEach
    void close() {
        bot.close();
        slack.close();
    }

    private MessageRef post() {
        return bot.conversation.post(new Draft("k", CHANNEL, Optional.empty(), false, Report.of(Tone.ASKING, "Delete?")));
    }

    @Test
    void theBotIsReadyAfterItKnowsItself() {
        assertThat(bot.status.trouble()).isEmpty();
        assertThat(bot.inbox.connections).hasValue(1);
    }

    @Test
    void aCommandIsAnsweredAtOnce() {
        SlashReply reply = slack.slash("U0ALICE", CHANNEL, "gitlab-cny ünïcode & more");

        assertThat(reply.text()).isEqualTo("⏳ *Looking at gitlab-cny ünïcode &amp; more*");
        assertThat(bot.inbox.commands).singleElement().satisfies(command -> assertThat(command.id()).isEqualTo(reply.triggerId()));
    }

    @Test
    void aReactionComesInOnceEvenIfTheSignedRequestIsReplayed() {
        MessageRef ref = post();
        Delivery event = slack.react("U0ALICE", CHANNEL, ref.ts(), "white_check_mark").orElseThrow();
        assertThat(slack.await(SOON, event::acked)).isTrue();

        assertThat(slack.replay(slack.signedRequests().getLast())).isEqualTo(200);

        assertThat(bot.inbox.reactions).containsExactly(new RecordingInbox.Reaction(event.id(), ref));
    }

    @Test
    void anEventThatCouldNotBeTakenComesAgain() {
        slack.deliveries().retryAfter(Duration.ofMillis(50));
        bot.inbox.failures.set(1);
        MessageRef ref = post();

        // Slack signs each attempt anew; by this clock that must not fall into the same second
        slack.deliveries().hold();
        Delivery event = slack.react("U0ALICE", CHANNEL, ref.ts(), "x").orElseThrow();
        slack.deliveries().release();
        assertThat(slack.await(SOON, () -> bot.inbox.reactions.size() == 1)).isTrue();
        clock.advance(Duration.ofSeconds(1));

        assertThat(slack.await(SOON, event::acked)).isTrue();
        assertThat(bot.inbox.reactions).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(Forgery.class)
    void aForgedRequestIsRefusedAndHasNoEffect(Forgery forgery) {
        MessageRef ref = post();

        assertThat(slack.forgeCommand(forgery, "U0ALICE", CHANNEL, "gitlab-cny")).isEqualTo(401);
        assertThat(slack.forgeReaction(forgery, "U0ALICE", CHANNEL, ref.ts(), "white_check_mark")).isEqualTo(401);

        assertThat(bot.inbox.commands).isEmpty();
        assertThat(bot.inbox.reactions).isEmpty();
    }

    @Test
    void slacksCheckOfTheAddressIsAnsweredIfSigned() throws Exception {
        String body = "{\"type\":\"url_verification\",\"token\":\"t\",\"challenge\":\"3eZbrw1aB\"}";

        assertThat(send(signed(body)).body()).isEqualTo("3eZbrw1aB");
        assertThat(send(HttpRequest.newBuilder(bot.endpoint()).POST(HttpRequest.BodyPublishers.ofString(body))).statusCode())
                .isEqualTo(401);
    }

    @Test
    void onlyShortPostsToTheOneAddressAreTaken() throws Exception {
        assertThat(send(HttpRequest.newBuilder(bot.endpoint()).GET()).statusCode()).isEqualTo(405);
        assertThat(send(HttpRequest.newBuilder(bot.endpoint().resolve("/slack/events/more")).GET()).statusCode()).isEqualTo(404);
        assertThat(send(signed("x".repeat((1 << 20) + 1))).statusCode()).isEqualTo(413);
    }

    @Test
    void aSignedRequestThatIsNotUnderstoodIsNoCrash() throws Exception {
        assertThat(send(signed("{\"type\":")).statusCode()).isGreaterThanOrEqualTo(400);
        assertThat(send(signed("")).statusCode()).isGreaterThanOrEqualTo(400);
        assertThat(send(signed("{\"type\":\"event_callback\",\"event_id\":\"E1\",\"event\":{\"type\":\"team_join\"}}")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void inSocketModeNothingIsServed() throws Exception {
        try (ConnectedBot other = ConnectedBot.socket(slack)) {
            assertThat(send(HttpRequest.newBuilder(other.endpoint()).POST(HttpRequest.BodyPublishers.noBody())).statusCode())
                    .isEqualTo(404);
        }
    }

    private HttpRequest.Builder signed(String body) {
        String timestamp = Long.toString(clock.instant().getEpochSecond());
        return HttpRequest.newBuilder(bot.endpoint()).header("Content-Type", "application/json")
                .header("X-Slack-Request-Timestamp", timestamp)
                .header("X-Slack-Signature", new SlackSignature.Generator(slack.signingSecret()).generate(timestamp, body))
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
