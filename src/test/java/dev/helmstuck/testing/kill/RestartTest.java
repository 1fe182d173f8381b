package dev.helmstuck.testing.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import dev.helmstuck.cli.Bot;
import dev.helmstuck.simulator.World;
import dev.helmstuck.simulator.kubernetes.ClusterSimulator;
import dev.helmstuck.testing.TestBots;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bot dies at every moment at which it leaves a mark outside, and is started again: one delete or none, and one last message. */
class RestartTest {
    private static final int AT_ONCE = 6;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path dir;

    @Test
    void wherever_it_dies_the_next_start_ends_with_one_delete_and_one_last_message() throws Exception {
        List<String> moments = play(-1);
        assertThat(moments).contains("before delete", "after delete", "before backUp", "after backUp");
        List<Future<List<String>>> deaths = new ArrayList<>();
        // most of the time is Slack's one message a second, so several lives go on at once
        try (ExecutorService lives = Executors.newFixedThreadPool(AT_ONCE)) {
            for (int moment = 0; moment < moments.size(); moment++) {
                int diesAt = moment;
                deaths.add(lives.submit(() -> play(diesAt)));
            }
        }
        for (Future<List<String>> death : deaths) {
            death.get();
        }
        System.out.println("killed and started again " + deaths.size() + " times, each with one delete and one last message: " + moments);
    }

    private List<String> play(int diesAt) throws Exception {
        Path place = Files.createDirectories(dir.resolve("dies-" + diesAt));
        Mortal mortal = new Mortal(diesAt);
        try (ClusterSimulator cluster = ClusterSimulator.start(Clock.systemUTC()); World world = Scene.stuck(place, cluster)) {
            Scene scene = new Scene(world);
            world.start(bot(world, mortal, Duration.ZERO));
            world.slack().slash(World.ALICE, World.CHANNEL, World.TARGET);
            approve(scene, mortal);
            if (mortal.dead()) {
                world.stop();
                // the dead one's lease runs out before the next one may go on
                world.start(bot(world, new Mortal(-1), Duration.ofSeconds(40)));
                // died before the command was written down: the person types it again
                if (world.audit().isEmpty()) world.slack().slash(World.ALICE, World.CHANNEL, World.TARGET);
                approve(scene, new Mortal(-1));
            }
            String where = "died at " + diesAt + " " + mortal.passed() + "\n" + scene.transcript();
            assertThat(world.slack().await(PATIENCE, () -> scene.broadcasts().size() == 1)).as(where).isTrue();
            assertThat(scene.request().map(world::settled)).as(where).contains(true);
            scene.assertResolvedOnce(cluster, where);
            return mortal.passed();
        }
    }

    /** Bob says yes as soon as he is asked, unless the bot dies first. */
    private static void approve(Scene scene, Mortal mortal) {
        scene.sayYesOnceAsked(PATIENCE, mortal::dead);
        scene.world().slack().await(PATIENCE, () -> mortal.dead() || ended(scene.world()));
        // it may still die of what comes after the last thing that it writes down
        if (!mortal.dead()) scene.world().slack().await(Duration.ofSeconds(1), mortal::dead);
    }

    private static boolean ended(World world) {
        return world.audit().stream().anyMatch(row -> row.action().equals("end"));
    }

    /** The production bot with mortal ports, that does not wait between its two looks. */
    private static Bot bot(World world, Mortal mortal, Duration ahead) {
        Clock clock = Clock.offset(Clock.systemUTC(), ahead);
        return new Bot(world.settings(), Ports.around(TestBots.unhurried(world.settings(), clock), mortal));
    }
}
