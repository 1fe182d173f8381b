package dev.helmstuck.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;

import dev.helmstuck.testing.cluster.Await;
import dev.helmstuck.testing.cluster.NeedsRealCluster;
import dev.helmstuck.testing.cluster.RealCluster;
import org.junit.jupiter.api.Test;

/** The shipped Roles are enough for a whole forecast, and what is taken out of them is named. */
@NeedsRealCluster
class ForecastRolesTest {
    private static final String BOT = "helm-stuck";
    private static final String READER = "helm-stuck-reader";

    @Test
    void with_the_shipped_roles_everything_is_told_and_without_them_what_is_missing_is_named_with_the_line_of_a_role() {
        RealCluster cluster = RealCluster.shared();
        ForecastStage stage = new ForecastStage(cluster, Flavour.HELM_3, JudgedChart.SMALL).installs("tag=1")
                .attempts("tag=2", "full=true")
                .killedAt(Way.writes(), "upgrade");
        cluster.kubectl("apply", "-k", "manifests/target/cluster").succeeded();
        cluster.kubectl("apply", "-n", stage.namespace(), "-k", "manifests/target/namespace").succeeded();
        Path reader = cluster.kubeconfigFor(BOT, READER, READER);
        await(cluster, stage, "secrets");
        Forecast partly = stage.foretell(reader, READER);
        assertThat(partly.unknown()).anyMatch(one -> one.line().contains("ifRepeated.reallyChanges") && one.why().contains("Service/web")
                && one.why().contains("- {apiGroups: [\"\"], resources: [\"services\"], verbs: [\"list\"]}"));
        assertThat(partly.ifRepeated().reallyChanges().complete()).isFalse();
        assertThat(partly.ifRepeated().reallyChanges().known()).doesNotContain("Service/web").contains("Deployment/web");
        assertThat(partly.ifRepeated().rolls().complete()).as("the workloads may be read").isTrue();
        assertThat(partly.died().couldBe()).containsExactly(Moment.BEFORE_APPLYING);

        cluster.kubectl("apply", "-n", stage.namespace(), "-k", "manifests/target/forecast").succeeded();
        await(cluster, stage, "services");
        Forecast whole = stage.foretell(reader, READER);
        assertThat(whole.unknown()).isEmpty();
        assertThat(whole.ifRepeated().reallyChanges()).isEqualTo(stage.foretell().ifRepeated().reallyChanges());
    }

    private static void await(RealCluster cluster, ForecastStage stage, String what) {
        Await.until("the Role is in force", Duration.ofSeconds(30),
                () -> cluster.kubectl("auth", "can-i", "list", what, "-n", stage.namespace(),
                        "--as=system:serviceaccount:" + BOT + ":" + READER).exit() == 0);
    }
}
