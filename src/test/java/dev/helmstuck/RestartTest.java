package dev.helmstuck;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.util.Modules;
import dev.helmstuck.flow.Cluster;
import dev.helmstuck.flow.Conversation;
import dev.helmstuck.flow.Pause;
import dev.helmstuck.flow.Remediations;
import dev.helmstuck.simulator.World;
import dev.helmstuck.simulator.kubernetes.ClusterSimulator;
import dev.helmstuck.simulator.kubernetes.Kind;
import dev.helmstuck.simulator.slack.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bot dies at every moment at which it leaves a mark outside, and is started again: one delete or none, and one last message. */
class RestartTest {
    private static final String SECRET = "sh.helm.release.v1.gitlab-cny.v1234";
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
        try (ClusterSimulator cluster = ClusterSimulator.start(Clock.systemUTC()); World world = world(place, cluster)) {
            world.slack().rateLimits().off();
            world.start(bot(world, mortal, Duration.ZERO));
            world.slack().slash(World.ALICE, World.CHANNEL, World.TARGET);
            approve(world, mortal);
            if (mortal.dead()) {
                world.stop();
                // the dead one's lease runs out before the next one may go on
                world.start(bot(world, new Mortal(-1), Duration.ofSeconds(40)));
                if (world.slack().messages(World.CHANNEL).isEmpty()) {
                    world.slack().await(Duration.ofSeconds(2), () -> !world.slack().messages(World.CHANNEL).isEmpty());
                    // died before the command was written down: the person types it again
                    if (world.slack().messages(World.CHANNEL).isEmpty()) world.slack().slash(World.ALICE, World.CHANNEL, World.TARGET);
                }
                approve(world, new Mortal(-1));
            }
            String where = "died at " + diesAt + " " + mortal.passed();
            assertThat(world.slack().await(PATIENCE, () -> broadcasts(world).size() == 1))
                    .as(where + "\n" + world.slack().transcript(World.CHANNEL)).isTrue();
            assertThat(broadcasts(world).getFirst().text()).as(where).contains("resolved, Helm is unlocked");
            assertThat(cluster.get(Kind.SECRET, "gitlab-cny", SECRET)).as(where).isEmpty();
            assertThat(cluster.requests().stream().filter(request -> request.verb().equals("delete") && !request.dryRun()).count())
                    .as(where).isEqualTo(1);
            assertThat(cluster.list(Kind.SECRET, "gitlab-cny").stream()
                    .filter(secret -> secret.path("type").asText().equals("helm-stuck/release-backup.v1")))
                    .as(where).hasSize(1);
            assertThat(request(world).map(world::settled)).as(where + "\n" + world.slack().transcript(World.CHANNEL)).contains(true);
            List<String> roots = world.slack().messages(World.CHANNEL).stream().filter(message -> message.thread().isEmpty())
                    .map(Message::ts).toList();
            assertThat(roots).as(where).hasSize(1);
            return mortal.passed();
        }
    }

    /** Bob says yes as soon as he is asked, unless the bot dies first. */
    private static void approve(World world, Mortal mortal) {
        world.slack().await(PATIENCE, () -> mortal.dead() || request(world).isPresent());
        request(world).filter(request -> !request.reacted("white_check_mark").contains(World.BOB))
                .ifPresent(request -> world.slack().react(World.BOB, World.CHANNEL, request.ts(), "white_check_mark"));
        world.slack().await(PATIENCE, () -> mortal.dead() || closed(world));
        // it may still die of what comes after the last thing that people see
        if (!mortal.dead()) world.slack().await(Duration.ofSeconds(1), mortal::dead);
    }

    private static boolean closed(World world) {
        return request(world).filter(request -> request.text().contains("Request closed")).isPresent();
    }

    private static Optional<Message> request(World world) {
        return world.slack().messages(World.CHANNEL).stream()
                .filter(message -> message.texts().getFirst().contains("Delete the record of revision")).findFirst();
    }

    private static List<Message> broadcasts(World world) {
        return world.slack().messages(World.CHANNEL).stream().filter(Message::broadcast).toList();
    }

    private static World world(Path place, ClusterSimulator cluster) {
        Instant stuckSince = Instant.now().minus(Duration.ofMinutes(25));
        cluster.load("/records/gitlab-cny.json", stuckSince);
        World world = new World(place, cluster.kubeconfig(place, "gprd-gitlab-gke"), "gprd-gitlab-gke", "gitlab-cny", "gitlab-cny");
        world.culprit(stuckSince);
        return world;
    }

    /** The production bot with mortal ports, that does not wait between its two looks. */
    private static Bot bot(World world, Mortal mortal, Duration ahead) {
        Clock clock = Clock.offset(Clock.systemUTC(), ahead);
        Injector immortal = Guice.createInjector(Modules.override(new BotModule(world.settings())).with(new AbstractModule() {
            @Override
            protected void configure() {
                bind(Clock.class).toInstance(clock);
            }
        }));
        return new Bot(world.settings(), Modules.override(new BotModule(world.settings())).with(new AbstractModule() {
            @Override
            protected void configure() {
                bind(Clock.class).toInstance(clock);
                bind(Pause.class).toInstance(duration -> {});
                bind(Remediations.class).toInstance(mortal.mortal(Remediations.class, immortal.getInstance(Remediations.class)));
                bind(Conversation.class).toInstance(mortal.mortal(Conversation.class, immortal.getInstance(Conversation.class)));
                bind(Cluster.class).toInstance(mortal.mortal(Cluster.class, immortal.getInstance(Cluster.class)));
            }
        }));
    }
}
