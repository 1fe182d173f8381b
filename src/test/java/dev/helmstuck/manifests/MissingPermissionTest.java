package dev.helmstuck.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;

import dev.helmstuck.simulator.World;
import dev.helmstuck.testing.cluster.Await;
import dev.helmstuck.testing.cluster.Helm;
import dev.helmstuck.testing.cluster.NeedsRealCluster;
import dev.helmstuck.testing.cluster.RealCluster;
import dev.helmstuck.testing.cluster.StuckRelease;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Where a Role lacks something, the finding says what, for whom, and the line to add; nothing is taken for fine. */
@NeedsRealCluster
class MissingPermissionTest {
    @TempDir
    Path dir;

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_finding_names_verb_resource_namespace_account_and_the_line_to_add() {
        StuckRelease stuck = StuckRelease.lastWriteRefused(RealCluster.shared(), Helm.V3);
        try (FencedWorld fenced = new FencedWorld(dir, stuck)) {
            without(stuck, "helm-stuck-reader",
                    "[{\"apiGroups\": [\"\"], \"resources\": [\"secrets\", \"configmaps\"], \"verbs\": [\"get\", \"list\"]}]");
            Await.until("the reader may not look at Deployments", Duration.ofSeconds(30), () -> fenced.reader()
                    .get("/apis/apps/v1/namespaces/" + stuck.namespace() + "/deployments").code() == 403);
            Program.Ended check = Program.run(fenced.world(), "check", World.TARGET);
            assertThat(check.exit()).as(check.output()).isEqualTo(11);
            assertThat(flat(check.output())).contains("User \"" + fenced.reader().user() + "\" cannot list resource \"deployments\"")
                    .contains("in the namespace \"" + stuck.namespace() + "\"")
                    .contains("add to its Role: - {apiGroups: [\"apps\"], resources: [\"deployments\"], verbs: [\"list\"]}");
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_delete_that_rbac_forbids_is_found_before_anybody_is_asked_with_the_line_to_add() {
        StuckRelease stuck = StuckRelease.lastWriteRefused(RealCluster.shared(), Helm.V3);
        try (FencedWorld fenced = new FencedWorld(dir, stuck)) {
            without(stuck, "helm-stuck-deleter", "[{\"apiGroups\": [\"\"], \"resources\": [\"secrets\"], \"verbs\": [\"create\"]}]");
            Await.until("the deleter may not delete", Duration.ofSeconds(30), () -> fenced.deleter()
                    .delete("/api/v1/namespaces/" + stuck.namespace() + "/secrets/none", "{}").code() == 403);
            Program.Ended check = Program.run(fenced.world(), "check", World.TARGET);
            assertThat(check.exit()).as(check.output()).isEqualTo(11);
            assertThat(flat(check.output())).contains("User \"" + fenced.deleter().user() + "\" cannot delete resource \"secrets\"")
                    .contains("add to its Role: - {apiGroups: [\"\"], resources: [\"secrets\"], verbs: [\"delete\"]}");
        }
    }

    private static void without(StuckRelease stuck, String role, String rules) {
        stuck.cluster().kubectl("patch", "role", role, "-n", stuck.namespace(), "--type=merge", "-p", "{\"rules\": " + rules + "}")
                .succeeded();
    }

    /** Without the line breaks of the terminal. */
    private static String flat(String output) {
        return output.replaceAll("\\s+", " ");
    }
}
