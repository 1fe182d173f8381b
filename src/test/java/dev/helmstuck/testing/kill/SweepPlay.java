package dev.helmstuck.testing.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import dev.helmstuck.ports.Remediations.AuditRow;
import dev.helmstuck.remediation.Outcome;
import dev.helmstuck.simulator.World;
import dev.helmstuck.simulator.kubernetes.ApiRequest;
import dev.helmstuck.simulator.kubernetes.ClusterSimulator;
import dev.helmstuck.simulator.kubernetes.Kind;
import dev.helmstuck.simulator.slack.Message;
import dev.helmstuck.testing.CopiedRelease;
import dev.helmstuck.testing.cluster.Await;
import dev.helmstuck.testing.kill.KillPlay.KillFault;
import dev.helmstuck.testing.kill.KillPlay.KillPlayed;

/** One sweep over four targets, from the command to the last line, whose bot is killed at a fault point and started again on its store. */
final class SweepPlay implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Duration DRAINED = Duration.ofSeconds(20);
    private static final String BACKUP = "helm-stuck/release-backup.v1";
    private static final List<String> STUCK = List.of("gitlab-cny", "gitlab-two");
    private static final String TARGETS = """
            policy: { channels: ['^inc-'], approvers: { groups: [S0SRE] }, deadline: 15m, sampleGap: 1s }
            ci: { project: %s, jobs: '^gprd-cny:(upgrade|auto-deploy)$', helmTimeout: 1h, atomic: true }
            targets:
              gitlab-cny: { environment: gprd, cluster: gprd-gitlab-gke, namespace: gitlab-cny, release: gitlab-cny }
              gitlab-empty: { environment: gprd, cluster: gprd-gitlab-gke, namespace: nothing-here, release: gitlab-cny }
              gitlab-fine: { environment: gprd, cluster: gprd-gitlab-gke, namespace: gitlab-fine, release: gitlab-cny }
              gitlab-two: { environment: gprd, cluster: gprd-gitlab-gke, namespace: gitlab-two, release: gitlab-cny }
            """.formatted(World.PROJECT);

    private final KillFault fault;
    private final ClusterSimulator cluster = ClusterSimulator.start(Clock.systemUTC());
    private final World world;
    private final Scene scene;

    private SweepPlay(Path dir, KillFault fault) {
        this.fault = fault;
        world = Scene.stuck(dir, cluster).targets(TARGETS);
        scene = new Scene(world);
        CopiedRelease.into(cluster, "gitlab-two", true);
        CopiedRelease.into(cluster, "gitlab-fine", false);
    }

    static KillPlayed play(Path dir, KillFault fault) {
        try (SweepPlay play = new SweepPlay(Files.createDirectories(dir), fault)) {
            return play.play();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private KillPlayed play() {
        long began = System.nanoTime();
        try (BotProcess first = BotProcess.start(world, "first", fault.point(), Duration.ZERO)) {
            live(first);
            if (!fault.point().isEmpty()) world.slack().await(Duration.ofSeconds(2), first::dead);
            boolean struck = first.dead();
            if (struck) {
                try (BotProcess second = BotProcess.start(world, "second", "", KillPlay.LATER)) {
                    live(second);
                    assertThat(second.stop(DRAINED)).as(second.log()).isZero();
                }
            } else {
                assertThat(first.stop(DRAINED)).as(first.log()).isZero();
            }
            assertEnd();
            return new KillPlayed(fault, struck, deletes().size(), 0, copies().size(), Outcome.UNLOCKED, last().size(),
                    Duration.ofNanos(System.nanoTime() - began), first.passed(), List.of());
        } catch (AssertionError failed) {
            throw new AssertionError(fault + ": " + failed.getMessage() + "\n" + scene.transcript() + "\n" + world.audit(), failed);
        }
    }

    /** Alice asks, and Bob says yes to each request, until all is told or the bot is dead. */
    private void live(BotProcess bot) {
        Await.until("the bot's connection", PATIENCE, () -> bot.dead() || world.slack().connections().open() == 1);
        // the person types it again if the bot died before the command was written down
        if (!bot.dead() && rows("command").isEmpty()) {
            var unused = world.slack().slash(World.ALICE, World.CHANNEL, "gprd");
        }
        Await.until("the end", PATIENCE, () -> {
            if (bot.dead() || told()) return true;
            scene.requests().stream().filter(scene::isUnanswered)
                    .forEach(request -> world.slack().react(World.BOB, World.CHANNEL, request.ts(), "white_check_mark"));
            return false;
        });
    }

    private boolean told() {
        return rows("end").size() == 4 && world.read("SELECT id FROM sweep WHERE is_open = 1").isEmpty();
    }

    private List<AuditRow> rows(String action) {
        return world.audit().stream().filter(row -> row.action().equals(action)).toList();
    }

    private List<ApiRequest> deletes() {
        return cluster.requests().stream().filter(ApiRequest.realDelete(Kind.SECRET)).toList();
    }

    private List<String> copies() {
        return STUCK.stream().flatMap(namespace -> cluster.list(Kind.SECRET, namespace).stream())
                .filter(secret -> secret.path("type").asText().equals(BACKUP)).map(secret -> secret.at("/metadata/namespace").asText())
                .toList();
    }

    private Stream<Message> of(String key) {
        return scene.messages().stream().filter(message -> World.key(message).startsWith(key));
    }

    private List<Message> last() {
        return of("last").toList();
    }

    private void assertEnd() {
        assertThat(rows("command")).as("each target is opened once").hasSize(4);
        assertThat(scene.roots()).as("first messages").singleElement().satisfies(root -> assertThat(root.text()).contains(
                "gprd, 4 targets: 1 is blocked, 2 are unlocked, their deploys not proven, 1 is not stuck", "gitlab-cny: Helm is unlocked",
                "gitlab-two: Helm is unlocked", "gitlab-empty: blocked", "gitlab-fine is not stuck", "how it ended"));
        String root = scene.roots().getFirst().ts();
        assertThat(of("request:").toList()).as("requests").hasSize(2).allSatisfy(request -> assertThat(request.text())
                .contains("Request closed"));
        assertThat(last()).as("last messages").hasSize(3).allSatisfy(last -> assertThat(last.thread()).contains(root));
        assertThat(scene.broadcasts()).as("shown in the channel").hasSize(2);
        assertThat(of("").map(message -> World.remediation(message) + World.key(message)).filter(key -> !key.isEmpty()))
                .as("each message once").doesNotHaveDuplicates();
        assertThat(deletes().stream().map(ApiRequest::namespace)).as("deletes").containsExactlyInAnyOrderElementsOf(STUCK);
        assertThat(copies()).as("copies").containsExactlyInAnyOrderElementsOf(STUCK);
        assertThat(rows("approval").stream().map(AuditRow::remediation).distinct()).as("approved").hasSize(2);
    }

    @Override
    public void close() {
        world.close();
        cluster.close();
    }
}
