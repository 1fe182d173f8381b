package dev.helmstuck.benchmark;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import dev.helmstuck.simulator.World;
import dev.helmstuck.simulator.kubernetes.ClusterSimulator;

/** Plays a remediation around a bot that is started by a given command, so that its JVM sees all that one needs. */
final class Training {
    private static final String CONTEXT = "gprd-gitlab-gke";
    private static final String RELEASE = "gitlab-cny";

    private Training() {}

    static void play(Path dir, List<String> command) {
        try (ClusterSimulator cluster = ClusterSimulator.start(Clock.systemUTC());
                World world = stuck(dir, cluster);
                MeasuredProcess bot = MeasuredProcess.start(command, world.environment(), dir.resolve("training.log"))) {
            bot.await("connected", () -> world.slack().connections().open() == 1);
            remediate(world);
            if (bot.stop() != 0) throw new IllegalStateException(bot.said());
        }
    }

    /** The recorded incident in a simulated cluster. */
    static World stuck(Path dir, ClusterSimulator cluster) {
        World world = new World(dir, cluster.kubeconfig(dir, CONTEXT), CONTEXT, RELEASE, RELEASE);
        breakAgain(world, cluster);
        world.slack().rateLimits().off();
        return world;
    }

    /** The same once more, in the same world. */
    static void breakAgain(World world, ClusterSimulator cluster) {
        Instant stuckSince = Instant.now().minus(Duration.ofMinutes(25));
        cluster.load("/records/gitlab-cny.json", stuckSince);
        world.culprit(stuckSince);
    }

    /** From the command to the last message. */
    static void remediate(World world) {
        long before = ended(world);
        world.slack().slash(World.ALICE, World.CHANNEL, World.TARGET);
        if (!world.slack().await(Duration.ofMinutes(2), () -> asked(world).findAny().isPresent())) throw odd(world);
        asked(world).forEach(request -> world.slack().react(World.BOB, World.CHANNEL, request, "white_check_mark"));
        if (!world.slack().await(Duration.ofMinutes(2), () -> ended(world) > before)) throw odd(world);
    }

    private static IllegalStateException odd(World world) {
        return new IllegalStateException(world.slack().transcript(World.CHANNEL));
    }

    private static Stream<String> asked(World world) {
        return world.slack().messages(World.CHANNEL).stream().filter(message -> World.key(message).startsWith("request:"))
                .filter(message -> !message.text().contains("Request closed") && !message.reacted("white_check_mark").contains(World.BOB)
                        && message.reacted("x").contains(world.slack().botUserId()))
                .map(message -> message.ts());
    }

    private static long ended(World world) {
        return world.slack().messages(World.CHANNEL).stream().filter(message -> message.broadcast()).count();
    }
}
