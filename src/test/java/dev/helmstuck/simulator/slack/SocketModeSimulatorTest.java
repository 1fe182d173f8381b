package dev.helmstuck.simulator.slack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import com.slack.api.Slack;
import com.slack.api.bolt.App;
import com.slack.api.bolt.AppConfig;
import com.slack.api.bolt.socket_mode.SocketModeApp;
import com.slack.api.model.event.ReactionAddedEvent;
import com.slack.api.model.event.ReactionRemovedEvent;
import com.slack.api.socket_mode.SocketModeClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Socket Mode, driven by Bolt with Tyrus. */
class SocketModeSimulatorTest {

    private static final String CHANNEL = "C0INCIDENT";
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration BRIEFLY = Duration.ofMillis(300);

    private final SlackWorkspace slack = SlackWorkspace.start();
    private final Slack sdk = SlackWorkspaceTest.withoutRepeats(slack);
    private final Queue<String> seen = new ConcurrentLinkedQueue<>();
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile Duration slowness = Duration.ZERO;
    private SocketModeApp bot;

    @BeforeEach
    void populate() {
        slack.addChannel(Channel.open(CHANNEL, "inc-4711"));
        slack.addMember(Member.person("U0ALICE", "alice", "Alice Archer"));
        slack.addMember(Member.person("U0BOB", "bob", "Bob Baker"));
        slack.deliveries().retryAfter(Duration.ofMillis(1), Duration.ofMillis(50), Duration.ofMillis(50));
    }

    private void startBot() throws Exception {
        App app = new App(AppConfig.builder().slack(sdk).singleTeamBotToken(slack.botToken()).allEventsApiAutoAckEnabled(true)
                .authTestCacheExpirationMillis(-1L).build());
        app.command("/helm-stuck", (req, ctx) -> {
            seen.add("command " + req.getPayload().getUserId() + " " + req.getPayload().getText());
            slack.await(slowness, ended::get);
            return ctx.ack("looking at " + req.getPayload().getText());
        });
        app.event(ReactionAddedEvent.class, (payload, ctx) -> {
            if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                seen.add("failing");
                throw new IllegalStateException("not now");
            }
            seen.add("added " + payload.getEvent().getReaction() + " by " + payload.getEvent().getUser() + " retry " + ctx.getRetryNum()
                    + " "
                    + payload.getEventId());
            return ctx.ack();
        });
        app.event(ReactionRemovedEvent.class, (payload, ctx) -> {
            seen.add("removed " + payload.getEvent().getReaction());
            return ctx.ack();
        });
        bot = new SocketModeApp(slack.appToken(), app, SocketModeClient.Backend.Tyrus, 4);
        bot.startAsync();
        assertThat(slack.connections().awaitOpen(1, SOON)).isTrue();
    }

    @AfterEach
    void stop() throws Exception {
        ended.set(true);
        if (bot != null) {
            bot.getClient().close();
            bot.getApp().stop();
        }
        sdk.close();
        slack.close();
    }

    private boolean seen(String start) {
        return slack.await(SOON, () -> seen.stream().anyMatch(line -> line.startsWith(start)));
    }

    @Test
    void brings_a_command_and_shows_the_acknowledgement_to_its_author_only() throws Exception {
        startBot();
        SlashReply reply = slack.slash("U0ALICE", CHANNEL, "gitlab-cny");
        assertThat(reply.acked()).isTrue();
        assertThat(reply.text()).isEqualTo("looking at gitlab-cny");
        assertThat(slack.ephemerals()).singleElement().satisfies(answer -> {
            assertThat(answer.source()).isEqualTo(Ephemeral.AnswerTo.ACK);
            assertThat(answer.user()).isEqualTo("U0ALICE");
        });
        assertThat(slack.messages(CHANNEL)).isEmpty();
        assertThat(slack.resend(reply.delivery())).isTrue();
        assertThat(seen).containsExactly("command U0ALICE gitlab-cny", "command U0ALICE gitlab-cny");
    }

    @Test
    void tells_the_author_of_a_command_that_the_app_is_slow_or_away() throws Exception {
        assertThat(slack.slash("U0ALICE", CHANNEL, "x").outcome()).isEqualTo(SlashReply.SlashOutcome.DISPATCH_FAILED);
        startBot();
        slack.deliveries().ackWithin(BRIEFLY);
        slowness = Duration.ofSeconds(30);
        assertThat(slack.slash("U0ALICE", CHANNEL, "x").outcome()).isEqualTo(SlashReply.SlashOutcome.TIMED_OUT);
    }

    @Test
    void brings_reactions_but_only_of_channels_that_the_app_is_in() throws Exception {
        startBot();
        Message message = slack.say("U0ALICE", CHANNEL, "hello");
        Delivery event = slack.react("U0BOB", CHANNEL, message.ts(), "white_check_mark").orElseThrow();
        assertThat(seen("added white_check_mark by U0BOB")).isTrue();
        slack.unreact("U0BOB", CHANNEL, message.ts(), "white_check_mark");
        assertThat(seen("removed white_check_mark")).isTrue();
        assertThat(slack.await(SOON, event::acked)).isTrue();
        assertThat(event.payload().path("event").path("item").path("ts").asText()).isEqualTo(message.ts());
        slack.changeChannel(Channel.open(CHANNEL, "inc-4711").withBot(false));
        assertThat(slack.react("U0BOB", CHANNEL, message.ts(), "x")).isEmpty();
    }

    @Test
    void tries_an_event_again_that_the_app_did_not_acknowledge() throws Exception {
        startBot();
        slack.deliveries().ackWithin(Duration.ofSeconds(1));
        failures.set(1);
        Message message = slack.say("U0ALICE", CHANNEL, "hello");
        Delivery event = slack.react("U0BOB", CHANNEL, message.ts(), "x").orElseThrow();
        assertThat(seen("added x by U0BOB retry 1 " + event.id())).isTrue();
        assertThat(slack.await(SOON, event::acked)).isTrue();
        assertThat(event.attempts()).containsExactly(new Delivery.Attempt(0, "timeout"), new Delivery.Attempt(1, ""));
    }

    @Test
    void keeps_an_event_for_an_app_that_is_away_only_as_long_as_the_retries_last() throws Exception {
        Message message = slack.say("U0ALICE", CHANNEL, "hello");
        Delivery lost = slack.react("U0BOB", CHANNEL, message.ts(), "x").orElseThrow();
        assertThat(slack.await(SOON, () -> lost.attempts().size() == 4)).isTrue();
        slack.deliveries().retryAfter(Collections.nCopies(200, Duration.ofMillis(50)).toArray(Duration[]::new));
        Delivery late = slack.react("U0ALICE", CHANNEL, message.ts(), "x").orElseThrow();
        startBot();
        assertThat(seen("added x by U0ALICE retry ")).isTrue();
        assertThat(slack.await(SOON, late::acked)).isTrue();
        assertThat(late.attempts().getFirst().failure()).isEqualTo("connection_failed");
        assertThat(lost.acked()).isFalse();
    }

    @Test
    void sends_the_same_event_twice_on_request_and_others_out_of_order_or_never() throws Exception {
        startBot();
        Message message = slack.say("U0ALICE", CHANNEL, "hello");
        slack.deliveries().lose(1);
        slack.react("U0ALICE", CHANNEL, message.ts(), "eyes");
        slack.deliveries().hold();
        Delivery event = slack.react("U0BOB", CHANNEL, message.ts(), "x").orElseThrow();
        slack.unreact("U0BOB", CHANNEL, message.ts(), "x");
        slack.deliveries().releaseInReverse();
        assertThat(seen("added x")).isTrue();
        assertThat(slack.resend(event)).isTrue();
        assertThat(slack.await(SOON, () -> seen.size() == 3)).isTrue();
        assertThat(seen).contains("removed x").filteredOn(line -> line.endsWith(event.id())).hasSize(2);
        assertThat(seen).noneMatch(line -> line.contains("eyes"));
    }

    @Test
    void gives_each_event_to_one_of_several_connections() throws Exception {
        startBot();
        SocketModeClient second = sdk.socketMode(slack.appToken(), SocketModeClient.Backend.Tyrus);
        AtomicInteger others = new AtomicInteger();
        second.addWebSocketMessageListener(frame -> others.addAndGet(frame.contains("events_api") ? 1 : 0));
        second.connect();
        assertThat(slack.connections().awaitOpen(2, SOON)).isTrue();
        slack.deliveries().retryAfter();
        Message message = slack.say("U0ALICE", CHANNEL, "hello");
        for (String emoji : List.of("a", "b", "c", "d", "e", "f", "g", "h")) {
            slack.react("U0BOB", CHANNEL, message.ts(), emoji);
        }
        assertThat(slack.await(SOON, () -> others.get() + seen.size() == 8)).isTrue();
        assertThat(others.get()).isBetween(1, 7);
        second.close();
    }

    @Test
    void asks_the_app_to_connect_anew() throws Exception {
        startBot();
        slack.connections().disconnect(Connections.Reason.WARNING);
        slack.connections().disconnect(Connections.Reason.REFRESH_REQUESTED);
        assertThat(slack.await(SOON, () -> slack.connections().opened() == 2 && slack.connections().open() == 1)).isTrue();
        assertThat(slack.slash("U0ALICE", CHANNEL, "x").acked()).isTrue();
    }

    @Test
    void refuses_to_open_and_stays_without_a_word_on_request() throws Exception {
        slack.connections().refuseOpen(1);
        assertThat(sdk.methods().appsConnectionsOpen(r -> r.token(slack.appToken())).getError()).isEqualTo("internal_error");
        slack.connections().withoutHello(1);
        Queue<String> frames = new ConcurrentLinkedQueue<>();
        try (Sockets sockets = new Sockets(frames)) {
            assertThat(sockets.open(sdk.issueSocketModeUrl(slack.appToken()))).isTrue();
            assertThat(slack.connections().awaitOpen(1, SOON)).isTrue();
            slack.connections().disconnect(Connections.Reason.LINK_DISABLED);
            assertThat(slack.await(SOON, () -> !frames.isEmpty())).isTrue();
            assertThat(frames.peek()).contains("disconnect", "link_disabled");
            assertThat(slack.connections().awaitOpen(0, SOON)).isTrue();
        }
    }

    @Test
    void gives_nothing_to_a_dead_connection_and_notices_a_dropped_one() throws Exception {
        startBot();
        slack.deliveries().ackWithin(BRIEFLY);
        slack.connections().playDead();
        assertThat(slack.slash("U0ALICE", CHANNEL, "x").outcome()).isEqualTo(SlashReply.SlashOutcome.TIMED_OUT);
        assertThat(seen).isEmpty();
        slack.connections().drop();
        assertThat(slack.connections().awaitOpen(0, SOON)).isTrue();
    }

    @Test
    void takes_a_ticket_only_once_and_ten_connections_at_most() throws Exception {
        String url = sdk.issueSocketModeUrl(slack.appToken());
        Queue<String> frames = new ConcurrentLinkedQueue<>();
        try (Sockets sockets = new Sockets(frames)) {
            assertThat(sockets.open(url)).isTrue();
            assertThat(sockets.open(url)).isFalse();
            for (int i = 0; i < 10; i++) {
                assertThat(sockets.open(sdk.issueSocketModeUrl(slack.appToken()))).isTrue();
            }
            assertThat(slack.await(SOON, () -> frames.stream().anyMatch(frame -> frame.contains("too_many_websockets")))).isTrue();
            assertThat(slack.connections().open()).isEqualTo(10);
        }
    }
}
