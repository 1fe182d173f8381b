package dev.helmstuck.testing.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

import dev.helmstuck.cli.HelmStuckCommand;
import dev.helmstuck.simulator.World;
import dev.helmstuck.simulator.slack.Message;
import dev.helmstuck.testing.cluster.Helm;
import dev.helmstuck.testing.cluster.NeedsRealCluster;
import dev.helmstuck.testing.cluster.RealCluster;
import dev.helmstuck.testing.cluster.StuckRelease;
import io.fabric8.kubernetes.api.model.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole job on a real API server with releases that real Helm 3 and Helm 4 left stuck. */
@NeedsRealCluster
class DrillTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path dir;

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @EnumSource(Helm.class)
    void a_release_whose_last_write_was_refused_is_repaired(Helm helm) {
        repaired(StuckRelease.lastWriteRefused(RealCluster.shared(), helm), false);
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @EnumSource(Helm.class)
    void a_release_whose_helm_was_killed_while_waiting_is_repaired_once_the_workloads_settled(Helm helm) {
        repaired(StuckRelease.killedWhileWaiting(RealCluster.shared(), helm).settle(), false);
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @EnumSource(Helm.class)
    void a_release_whose_atomic_rollback_was_killed_is_repaired_and_two_people_put_its_record_back(Helm helm) {
        repaired(StuckRelease.atomicRollbackKilled(RealCluster.shared(), helm).settle(), true);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_half_done_rollout_blocks_although_available_and_progressing_are_both_true() {
        StuckRelease stuck = StuckRelease.halfDoneRollout(RealCluster.shared(), Helm.V3);
        try (World world = world(stuck)) {
            world.start();
            world.slack().slash(World.ALICE, World.CHANNEL, World.TARGET);
            Message last = world.last();
            assertThat(last.text()).contains("nothing deleted: ", "workloads are not settled").contains(StuckRelease.WAITING);
            assertThat(stuck.secret(stuck.revision())).isNotNull();
        }
    }

    /** @param fromSlack where the record is put back in the end: in the channel, or on a terminal */
    private void repaired(StuckRelease stuck, boolean fromSlack) {
        Secret record = stuck.secret(stuck.revision());
        String uid = record.getMetadata().getUid();
        try (World world = world(stuck)) {
            world.start();
            world.slack().slash(World.ALICE, World.CHANNEL, World.TARGET);
            Message request = world.request();
            assertThat(request.text()).contains(uid).contains(stuck.secretName(stuck.revision()));
            world.slack().react(World.ALICE, World.CHANNEL, request.ts(), "white_check_mark");
            world.slack().awaitEphemeral(whisper -> whisper.user().equals(World.ALICE) && whisper.text().contains("second engineer"));
            assertThat(stuck.secret(stuck.revision()).getMetadata().getUid()).isEqualTo(uid);
            world.slack().react(World.BOB, World.CHANNEL, request.ts(), "white_check_mark");
            Message last = world.last();
            Kept.thread(world, stuck.helm() + "-" + stuck.statuses().get(stuck.revision()) + "-" + stuck.namespace());
            assertThat(last.text()).as(world.slack().transcript(World.CHANNEL)).contains(": Helm is unlocked. Next: ");
            helmAgrees(stuck);
            if (fromSlack) putBackFromSlack(world, stuck, request);
        }
        if (!fromSlack) putBackOnTerminal(stuck, record);
        identical(stuck.secret(stuck.revision()), record);
        lockedAgain(stuck);
    }

    /** By somebody else's yes alone, in a thread of its own. */
    private static void putBackFromSlack(World world, StuckRelease stuck, Message unlocked) {
        assertThat(world.settled(unlocked)).isTrue();
        world.slack().slash(World.ALICE, World.CHANNEL, "restore " + World.TARGET);
        Message request = world.await(LONG, message -> World.key(message).startsWith("restore:"));
        assertThat(world.seeded(request)).isTrue();
        assertThat(request.text()).contains("Put the record of revision " + stuck.revision(), stuck.secretName(stuck.revision()));
        world.slack().react(World.ALICE, World.CHANNEL, request.ts(), "white_check_mark");
        world.slack().awaitEphemeral(whisper -> whisper.user().equals(World.ALICE) && request.thread().equals(whisper.thread())
                && whisper.text().contains("second engineer"));
        assertThat(stuck.secretIfThere(stuck.revision())).isEmpty();
        world.slack().react(World.BOB, World.CHANNEL, request.ts(), "white_check_mark");
        Message last = world.await(LONG, message -> message.broadcast() && message.thread().equals(request.thread()));
        assertThat(last.text()).as(world.slack().transcript(World.CHANNEL))
                .contains("the record of revision " + stuck.revision() + " is back");
        assertThat(world.settled(request)).isTrue();
        Kept.thread(world, "restored-" + stuck.helm() + "-" + stuck.namespace());
    }

    /** What real Helm says afterwards: the revision below, no lock, and the next deploy of the same change goes through. */
    private static void helmAgrees(StuckRelease stuck) {
        RealCluster cluster = stuck.cluster();
        String left = Integer.toString(stuck.revision() - 1);
        String status = stuck.statuses().get(stuck.revision() - 1);
        assertThat(cluster.helm(stuck.helm(), "status", stuck.release(), "-n", stuck.namespace()).succeeded().stdout())
                .contains("STATUS: " + status).contains("REVISION: " + left);
        String[] list = stuck.helm() == Helm.V3
                ? new String[]{"list", "--all", "-n", stuck.namespace()}
                : new String[]{"list", "-n", stuck.namespace()};
        assertThat(cluster.helm(stuck.helm(), list).succeeded().stdout()).contains(stuck.release()).contains(status);
        assertThat(cluster.helm(stuck.helm(), "history", stuck.release(), "-n", stuck.namespace()).succeeded().stdout())
                .doesNotContain("pending");
    }

    /** Which is refused while it is there. */
    private void putBackOnTerminal(StuckRelease stuck, Secret record) {
        try (World world = world(stuck, record)) {
            assertThat(restore(world)).isEqualTo(0);
            assertThat(restore(world)).isEqualTo(1);
        }
    }

    private static void identical(Secret back, Secret record) {
        assertThat(back.getData()).isEqualTo(record.getData());
        assertThat(back.getType()).isEqualTo(record.getType());
        assertThat(back.getMetadata().getLabels()).isEqualTo(record.getMetadata().getLabels());
    }

    /** Helm is, and after a second delete the next upgrade succeeds. */
    private static void lockedAgain(StuckRelease stuck) {
        assertThat(stuck.upgradeAgain().output()).contains(StuckRelease.LOCKED);
        stuck.cluster().client().secrets().inNamespace(stuck.namespace()).withName(stuck.secretName(stuck.revision())).delete();
        assertThat(stuck.upgradeAgain().succeeded().stdout()).contains("STATUS: deployed");
    }

    private static int restore(World world) {
        return HelmStuckCommand.run(world.environment(), world.dir(), "restore", World.TARGET);
    }

    private World world(StuckRelease stuck) {
        return world(stuck, stuck.secret(stuck.revision()));
    }

    private World world(StuckRelease stuck, Secret record) {
        World world = new World(dir, RealCluster.shared().kubeconfig(), RealCluster.CONTEXT, stuck.namespace(), stuck.release());
        world.culprit(Instant.parse(record.getMetadata().getCreationTimestamp()));
        return world;
    }
}
