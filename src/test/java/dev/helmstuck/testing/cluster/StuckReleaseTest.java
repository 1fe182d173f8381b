package dev.helmstuck.testing.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@NeedsRealCluster
class StuckReleaseTest {
    private static RealCluster cluster;

    @BeforeAll
    static void start() {
        cluster = RealCluster.shared();
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @EnumSource
    void aRefusedLastWriteLeavesAPendingUpgradeOverHealthyWorkloads(Helm helm) {
        StuckRelease stuck = StuckRelease.lastWriteRefused(cluster, helm);
        assertThat(stuck.revision()).isEqualTo(2);
        assertThat(stuck.statuses()).isEqualTo(Map.of(1, "deployed", 2, "pending-upgrade"));
        assertLocked(stuck);
        assertComplete(stuck, "v18.6.1");
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @EnumSource
    void aHelmKilledInItsWaitLeavesAPendingUpgradeWhoseWorkloadsSettleLater(Helm helm) {
        StuckRelease stuck = StuckRelease.killedWhileWaiting(cluster, helm);
        assertThat(stuck.statuses()).isEqualTo(Map.of(1, "deployed", 2, "pending-upgrade"));
        assertLocked(stuck);
        assertPassesTheRunbooksTwoConditionsWithOnePodUnavailable(waiting(stuck).getStatus());
        stuck.settle();
        assertComplete(stuck, "v18.6.1");
        assertLocked(stuck);
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @EnumSource
    void aHelmKilledInItsAtomicRollbackLeavesAPendingRollbackOverAFailedRevision(Helm helm) {
        StuckRelease stuck = StuckRelease.atomicRollbackKilled(cluster, helm);
        assertThat(stuck.revision()).isEqualTo(3);
        assertThat(stuck.statuses()).isEqualTo(Map.of(1, "deployed", 2, "failed", 3, "pending-rollback"));
        assertLocked(stuck);
        Await.until("the controller has seen that its pods are gone", Duration.ofSeconds(30),
                () -> waiting(stuck).getStatus().getAvailableReplicas() == null);
        stuck.settle();
        assertComplete(stuck, "v18.6.0");
        assertLocked(stuck);
    }

    private static void assertPassesTheRunbooksTwoConditionsWithOnePodUnavailable(DeploymentStatus status) {
        assertThat(status.getConditions()).extracting(DeploymentCondition::getType, DeploymentCondition::getStatus)
                .containsExactlyInAnyOrder(tuple("Available", "True"),
                        tuple("Progressing", "True"));
        assertThat(status.getReplicas()).isEqualTo(2);
        assertThat(status.getUpdatedReplicas()).isEqualTo(1);
        assertThat(status.getAvailableReplicas()).isEqualTo(1);
        assertThat(status.getUnavailableReplicas()).isEqualTo(1);
    }

    private static void assertLocked(StuckRelease stuck) {
        SortedMap<Integer, String> records = new TreeMap<>();
        for (Secret secret : cluster.client().secrets().inNamespace(stuck.namespace()).withLabel("owner", "helm").list().getItems()) {
            var labels = secret.getMetadata().getLabels();
            records.put(Integer.valueOf(labels.get("version")), labels.get("status"));
        }
        assertThat(records).isEqualTo(stuck.statuses());
        Ran upgrade = stuck.upgradeAgain();
        assertThat(upgrade.exit()).isEqualTo(1);
        assertThat(upgrade.stderr()).contains("Error: UPGRADE FAILED: " + StuckRelease.LOCKED);
    }

    private static void assertComplete(StuckRelease stuck, String tag) {
        var deployments = cluster.client().apps().deployments().inNamespace(stuck.namespace()).list().getItems();
        assertThat(deployments).hasSize(4).allSatisfy(deployment -> {
            assertThat(deployment.getSpec().getTemplate().getSpec().getContainers().getFirst().getImage()).endsWith(":" + tag);
            DeploymentStatus status = deployment.getStatus();
            assertThat(status.getObservedGeneration()).isEqualTo(deployment.getMetadata().getGeneration());
            assertThat(status.getReplicas()).isEqualTo(deployment.getSpec().getReplicas());
            assertThat(status.getUpdatedReplicas()).isEqualTo(status.getReplicas());
            assertThat(status.getAvailableReplicas()).isEqualTo(status.getReplicas());
            assertThat(status.getConditions()).allMatch(condition -> "True".equals(condition.getStatus()));
        });
    }

    private static Deployment waiting(StuckRelease stuck) {
        return cluster.client().apps().deployments().inNamespace(stuck.namespace()).withName(StuckRelease.WAITING).require();
    }
}
