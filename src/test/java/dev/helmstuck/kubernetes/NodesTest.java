package dev.helmstuck.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.function.Predicate;

import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.runbook.Nodes;
import dev.helmstuck.runbook.Target;
import dev.helmstuck.simulator.kubernetes.ApiRequest;
import dev.helmstuck.simulator.kubernetes.Fault;
import dev.helmstuck.simulator.kubernetes.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever may not list nodes is told so; whoever gets no answer knows nothing of them. */
final class NodesTest {
    private static final Predicate<ApiRequest> LIST = ApiRequest.of("list", Kind.NODE);

    @TempDir
    static Path dir;

    private final SimulatedPlace place = new SimulatedPlace(dir);
    private final KubernetesCluster cluster = place.cluster();
    private final Target target = place.target("gitlab-cny");

    @AfterEach
    void stop() {
        cluster.close();
        place.close();
    }

    @Test
    void one_list_has_them_all() {
        for (int i = 0; i < 3; i++)
            place.simulator().put("{\"apiVersion\": \"v1\", \"kind\": \"Node\", \"metadata\": {\"name\": \"node-" + i + "\"}}");
        assertThat(cluster.nodes(target)).isInstanceOfSatisfying(Nodes.Seen.class, seen -> assertThat(seen.nodes()).hasSize(3));
        assertThat(place.simulator().requests()).filteredOn(LIST).hasSize(1);
    }

    @Test
    void what_is_forbidden_is_a_remark_and_silence_is_none() {
        place.simulator().faults().always(LIST, Fault.forbidden());
        assertThat(cluster.nodes(target)).isInstanceOf(Nodes.Withheld.class);
        place.simulator().faults().clear();
        place.simulator().faults().always(LIST, Fault.internalError());
        assertThatThrownBy(() -> cluster.nodes(target)).isInstanceOf(UnavailableException.class);
    }
}
