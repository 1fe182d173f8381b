package dev.helmstuck.simulator;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import dev.helmstuck.simulator.kubernetes.ClusterSimulator;
import dev.helmstuck.simulator.playground.Playground;
import dev.helmstuck.simulator.slack.Message;

/**
 * Plays an incident: the production bot between a simulated Slack, GitLab and cluster, over real protocols, with release records that
 * real Helm made, from the command to the proven deploy. Prints the thread as people would read it; exit code 0 if the incident is
 * resolved. With {@code -Dinteractive} it
 * opens the playground instead, a page for taking part.
 */
public final class Demo {
    private static final Duration STUCK_FOR = Duration.ofMinutes(25);
    private static final Duration DEPLOYS_FOR = Duration.ofSeconds(3);
    private static final int PORT = Integer.getInteger("port", 8484);
    private static final String YES = "white_check_mark";
    private static final List<String> RECORDS = List.of("sh.helm.release.v1.gitlab-cny.v1234", "sh.helm.release.v1.gitlab-cny.v1233");

    private Demo() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Path dir = Files.createTempDirectory("helm-stuck-demo");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(dir)));
        boolean played = Boolean.getBoolean("interactive") ? interactive(out) : play(dir, out);
        System.exit(played ? 0 : 1);
    }

    private static boolean play(Path dir, PrintStream out) {
        try (ClusterSimulator cluster = ClusterSimulator.start(Clock.systemUTC()); World world = world(dir, cluster)) {
            world.start();
            world.slack().slash(World.ALICE, World.CHANNEL, World.TARGET);
            Message request = world.request();
            world.seeded(request);
            out.println("Every check allows it, so a second engineer is asked:\n");
            show(world, request, out);
            world.slack().react(World.ALICE, World.CHANNEL, request.ts(), YES);
            world.slack().awaitEphemeral(whisper -> whisper.user().equals(World.ALICE) && whisper.text().contains("does not count"));
            world.slack().react(World.BOB, World.CHANNEL, request.ts(), YES);
            Message rerun = world.rerunRequest();
            world.seeded(rerun);
            out.println("Alice's own reaction does not count, Bob's does: Helm is unlocked. The failed job is to be rerun:\n");
            show(world, rerun, out);
            world.slack().react(World.CAROL, World.CHANNEL, rerun.ts(), YES);
            Message last = world.last();
            boolean closed = world.settled(request);
            out.println("Carol says yes, the job deploys, and its deploy is proven. In the end the thread reads:\n");
            out.println(world.slack().transcript(World.CHANNEL));
            return closed && last.text().contains("resolved");
        }
    }

    private static void show(World world, Message message, PrintStream out) {
        out.println(world.slack().transcript(world.slack().message(World.CHANNEL, message.ts()).orElse(message)).indent(2));
    }

    private static boolean interactive(PrintStream out) throws InterruptedException {
        try (Playground playground = Playground.start(PORT, DEPLOYS_FOR)) {
            Runtime.getRuntime().addShutdownHook(new Thread(playground::close));
            out.println("The playground is at " + playground.url() + " (Ctrl-C ends it)");
            new CountDownLatch(1).await();
            return true;
        }
    }

    private static World world(Path dir, ClusterSimulator cluster) {
        Instant stuckSince = Instant.now().minus(STUCK_FOR);
        cluster.load("/records/gitlab-cny.json", stuckSince);
        World world = new World(dir, cluster.kubeconfig(dir, "gprd-gitlab-gke"), "gprd-gitlab-gke", "gitlab-cny", "gitlab-cny");
        world.culprit(stuckSince);
        SimulatedHelm helm = new SimulatedHelm(cluster, "gitlab-cny", RECORDS, Clock.systemUTC(),
                () -> LockSupport.parkNanos(DEPLOYS_FOR.toNanos()));
        world.project().runner(job -> Thread.startVirtualThread(() -> helm.accept(job)));
        return world.with("GITLAB_RERUN_TOKEN", world.gitlab().rerunToken());
    }

    private static void delete(Path dir) {
        try (Stream<Path> files = Files.walk(dir)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException left) {
            System.err.println("left behind: " + dir);
        }
    }
}
