package dev.helmstuck.simulator.playground;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.helmstuck.simulator.Line;
import dev.helmstuck.simulator.SimulatedHelm;
import dev.helmstuck.simulator.World;
import dev.helmstuck.simulator.gitlab.SimulatedJob;
import dev.helmstuck.simulator.kubernetes.ClusterSimulator;
import dev.helmstuck.simulator.kubernetes.Kind;
import dev.helmstuck.simulator.slack.Member;

/** One incident to take part in: a stuck release, its cluster, GitLab and Slack, and the bot behind lines that can be cut. */
final class PlayedWorld implements AutoCloseable {
    static final String CLUSTER = "gprd-gitlab-gke";
    static final String NAMESPACE = "gitlab-cny";
    static final String STUCK = "sh.helm.release.v1.gitlab-cny.v1234";
    private static final String BELOW = "sh.helm.release.v1.gitlab-cny.v1233";
    private static final Duration STUCK_FOR = Duration.ofMinutes(25);

    private final Path dir;
    final ClusterSimulator cluster = ClusterSimulator.start(Clock.systemUTC());
    final World world;
    final SimulatedJob culprit;
    final BotByHand bot;
    final Line toSlack;
    final Line toGitlab;
    final Line toCluster;

    /**
     * A new one; the bot does not run yet.
     *
     * @param deploysFor how long a rerun deploy takes
     */
    PlayedWorld(Duration deploysFor) {
        dir = folder();
        Instant stuckSince = Instant.now().minus(STUCK_FOR);
        cluster.load("/records/gitlab-cny.json", stuckSince);
        toCluster = Line.to(cluster.uri());
        world = new World(dir, cluster.kubeconfig(dir, CLUSTER), CLUSTER, NAMESPACE, "gitlab-cny");
        replace(dir.resolve("kubeconfig"), cluster.uri().toString(), toCluster.by(cluster.uri()).toString());
        toGitlab = Line.to(world.gitlab().url());
        URI api = URI.create(world.slack().apiUrl());
        toSlack = Line.to(api);
        world.slack().reachedBy(toSlack.by(URI.create(world.slack().webUrl())));
        world.with("GITLAB_URL", toGitlab.by(world.gitlab().url()).toString()).with("SLACK_API_URL", toSlack.by(api).toString())
                .with("GITLAB_RERUN_TOKEN", world.gitlab().rerunToken())
                // a locked database is told by the bot, before Slack gives up waiting for its answer
                .with("DATABASE_URL", world.environment().get("DATABASE_URL") + "?busy_timeout=1000");
        world.slack().changeMember(Member.person(World.MALLORY, "mallory", "Mallory Passerby").guest());
        culprit = world.culprit(stuckSince);
        SimulatedHelm helm = new SimulatedHelm(cluster, NAMESPACE, List.of(STUCK, BELOW), Clock.systemUTC(),
                () -> LockSupport.parkNanos(deploysFor.toNanos()));
        world.project().runner(job -> Thread.startVirtualThread(() -> helm.accept(job)));
        bot = new BotByHand(world);
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("helm-stuck-playground");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void replace(Path file, String text, String by) {
        try {
            Files.writeString(file, Files.readString(file).replace(text, by));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The release's record with the highest revision. */
    Optional<ObjectNode> newestRecord() {
        return records().findFirst();
    }

    /** Highest revision first. */
    Stream<ObjectNode> records() {
        return cluster.list(Kind.SECRET, NAMESPACE).stream().filter(secret -> secret.path("type").asText().equals("helm.sh/release.v1"))
                .sorted(Comparator.comparingInt((ObjectNode record) -> record.at("/metadata/labels/version").asInt()).reversed());
    }

    boolean isPending() {
        return newestRecord().filter(record -> record.at("/metadata/labels/status").asText().startsWith("pending-")).isPresent();
    }

    @Override
    public void close() {
        bot.close();
        Stream.of(toSlack, toGitlab, toCluster).forEach(Line::close);
        world.close();
        cluster.close();
        try (Stream<Path> files = Files.walk(dir)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException left) {
            throw new UncheckedIOException(left);
        }
    }
}
