package dev.helmstuck.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;

import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.simulator.kubernetes.ApiRequest;
import dev.helmstuck.simulator.kubernetes.ClusterSimulator;
import dev.helmstuck.simulator.kubernetes.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract on the simulated cluster, and what was asked of it. */
final class SimulatedJobPodsTest extends JobPodsContract {
    @TempDir
    Path dir;
    private SimulatedPlace simulated;
    private ClusterSimulator simulator;

    @Override
    Place place() {
        simulated = new SimulatedPlace(dir);
        simulator = simulated.simulator();
        return simulated;
    }

    @BeforeEach
    void withANode() {
        simulator.put("""
                {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "node-1"},
                 "status": {"conditions": [{"type": "Ready", "status": "True"}]}}""");
    }

    @AfterEach
    void stop() {
        simulated.close();
    }

    @Test
    void only_metadata_of_pods_is_asked_for_in_one_list() {
        put("runner-x-project-7-concurrent-0-aaa", job("15000001"));
        cluster.runnerPods(runners);
        assertThat(simulator.requests()).filteredOn(request -> request.kind().filter(Kind.POD::equals).isPresent())
                .filteredOn(request -> !request.verb().equals("create")).singleElement().satisfies(request -> {
                    assertThat(request.verb()).isEqualTo("list");
                    assertThat(request.accept()).contains("as=PartialObjectMetadataList");
                    assertThat(request.query()).containsKey("limit");
                });
        assertThat(simulator.requests()).extracting(ApiRequest::verb).doesNotContain("watch");
    }

    @Test
    void a_node_that_does_not_say_that_it_is_ready_is_lost() {
        for (String conditions : new String[]{"[]", "[{\"type\": \"Ready\", \"status\": \"False\"}]",
                "[{\"type\": \"DiskPressure\", \"status\": \"True\"}, {\"type\": \"Ready\", \"status\": \"Unknown\"}]"}) {
            simulator.put("{\"apiVersion\": \"v1\", \"kind\": \"Node\", \"metadata\": {\"name\": \"node-2\"}, \"status\": {\"conditions\": "
                    + conditions + "}}");
            assertThat(cluster.runnerPods(runners).lostNodes()).as(conditions).containsExactly("node-2");
        }
    }

    @Test
    void a_cluster_without_nodes_is_not_believed() {
        simulator.remove(Kind.NODE, "", "node-1");
        assertThatThrownBy(() -> cluster.runnerPods(runners)).isInstanceOf(UnavailableException.class).hasMessageContaining("no node");
    }
}
