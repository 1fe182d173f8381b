package dev.helmstuck.slack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.helmstuck.ports.Conversation.Draft;
import dev.helmstuck.ports.MessageRef;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.Tone;
import dev.helmstuck.simulator.slack.Channel;
import dev.helmstuck.simulator.slack.Connections.Reason;
import dev.helmstuck.simulator.slack.Delivery;
import dev.helmstuck.simulator.slack.Member;
import dev.helmstuck.simulator.slack.SlackFault;
import dev.helmstuck.simulator.slack.SlackWorkspace;
import dev.helmstuck.simulator.slack.SlashReply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SocketModeTest {
    private static final String CHANNEL = "C0INCIDENT";
    private static final Duration SOON = Duration.ofSeconds(10);

    private final SlackWorkspace slack = SlackWorkspace.start();
    private final ConnectedBot bot = ConnectedBot.socket(slack);

    @BeforeEach
    void connect() {
        slack.addChannel(Channel.open(CHANNEL, "inc-4711"));
        slack.addMember(Member.person("U0ALICE", "alice", "Alice Archer"));
        slack.addMember(Member.person("U0BOB", "bob", "Bob Baker"));
        assertThat(bot.status.trouble()).isPresent();
        bot.connection.start();
        awaitReady(1);
    }

    @AfterEach
    void close() {
        bot.close();
        slack.close();
    }

    private void awaitReady(int connections) {
        assertThat(slack.await(SOON, () -> bot.status.trouble().isEmpty() && bot.inbox.connections.get() == connections))
                .as("trouble %s, connected %s times", bot.status.trouble(), bot.inbox.connections).isTrue();
    }

    private MessageRef post() {
        return bot.conversation.post(new Draft("k", CHANNEL, Optional.empty(), false, Report.of(Tone.ASKING, "Delete?")));
    }

    @Test
    void aCommandIsAnsweredAtOnceAndOnlyToThePerson() {
        SlashReply reply = slack.slash("U0ALICE", CHANNEL, "gitlab-cny <!here>");

        assertThat(reply.acked()).isTrue();
        assertThat(reply.text()).isEqualTo("⏳ *Looking at gitlab-cny &lt;!here&gt;*");
        assertThat(reply.blocks()).hasSize(1);
        assertThat(bot.inbox.commands).singleElement().satisfies(command -> {
            assertThat(command.id()).isEqualTo(reply.triggerId());
            assertThat(command.user()).isEqualTo("U0ALICE");
            assertThat(command.channel()).isEqualTo(CHANNEL);
            assertThat(command.channelName()).isEqualTo("inc-4711");
            assertThat(command.text()).isEqualTo("gitlab-cny <!here>");
        });
        assertThat(slack.messages(CHANNEL)).isEmpty();
    }

    @Test
    void aCommandCanBeAnsweredLaterByItsAddress() {
        slack.slash("U0ALICE", CHANNEL, "gitlab-cny");

        bot.conversation.answer(bot.inbox.commands.getFirst().aside(), Report.of(Tone.BAD, "The bot is not in this channel"));

        assertThat(slack.responses()).singleElement().satisfies(post -> {
            assertThat(post.status()).isEqualTo(200);
            assertThat(post.text()).isEqualTo("❌ *The bot is not in this channel*");
        });
    }

    @Test
    void aCommandThatFailsInsideIsAnsweredWithAnApology() {
        bot.inbox.answers = command -> {
            throw new IllegalStateException("bug");
        };

        assertThat(slack.slash("U0ALICE", CHANNEL, "gitlab-cny")).matches(SlashReply::acked).extracting(SlashReply::text).asString()
                .contains("nothing was done").doesNotContain("bug");
    }

    @Test
    void reactionsComeInWithTheirEventIdAndOurOwnDoNot() {
        MessageRef ref = post();
        bot.conversation.seed(ref, List.of("white_check_mark"));
        Delivery added = slack.react("U0BOB", CHANNEL, ref.ts(), "white_check_mark").orElseThrow();
        Delivery removed = slack.unreact("U0BOB", CHANNEL, ref.ts(), "white_check_mark").orElseThrow();

        assertThat(slack.await(SOON, () -> slack.delivered().stream().allMatch(Delivery::acked))).isTrue();
        assertThat(bot.inbox.reactions).containsExactlyInAnyOrder(new RecordingInbox.Reaction(added.id(), ref),
                new RecordingInbox.Reaction(removed.id(), ref));
    }

    @Test
    void anEventThatCouldNotBeTakenComesAgain() {
        slack.deliveries().retryAfter(Duration.ofMillis(50));
        slack.deliveries().ackWithin(Duration.ofMillis(500));
        bot.inbox.failures.set(1);
        MessageRef ref = post();

        Delivery event = slack.react("U0BOB", CHANNEL, ref.ts(), "x").orElseThrow();

        assertThat(slack.await(SOON, event::acked)).isTrue();
        assertThat(bot.inbox.reactions).hasSize(2).allSatisfy(reaction -> assertThat(reaction.eventId()).isEqualTo(event.id()));
    }

    @Test
    void aSlowCommandDoesNotHoldUpAnother() {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch inside = new CountDownLatch(1);
        bot.inbox.answers = command -> {
            if (command.text().equals("slow")) {
                inside.countDown();
                await(release);
            }
            return Report.of(Tone.NEUTRAL, command.text());
        };
        CompletableFuture<SlashReply> slow = CompletableFuture.supplyAsync(() -> slack.slash("U0ALICE", CHANNEL, "slow"));
        await(inside);

        assertThat(slack.slash("U0BOB", CHANNEL, "quick").text()).isEqualTo("*quick*");
        release.countDown();
        assertThat(slow.join().text()).isEqualTo("*slow*");
    }

    @Test
    void aDroppedConnectionIsReplacedAndWhatHappenedMeanwhileLookedUp() {
        slack.connections().drop();

        awaitReady(2);
        assertThat(slack.slash("U0ALICE", CHANNEL, "again").acked()).isTrue();
    }

    @Test
    void aConnectionThatSlackRefreshesIsReplacedBeforeItIsClosed() {
        slack.connections().disconnect(Reason.REFRESH_REQUESTED);

        awaitReady(2);
        assertThat(slack.connections().awaitOpen(1, SOON)).isTrue();
        assertThat(slack.connections().opened()).isEqualTo(2);
        assertThat(slack.slash("U0ALICE", CHANNEL, "again").acked()).isTrue();
    }

    @Test
    void aReconnectionThatSlackRefusesAtFirstIsTriedAgain() {
        slack.faults().next("apps.connections.open", SlackFault.error("not_allowed_token_type"));
        slack.connections().drop();

        awaitReady(2);
        assertThat(slack.connections().opened()).isEqualTo(2);
    }

    @Test
    void aConnectionThatOnlySeemsAliveIsReplaced() {
        slack.connections().playDead();

        assertThat(slack.await(Duration.ofSeconds(20), () -> bot.inbox.connections.get() == 2)).isTrue();
        awaitReady(2);
        assertThat(slack.connections().awaitOpen(1, SOON)).isTrue();
    }

    @Test
    void closedIsClosed() {
        bot.connection.close();

        assertThat(slack.connections().awaitOpen(0, SOON)).isTrue();
        assertThat(slack.slash("U0ALICE", CHANNEL, "anybody").outcome()).isEqualTo(SlashReply.SlashOutcome.DISPATCH_FAILED);
        assertThat(slack.await(Duration.ofSeconds(7), () -> slack.connections().opened() > 1)).isFalse();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
