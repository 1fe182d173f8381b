package dev.helmstuck.testing.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import dev.helmstuck.cli.HelmStuckCommand;
import dev.helmstuck.runbook.Formats;
import dev.helmstuck.simulator.World;
import dev.helmstuck.simulator.gitlab.SimulatedJob;
import dev.helmstuck.testing.cluster.Await;
import dev.helmstuck.testing.cluster.Helm;
import dev.helmstuck.testing.cluster.LivingHelm;
import dev.helmstuck.testing.cluster.NeedsRealCluster;
import dev.helmstuck.testing.cluster.RealCluster;
import dev.helmstuck.testing.cluster.StuckRelease;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** While a real Helm lives nothing is deleted, whatever GitLab says of its job and however settled everything looks. */
@NeedsRealCluster
class LivingHelmTest {
    private static final int NOT_STUCK = 0;
    private static final int MAY_BE_DELETED = 10;
    private static final int BLOCKED = 11;
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final String LAST_WORDS = """
            Error: UPGRADE FAILED: context canceled
            Cleaning up project directory and file based variables
            ERROR: Job failed: canceled
            """;

    @TempDir
    Path dir;

    private record Checked(int exit, String output) {}

    /** Helm's time limit bounds each of its waits: the hook, then the wait for the address, and the run takes longer than the limit. */
    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @EnumSource(Helm.class)
    void a_helm_that_has_waited_longer_than_its_time_limit_is_not_taken_for_dead(Helm helm) {
        Duration limit = Duration.ofSeconds(20);
        try (LivingHelm living = LivingHelm.inHook(RealCluster.shared(), helm, limit); World world = world(living, "20s", "")) {
            SimulatedJob job = job(world, living.created().minusSeconds(10));
            job.failedAt(living.created().plusSeconds(3), "runner_system_failure");
            Await.until("the hook has taken most of its limit", LONG, () -> Instant.now().isAfter(living.created().plusSeconds(15)));
            living.endHook();
            Await.until("more than the limit has passed", LONG, () -> Instant.now().isAfter(living.created().plus(limit).plusSeconds(1)));
            Checked meanwhile = check(world);
            assertThat(living.alive()).as("Helm lives longer than its limit\n" + living.running().output()).isTrue();
            assertThat(meanwhile.exit()).as(meanwhile.output()).isEqualTo(BLOCKED);
            assertThat(meanwhile.output()).contains("it may live until " + Formats.moment(living.created().plusSeconds(80)))
                    .contains("helmTimeout 20s × (3 × 1 hook + 1)");
            living.awaitEnd();
            assertThat(living.status()).as("its last write").isEqualTo("failed");
            assertThat(check(world).exit()).isEqualTo(NOT_STUCK);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_helm_that_was_killed_is_dead_once_all_its_waits_can_be_over() {
        try (LivingHelm living = LivingHelm.inHook(RealCluster.shared(), Helm.V3, LONG); World world = world(living, "5s", "")) {
            job(world, living.created().minusSeconds(10)).failedAt(living.created().plusSeconds(1), "runner_system_failure");
            living.endHook();
            living.kill();
            Instant end = living.created().plusSeconds(20);
            if (Instant.now().isBefore(end.minusSeconds(8))) assertThat(check(world).exit()).isEqualTo(BLOCKED);
            Await.until("the time has passed", LONG, () -> Instant.now().isAfter(end));
            Checked later = check(world);
            assertThat(later.exit()).as(later.output()).isEqualTo(MAY_BE_DELETED);
            assertThat(later.output()).contains("but no Helm of this target can still live");
        }
    }

    /** The runner learns late or not at all of a cancel, and ends only its own children. */
    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @EnumSource(Helm.class)
    void a_helm_whose_job_was_canceled_is_not_taken_for_dead(Helm helm) {
        RealCluster cluster = RealCluster.shared();
        String runners = cluster.namespace();
        try (LivingHelm living = LivingHelm.waiting(cluster, helm, LONG);
                World world = world(living, "1h", "runnerPods: { cluster: " + RealCluster.CONTEXT + ", namespace: " + runners + " }")) {
            SimulatedJob job = job(world, living.created().minusSeconds(10)).canceledAt(living.created().plusSeconds(1));
            job.onlyLog("Preparing the \"shell\" executor\nstill working\n");
            Checked byNothing = check(world);
            assertThat(byNothing.exit()).as(byNothing.output()).isEqualTo(BLOCKED);
            assertThat(byNothing.output()).contains("\"canceled\" does not prove that its Helm has ended").contains("by the executor shell")
                    .contains("its log breaks off without the runner's closing line");

            cluster.kubectl("run", "runner-x", "--image=x", "-n", runners, "--annotations=job.runner.gitlab.com/id=" + job.id())
                    .succeeded();
            Checked byPod = check(world);
            assertThat(byPod.exit()).as(byPod.output()).isEqualTo(BLOCKED);
            assertThat(byPod.output()).contains("its pod runner-x is still there");
            assertThat(living.alive()).isTrue();

            living.kill();
            cluster.kubectl("delete", "pod", "runner-x", "-n", runners).succeeded();
            job.onlyLog(LAST_WORDS);
            Checked dead = check(world);
            assertThat(dead.exit()).as(dead.output()).isEqualTo(MAY_BE_DELETED);
            assertThat(dead.output()).contains("its log ends with Helm's own error and the runner's closing line");
        }
    }

    /** The next deploy runs into a lock that is somebody else's. */
    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @EnumSource(Helm.class)
    void a_helm_that_was_started_by_hand_is_not_taken_for_the_job_that_met_its_lock(Helm helm) {
        try (LivingHelm living = LivingHelm.waiting(RealCluster.shared(), helm, LONG); World world = world(living, "1h", "")) {
            job(world, living.created().plusSeconds(45)).failedAt(living.created().plusSeconds(47), "script_failure");
            Checked after = check(world);
            assertThat(after.exit()).as(after.output()).isEqualTo(BLOCKED);
            assertThat(after.output()).contains("No CI job is known to have written it")
                    .contains("it started 45s after the record was written and wrote it only if clocks differ, which proves nothing");

            // one that had begun before, and came to its own Helm only when the record was there
            job(world, living.created().minusSeconds(60)).failedAt(living.created().plusSeconds(5), "script_failure")
                    .onlyLog("Error: UPGRADE FAILED: " + StuckRelease.LOCKED + "\nERROR: Job failed: exit code 1\n");
            Checked before = check(world);
            assertThat(before.exit()).as(before.output()).isEqualTo(BLOCKED);
            assertThat(before.output()).contains("No CI job is known to have written it").contains("so it did not write this one");
            assertThat(living.alive()).isTrue();
        }
    }

    private static SimulatedJob job(World world, Instant started) {
        return world.project().job(World.DEPLOY).by("deployer").pipeline(7001).createdAt(started.minusSeconds(5)).startedAt(started);
    }

    private World world(LivingHelm living, String limit, String more) {
        World world = new World(dir, RealCluster.shared().kubeconfig(), RealCluster.CONTEXT, living.namespace(), StuckRelease.NAME,
                Clock.systemUTC());
        String targets = world.targets();
        String usual = "helmTimeout: 1h\n";
        if (!targets.contains(usual)) throw new AssertionError(targets);
        return world.targets(targets.replace(usual, "helmTimeout: " + limit + "\n" + (more.isEmpty() ? "" : " ".repeat(6) + more + "\n"))
                .replace("atomic: true", "atomic: false"));
    }

    private static Checked check(World world) {
        StringWriter printed = new StringWriter();
        int exit = HelmStuckCommand.line(world.environment(), world.dir()).setOut(new PrintWriter(printed)).execute("check", World.TARGET);
        return new Checked(exit, printed.toString().replaceAll("\\s+", " "));
    }
}
