package dev.helmstuck.simulator.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;

import com.fasterxml.jackson.databind.JsonNode;
import dev.helmstuck.testing.Canary;
import dev.helmstuck.testing.cluster.Helm;
import dev.helmstuck.testing.cluster.NeedsRealCluster;
import dev.helmstuck.testing.cluster.Payload;
import dev.helmstuck.testing.cluster.Ran;
import dev.helmstuck.testing.cluster.RealCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RecordedReleasesTest {
    @ParameterizedTest
    @CsvSource({"deployed, 2", "superseded, 1", "failed, 2", "pending-upgrade, 2", "pending-rollback, 3", "pending-install, 1",
            "uninstalled, 2"})
    void eachStatusWasWrittenByBothHelms(String status, int revision) throws IOException {
        for (String helm : new String[]{"helm3", "helm4"}) {
            JsonNode secret = read("/records/" + helm + "-" + status + ".json");
            assertThat(secret.path("type").asText()).isEqualTo("helm.sh/release.v1");
            assertThat(secret.at("/metadata/labels/status").asText()).isEqualTo(status);
            JsonNode release = Json.parse(Payload.decode(secret.at("/data/release").asText()));
            assertThat(release.at("/info/status").asText()).isEqualTo(status);
            assertThat(release.path("version").asInt()).isEqualTo(revision);
            assertThat(release.path("apply_method").asText()).isEqualTo(helm.equals("helm4") ? "ssa" : "");
        }
    }

    @ParameterizedTest
    @EnumSource
    @NeedsRealCluster
    void realHelmReadsTheMovedRecordsFromTheSimulatedCluster(Helm helm, @TempDir Path folder) {
        RealCluster programs = RealCluster.shared();
        try (ClusterSimulator cluster = ClusterSimulator.start(Clock.systemUTC())) {
            cluster.load("/records/gitlab-cny.json", Instant.parse("2027-01-01T10:00:00Z"));
            Path kubeconfig = cluster.kubeconfig(folder, "simulated");
            Ran history = programs.helm(helm, kubeconfig, "history", "gitlab-cny", "-n", "gitlab-cny").succeeded();
            assertThat(history.stdout()).contains("1233", "1234", "pending-upgrade", "Fri Jan  1 10:00:00 2027");
            Ran kubectl = programs.kubectl("--kubeconfig", kubeconfig.toString(), "delete", "secret", "-n", "gitlab-cny", "--wait=false",
                    "sh.helm.release.v1.gitlab-cny.v1234").succeeded();
            assertThat(kubectl.stdout()).contains("deleted");
            Ran status = programs.helm(helm, kubeconfig, "list", "-n", "gitlab-cny", "--output", "json").succeeded();
            assertThat(status.stdout()).contains("\"revision\":\"1233\"", "\"status\":\"deployed\"", "gitlab-9.5.1");
        }
    }

    @Test
    void theSecretsOfTheChartCarryTheCanaryThatNothingMayShow() throws IOException {
        JsonNode list = read("/records/gitlab-cny.json");
        long records = list.path("items").findValuesAsText("release").stream().filter(release -> release.length() > 100)
                .filter(release -> Payload.decode(release).contains(Canary.VALUE)).count();
        assertThat(records).isEqualTo(2);
    }

    private static JsonNode read(String resource) throws IOException {
        try (InputStream stream = RecordedReleasesTest.class.getResourceAsStream(resource)) {
            return Json.MAPPER.readTree(stream);
        }
    }
}
