package dev.helmstuck.testing.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import dev.helmstuck.simulator.World;
import dev.helmstuck.simulator.gitlab.SimulatedJob;
import dev.helmstuck.simulator.slack.Message;
import dev.helmstuck.testing.cluster.Helm;
import dev.helmstuck.testing.cluster.NeedsRealCluster;
import dev.helmstuck.testing.cluster.RealCluster;
import dev.helmstuck.testing.cluster.RunningHelm;
import dev.helmstuck.testing.cluster.StuckRelease;
import dev.helmstuck.testing.drill.HelmRunner.HelmScript;
import io.fabric8.kubernetes.api.model.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * An incident from the command for a whole environment to a proven deploy: real Helm left the release stuck on a real API server, beside one
 * that is healthy and one that is not there, and the job that the bot reruns really runs Helm there.
 */
@NeedsRealCluster
class ProvenDeployTest {
    private static final Duration LONG = Duration.ofSeconds(90);
    private static final String YES = "white_check_mark";
    private static final String CI = "{ project: " + World.PROJECT
            + ", jobs: '^%s:(upgrade|auto-deploy)$', helmTimeout: 1h, atomic: true }";

    /** One for all tests: nobody changes it. */
    private static final class Healthy {
        private static final String NAMESPACE = StuckRelease.healthy(RealCluster.shared(), Helm.V4);
    }

    @TempDir
    Path dir;

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void over_socket_mode_with_helm_3_nothing_rolls_where_all_was_applied_before() {
        StuckRelease stuck = StuckRelease.lastWriteRefused(RealCluster.shared(), Helm.V3);
        try (HelmRunner runner = new HelmRunner(stuck, HelmScript.upgrade("--wait", "--timeout", "60s"));
                World world = world(stuck, runner, same -> same)) {
            rerun(world, unlock(world, stuck));
            Message last = ended(world, stuck);
            assertThat(last.text()).as(world.slack().transcript(World.CHANNEL))
                    .contains(World.TARGET + ": resolved", "Revision 2 is deployed", "helm status says deployed, revision 2",
                            "no change ended up deployed", "the workloads are settled",
                            "✓ the same deploy rolls none of these: Deployment/" + StuckRelease.WAITING)
                    .doesNotContain("✗");
            proven(world, stuck, 1);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void over_signed_http_with_helm_4_what_rolled_is_told_where_nothing_was_applied_before() {
        StuckRelease stuck = StuckRelease.killedInHook(RealCluster.shared(), Helm.V4).settle();
        try (HelmRunner runner = new HelmRunner(stuck, HelmScript.upgrade("--wait", "--timeout", "60s"));
                World world = world(stuck, runner, World::overHttp)) {
            rerun(world, unlock(world, stuck));
            Message last = ended(world, stuck);
            assertThat(last.text()).as(world.slack().transcript(World.CHANNEL))
                    .contains(World.TARGET + ": resolved", "Revision 2 is deployed", "the workloads are settled",
                            "Deployment " + StuckRelease.WAITING + " was changed", "pages:v18.6.0", "pages:v18.6.1", "1 of 1 pod is new")
                    .contains("✓ the same deploy rolls: Deployment/" + StuckRelease.WAITING).doesNotContain("✗", "no change ended up");
            proven(world, stuck, 1);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_rerun_whose_chart_does_not_render_is_no_deploy_and_leaves_helm_unlocked() {
        StuckRelease stuck = StuckRelease.lastWriteRefused(RealCluster.shared(), Helm.V4);
        try (HelmRunner runner = new HelmRunner(stuck, HelmScript.upgrade("--set", "gitlab.sidekiq=broken"));
                World world = world(stuck, runner, same -> same)) {
            rerun(world, unlock(world, stuck));
            Message last = ended(world, stuck);
            assertThat(last.text()).as(world.slack().transcript(World.CHANNEL))
                    .contains("has failed (script_failure)", "Helm is not locked").doesNotContain("resolved");
            assertThat(status(stuck)).contains("STATUS: deployed", "REVISION: 1");
            assertThat(retries(world)).hasSize(1);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_rerun_whose_helm_is_killed_is_diagnosed_anew_in_the_same_thread_and_rerun_to_its_end() {
        StuckRelease stuck = StuckRelease.lastWriteRefused(RealCluster.shared(), Helm.V3);
        String label = "rerun/" + stuck.namespace();
        RealCluster cluster = stuck.cluster();
        HelmScript killed = HelmScript
                .upgrade("--set", "gitlab.gitlab-pages.nodeSelector." + label + "=yes", "--wait", "--timeout", "600s", "--debug")
                .interrupted(helm -> killOnceItWaits(helm, cluster, label, stuck));
        try (HelmRunner runner = new HelmRunner(stuck, killed, HelmScript.upgrade("--wait", "--timeout", "60s"));
                World world = world(stuck, runner, same -> same)) {
            rerun(world, unlock(world, stuck));
            Message again = request(world, "request:", 2);
            assertThat(again.text()).contains("revision 2", "pending-upgrade", stuck.secretName(2));
            answer(world, again);
            rerun(world, request(world, "rerun:", 2));
            Message last = ended(world, stuck);
            assertThat(last.text()).as(world.slack().transcript(World.CHANNEL)).contains(World.TARGET + ": resolved",
                    "Revision 2 is deployed", "Deployment/" + StuckRelease.WAITING + " (another version").doesNotContain("✗");
            proven(world, stuck, 2);
        } finally {
            cluster.unlabelNode(label);
        }
    }

    /** Its pod finds a node afterwards, as an operator would see to it: half of a rollout would rightly be in the way. */
    private static void killOnceItWaits(RunningHelm helm, RealCluster cluster, String label, StuckRelease stuck) {
        helm.awaitOutput(StuckRelease.WAITS);
        helm.kill();
        cluster.labelNode(label, "yes");
        var unused = stuck.settle();
    }

    /** From the command to the delete, by two people; the request to rerun. */
    private static Message unlock(World world, StuckRelease stuck) {
        Secret record = stuck.secret(stuck.revision());
        world.start();
        world.slack().slash(World.ALICE, World.CHANNEL, "gprd");
        Message request = request(world, "request:", 1);
        board(world, "gprd, 3 targets: 1 waits for a second engineer, 1 is blocked, 1 is not stuck",
                World.TARGET + " is stuck at revision " + stuck.revision(), "gitlab-gone: blocked. ", "gitlab-fine is not stuck: ");
        assertThat(request.text()).contains(record.getMetadata().getUid(), record.getMetadata().getName());
        answer(world, request);
        Message rerun = request(world, "rerun:", 1);
        assertThat(stuck.secretIfThere(stuck.revision())).isEmpty();
        assertThat(retries(world)).isEmpty();
        return rerun;
    }

    /** What the one first message says of each target, once it says so. */
    private static void board(World world, String... words) {
        world.slack().await(LONG, () -> Stream.of(words).allMatch(roots(world).getFirst().text()::contains));
        assertThat(roots(world)).as(world.slack().transcript(World.CHANNEL)).singleElement()
                .satisfies(root -> assertThat(root.text()).contains(words));
    }

    private static List<Message> roots(World world) {
        return world.slack().messages(World.CHANNEL).stream().filter(message -> World.key(message).equals("root")).toList();
    }

    private static void rerun(World world, Message request) {
        SimulatedJob newest = newest(world);
        assertThat(request.text()).contains("Rerun " + World.DEPLOY + " #" + newest.id() + "?");
        List<String> before = retries(world);
        world.slack().react(World.ALICE, World.CHANNEL, request.ts(), YES);
        world.slack().awaitEphemeral(whisper -> whisper.user().equals(World.ALICE) && whisper.text().contains("second engineer"));
        assertThat(retries(world)).isEqualTo(before);
        answer(world, request);
        world.await(LONG, message -> World.key(message).startsWith("job:") && message.text().contains("is running"));
        assertThat(retries(world)).hasSize(before.size() + 1).last().asString().contains("/jobs/" + newest.id() + "/retry");
    }

    /** The second person's yes. */
    private static void answer(World world, Message request) {
        world.slack().react(World.BOB, World.CHANNEL, request.ts(), YES);
    }

    private static Message request(World world, String key, int number) {
        world.slack().await(LONG, () -> requests(world, key).size() >= number);
        assertThat(requests(world, key)).as(world.slack().transcript(World.CHANNEL)).hasSize(number);
        Message request = requests(world, key).getLast();
        assertThat(world.seeded(request)).isTrue();
        return request;
    }

    private static List<Message> requests(World world, String key) {
        return world.slack().messages(World.CHANNEL).stream().filter(message -> World.key(message).startsWith(key)).toList();
    }

    /** What the sweep says of it in the end, and Helm and GitLab say themselves. */
    private static void proven(World world, StuckRelease stuck, int reruns) {
        board(world, "gprd, 3 targets: 1 is blocked, 1 is resolved, 1 is not stuck", World.TARGET + ": resolved");
        assertThat(newest(world).status()).isEqualTo("success");
        assertThat(retries(world)).hasSize(reruns);
        assertThat(status(stuck)).contains("STATUS: deployed", "REVISION: 2");
        assertThat(stuck.cluster().helm(stuck.helm(), "history", stuck.release(), "-n", stuck.namespace()).succeeded().stdout())
                .doesNotContain("pending").contains("superseded").contains("deployed");
    }

    private static String status(StuckRelease stuck) {
        return stuck.cluster().helm(stuck.helm(), "status", stuck.release(), "-n", stuck.namespace()).succeeded().stdout();
    }

    private static SimulatedJob newest(World world) {
        return world.project().newest(World.DEPLOY).orElseThrow();
    }

    private static List<String> retries(World world) {
        return world.gitlab().requests().stream().filter(request -> request.startsWith("POST ")).toList();
    }

    /** The last message, once everything else says what it says in the end. */
    private static Message ended(World world, StuckRelease stuck) {
        Message last = world.await(LONG, Message::broadcast);
        boolean settled = world.settled(last);
        Kept.thread(world, "proven-" + stuck.helm() + "-" + stuck.namespace());
        assertThat(settled).as(world.slack().transcript(World.CHANNEL)).isTrue();
        assertThat(requests(world, "job:")).isNotEmpty().allSatisfy(job -> assertThat(job.text()).doesNotContain("is running"));
        return last;
    }

    private static String targets(StuckRelease stuck) {
        return """
                policy: { channels: ['^inc-'], approvers: { groups: [%1$s] }, deadline: 15m, sampleGap: 1s }
                targets:
                  %2$s: { environment: gprd, cluster: %3$s, namespace: %4$s, release: %5$s, ci: %7$s }
                  gitlab-fine: { environment: gprd, cluster: %3$s, namespace: %6$s, release: %5$s, ci: %8$s }
                  gitlab-gone: { environment: gprd, cluster: %3$s, namespace: t-gone, release: %5$s, ci: %8$s }
                """.formatted(World.SRE, World.TARGET, RealCluster.CONTEXT, stuck.namespace(), stuck.release(), Healthy.NAMESPACE,
                CI.formatted("gprd-cny"), CI.formatted("gprd"));
    }

    private World world(StuckRelease stuck, HelmRunner runner, UnaryOperator<World> mode) {
        World world = new World(dir, RealCluster.shared().kubeconfig(), RealCluster.CONTEXT, stuck.namespace(), stuck.release())
                .targets(targets(stuck));
        Instant created = Instant.parse(stuck.secret(stuck.revision()).getMetadata().getCreationTimestamp());
        var unused = world.culprit(created).failedAt(created.plusSeconds(1), "script_failure");
        world.project().runner(runner);
        return mode.apply(world.with("GITLAB_RERUN_TOKEN", world.gitlab().rerunToken()));
    }
}
