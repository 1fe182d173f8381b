package dev.helmstuck.testing.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

import dev.helmstuck.remediation.Outcome;
import dev.helmstuck.simulator.slack.SlackFault;
import dev.helmstuck.simulator.slack.SlackWorkspace;
import dev.helmstuck.testing.cluster.Await;
import dev.helmstuck.testing.cluster.Gateway.Hold;
import dev.helmstuck.testing.cluster.NeedsRealCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The bot's process is told to end in the middle of a remediation: it does within ten seconds, and the next start goes on from there. */
@NeedsRealCluster
@Execution(ExecutionMode.CONCURRENT)
class SigtermTest {
    private static final Duration AT_MOST = Duration.ofSeconds(10);
    private static final Duration VERY_LONG = Duration.ofMinutes(1);

    private static final BlockingQueue<Stage> STAGES = new LinkedBlockingQueue<>();

    @TempDir
    Path dir;
    private Stage stage;

    @BeforeAll
    static void build() {
        // most of the time is waiting, so two plays go on at once
        STAGES.addAll(List.of(Stage.build(), Stage.build()));
    }

    @BeforeEach
    void take() throws InterruptedException {
        stage = STAGES.take();
    }

    @AfterEach
    void giveBack() {
        STAGES.add(stage);
    }

    @Test
    void while_it_awaits_approval() {
        try (KillPlay play = play()) {
            play.holdYesBack();
            stopped(play, () -> isAsked(play.world().slack()));
            resumed(play);
        }
    }

    @Test
    void in_the_look_after_the_yes_while_a_read_of_the_cluster_hangs() {
        try (KillPlay play = play()) {
            Scene scene = new Scene(play.world());
            Hold hold = play.gateway().watch(Hold.ofRequests(asked -> asked.uri().getPath().endsWith("/deployments")
                    && scene.requests().stream().anyMatch(scene::saysYes)));
            stopped(play, hold::holds);
            assertThat(play.world().read("SELECT state FROM remediation")).containsExactly("rechecking");
            hold.release();
            resumed(play);
        }
    }

    @Test
    void while_the_answer_to_the_delete_hangs() {
        try (KillPlay play = play()) {
            Hold hold = play.gateway().watch(Hold.ofAnswers(play.witness()::deletes));
            stopped(play, hold::holds);
            hold.release();
            resumed(play);
        }
    }

    @Test
    void while_the_answer_to_the_rerun_hangs() {
        CountDownLatch answered = new CountDownLatch(1);
        try (KillPlay play = play()) {
            play.reruns().beforeTheAnswer(() -> await(answered));
            try {
                stopped(play, () -> !play.reruns().made().isEmpty());
            } finally {
                answered.countDown();
            }
            resumed(play);
        }
    }

    @Test
    void while_it_follows_a_job() {
        try (KillPlay play = play()) {
            play.holdJob();
            stopped(play, () -> play.reruns().made().stream().anyMatch(play::isLookedAt));
            assertThat(play.world().read("SELECT state FROM remediation")).containsExactly("following");
            play.endJobNow();
            resumed(play);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void while_a_message_to_slack_hangs() {
        try (KillPlay play = play()) {
            // the root and the evidence pass, the request hangs
            play.world().slack().faults().next("chat.postMessage", ok(), ok(), late());
            stopped(play, () -> play.world().slack().faults().left("chat.postMessage") == 0);
            resumed(play);
        }
    }

    @Test
    void while_it_awaits_approval_and_cannot_connect_to_slack_again() {
        try (KillPlay play = play()) {
            play.holdYesBack();
            SlackWorkspace slack = play.world().slack();
            AtomicBoolean cut = new AtomicBoolean();
            stopped(play, () -> {
                if (!isAsked(slack)) return false;
                if (!cut.getAndSet(true)) {
                    slack.faults().next("apps.connections.open", late());
                    slack.faults().always("apps.connections.open", late());
                    slack.connections().drop();
                }
                return slack.faults().left("apps.connections.open") == 0;
            });
            slack.faults().clear();
            resumed(play);
        }
    }

    @Test
    void while_it_starts_and_has_taken_up_again_what_was_under_way() {
        try (KillPlay play = play()) {
            Hold hold = play.gateway().watch(Hold.ofRequests(asked -> asked.uri().getPath().endsWith("/deployments")));
            try (BotProcess killed = play.firstLife()) {
                play.live(killed, hold::holds);
                killed.kill();
            }
            // the start goes on, and fails, while the work under way is waited for
            play.world().slack().faults().next("auth.test", SlackFault.delay(Duration.ofSeconds(4)));
            try (BotProcess starting = BotProcess.start(play.world(), "starting", "", KillPlay.LATER)) {
                Await.until("work", Duration.ofSeconds(30), () -> starting.passed().contains("before Cluster.workloads"));
                assertThat(starting.stop(AT_MOST)).as(starting.log()).isZero();
                assertThat(starting.log()).doesNotContain("could not start");
            }
            hold.release();
            resumed(play);
        }
    }

    /** The request is there with both emoji on it. */
    private static boolean isAsked(SlackWorkspace slack) {
        return slack.calls("reactions.add").size() >= 2;
    }

    private KillPlay play() {
        return new KillPlay(stage, dir, KillPlay.KillFault.NONE);
    }

    private static void stopped(KillPlay play, BooleanSupplier soFar) {
        try (BotProcess bot = play.firstLife()) {
            play.live(bot, soFar);
            assertThat(bot.stop(AT_MOST)).as(bot.log()).isZero();
            // whoever goes on need not wait for the lease of the one that ended in order
            assertThat(play.world().read("SELECT lease_owner FROM remediation WHERE lease_owner IS NOT NULL")).as(bot.log()).isEmpty();
        }
    }

    private static void resumed(KillPlay play) {
        play.secondLife(Duration.ZERO);
        assertThat(play.assertEnd()).isEqualTo(Outcome.RESOLVED);
    }

    private static SlackFault ok() {
        return SlackFault.none();
    }

    private static SlackFault late() {
        return SlackFault.lateAnswer(VERY_LONG);
    }
}
