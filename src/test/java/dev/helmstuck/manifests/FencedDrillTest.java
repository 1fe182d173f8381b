package dev.helmstuck.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.SortedSet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.helmstuck.simulator.World;
import dev.helmstuck.simulator.slack.Message;
import dev.helmstuck.testing.cluster.Helm;
import dev.helmstuck.testing.cluster.NeedsRealCluster;
import dev.helmstuck.testing.cluster.RealCluster;
import dev.helmstuck.testing.cluster.StuckRelease;
import io.fabric8.kubernetes.api.model.Secret;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole drill, behind the shipped fence: the bot has the two shipped accounts, their Roles and the policy, and nothing else. */
@NeedsRealCluster
class FencedDrillTest {
    @TempDir
    Path dir;

    /** The other kind of record than the one whose permissions are counted below. */
    @Test
    void a_rollback_of_helm_4_that_was_killed_is_repaired_behind_the_fence() {
        drill(StuckRelease.atomicRollbackKilled(RealCluster.shared(), Helm.V4).settle());
    }

    @Tag("long")
    @ParameterizedTest
    @EnumSource(Helm.class)
    void a_release_whose_last_write_was_refused_is_repaired_behind_the_fence(Helm helm) {
        drill(StuckRelease.lastWriteRefused(RealCluster.shared(), helm));
    }

    @Tag("long")
    @ParameterizedTest
    @EnumSource(Helm.class)
    void a_release_whose_helm_was_killed_while_waiting_is_repaired_behind_the_fence(Helm helm) {
        drill(StuckRelease.killedWhileWaiting(RealCluster.shared(), helm).settle());
    }

    @Tag("long")
    @ParameterizedTest
    @EnumSource(Helm.class)
    void a_release_whose_atomic_rollback_was_killed_is_repaired_behind_the_fence(Helm helm) {
        drill(StuckRelease.atomicRollbackKilled(RealCluster.shared(), helm).settle());
    }

    /** A permission more than the job needs is as much a fault as one less. */
    @Test
    void the_roles_grant_exactly_the_verbs_that_a_check_a_remediation_and_a_restore_use() {
        StuckRelease stuck = StuckRelease.lastWriteRefused(RealCluster.shared(), Helm.V3);
        Secret record = stuck.secret(stuck.revision());
        Map<String, SortedSet<String>> granted = Rbac.granted(Fence.MANIFESTS.resolve("target/namespace/rbac.yaml"));
        assertThat(granted).containsOnlyKeys("helm-stuck-reader", "helm-stuck-deleter");
        try (FencedWorld fenced = new FencedWorld(dir, stuck)) {
            assertThat(Program.run(fenced.world(), "check", World.TARGET).exit()).isEqualTo(10);
            remediate(fenced, stuck);
            restore(fenced, stuck, record);
            assertThat(fenced.recorder().used(fenced.reader(), stuck.namespace())).isEqualTo(granted.get("helm-stuck-reader"));
            assertThat(fenced.recorder().used(fenced.deleter(), stuck.namespace())).isEqualTo(granted.get("helm-stuck-deleter"));
            // nothing outside the namespace but the nodes and the API server's health, which everybody may ask for
            assertThat(fenced.recorder().requests()).filteredOn(request -> !request.on().startsWith(stuck.namespace() + " "))
                    .extracting(Recorder.RecordedRequest::on).containsOnly("/readyz", "/api/v1/nodes");
            assertThat(Rbac.rules(Fence.MANIFESTS.resolve("target/nodes/rbac.yaml"))).extracting(JsonNode::toString)
                    .containsExactly("{\"apiGroups\":[\"\"],\"resources\":[\"nodes\"],\"verbs\":[\"list\"]}");
            assertThat(fenced.recorder().requests()).extracting(Recorder.RecordedRequest::code).doesNotContain(401, 403);
        }
    }

    @Test
    void a_further_namespace_of_a_release_needs_the_same_but_for_secrets_and_configmaps() {
        SortedSet<String> own = Rbac.granted(Fence.MANIFESTS.resolve("target/namespace/rbac.yaml")).get("helm-stuck-reader");
        own.removeIf(verb -> verb.endsWith("/secrets") || verb.endsWith("/configmaps"));
        assertThat(Rbac.granted(Fence.MANIFESTS.resolve("target/workloads/rbac.yaml"))).isEqualTo(Map.of("helm-stuck-workloads", own));
    }

    @Test
    void who_may_remove_copies_is_no_account_of_the_bot() {
        assertThat(Rbac.granted(Fence.MANIFESTS.resolve("target/copies/rbac.yaml"))).containsOnlyKeys("helm-stuck-copies");
        assertThat(Fence.MANIFESTS.resolve("target/copies/rbac.yaml")).content().doesNotContain("ServiceAccount", "system:");
    }

    @Test
    void no_role_holds_a_wildcard_or_a_verb_that_changes_what_is_there() {
        for (String role : new String[]{"target/namespace/rbac.yaml", "target/workloads/rbac.yaml", "target/nodes/rbac.yaml",
                "target/copies/rbac.yaml", "target/drill/rbac.yaml", "components/in-cluster/rbac.yaml"}) {
            for (JsonNode rule : Rbac.rules(Fence.MANIFESTS.resolve(role))) {
                assertThat(rule.toString()).as(role).doesNotContain("*", "update", "patch", "deletecollection", "escalate", "bind",
                        "watch");
            }
        }
    }

    private void drill(StuckRelease stuck) {
        Secret record = stuck.secret(stuck.revision());
        try (FencedWorld fenced = new FencedWorld(dir, stuck)) {
            remediate(fenced, stuck);
            restore(fenced, stuck, record);
        }
        assertThat(stuck.upgradeAgain().output()).contains(StuckRelease.LOCKED);
        stuck.cluster().client().secrets().inNamespace(stuck.namespace()).withName(stuck.secretName(stuck.revision())).delete();
        assertThat(stuck.upgradeAgain().succeeded().stdout()).contains("STATUS: deployed");
    }

    private static void remediate(FencedWorld fenced, StuckRelease stuck) {
        World world = fenced.world();
        world.start();
        world.slack().slash(World.ALICE, World.CHANNEL, World.TARGET);
        Message request = world.request();
        world.slack().react(World.BOB, World.CHANNEL, request.ts(), "white_check_mark");
        assertThat(world.last().text()).as(world.slack().transcript(World.CHANNEL)).contains(": Helm is unlocked. Next: ");
        assertThat(stuck.cluster().helm(stuck.helm(), "history", stuck.release(), "-n", stuck.namespace()).succeeded().stdout())
                .doesNotContain("pending");
        world.stop();
    }

    /** The same record again, and only what the API server itself keeps says from which copy it came. */
    private static void restore(FencedWorld fenced, StuckRelease stuck, Secret record) {
        Program.Ended restored = Program.run(fenced.world(), "restore", World.TARGET);
        assertThat(restored.exit()).as(restored.output()).isZero();
        Secret back = stuck.secret(stuck.revision());
        assertThat(back.getData()).isEqualTo(record.getData());
        assertThat(back.getType()).isEqualTo(record.getType());
        assertThat(back.getMetadata().getLabels()).isEqualTo(record.getMetadata().getLabels());
        assertThat(back.getMetadata().getAnnotations()).isEqualTo(record.getMetadata().getAnnotations());
        assertThat(back.getMetadata().getManagedFields()).singleElement().satisfies(entry -> assertThat(entry.getManager())
                .matches("helm-stuck[.]" + stuck.release() + "[.]v" + stuck.revision() + "[.][0-9a-f]{16}"));
    }
}
