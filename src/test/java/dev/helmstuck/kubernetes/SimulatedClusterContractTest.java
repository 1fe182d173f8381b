package dev.helmstuck.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;

import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.runbook.DeleteAnswer.Done;
import dev.helmstuck.runbook.SecretRef;
import dev.helmstuck.runbook.Target;
import dev.helmstuck.simulator.kubernetes.ApiRequest;
import dev.helmstuck.simulator.kubernetes.Fault;
import dev.helmstuck.simulator.kubernetes.Kind;
import io.fabric8.kubernetes.api.model.Secret;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contracts on the simulator, and what the faults that it can play become. */
class SimulatedClusterContractTest extends ClusterContract {
    @TempDir
    Path home;
    private SimulatedPlace place;

    @BeforeEach
    void start() {
        place = new SimulatedPlace(home);
    }

    @AfterEach
    void end() {
        place.close();
    }

    @Override
    Place place() {
        return place;
    }

    @Nested
    class Troubled {
        private final Map<String, Fault> faults = Map.of("credentials", Fault.unauthorized(), "forbids", Fault.forbidden(), "(410)",
                Fault.gone(), "overloaded", Fault.tooManyRequests(OptionalInt.of(1)), "leader changed", Fault.internalError(),
                "(503)", Fault.unavailable(), "web page", Fault.badGateway(), "a web page", Fault.html(200), "connection broke",
                Fault.reset(), "connection broke: ", Fault.halfAnAnswer());

        @Test
        void every_fault_of_a_read_is_told_in_words() {
            Target target = place.target(place.namespace());
            try (KubernetesCluster cluster = place.cluster()) {
                faults.forEach((words, fault) -> {
                    place.simulator().faults().always(request -> true, fault);
                    assertThatThrownBy(() -> cluster.releases(target)).isInstanceOf(UnavailableException.class).hasMessageContaining(words);
                    place.simulator().faults().clear();
                });
                place.simulator().faults().always(request -> true, Fault.notReady());
                assertThat(cluster.ready(target)).isEqualTo("etcd failed: reason withheld");
            }
        }

        @Test
        void a_list_that_never_ends_is_given_up() {
            String namespace = place.namespace();
            for (int number = 1; number <= 3; number++) {
                Secret unused = place.admin().secrets().inNamespace(namespace).resource(Records.record(number, "superseded")).create();
            }
            place.simulator().faults().always(request -> true, Fault.endlessContinue());
            try (KubernetesCluster cluster = place.cluster()) {
                assertThatThrownBy(() -> cluster.releases(place.target(namespace))).isInstanceOf(UnavailableException.class)
                        .hasMessageContaining("does not end");
            }
        }

        @Test
        void a_delete_whose_answer_breaks_is_not_repeated_and_a_look_tells_that_it_happened() {
            String namespace = place.namespace();
            Target target = place.target(namespace);
            for (Fault fault : new Fault[]{Fault.answerLost(), Fault.halfAnAnswer()}) {
                SecretRef ref = Records
                        .ref(place.admin().secrets().inNamespace(namespace).resource(Records.record(8, "pending-upgrade")).create());
                try (KubernetesCluster cluster = place.cluster()) {
                    assertThat(cluster.tryDelete(target, ref)).isEqualTo(new Done());
                    place.simulator().faults().next(ApiRequest.realDelete(Kind.SECRET), fault);
                    assertThatThrownBy(() -> cluster.delete(target, ref)).isInstanceOf(UnavailableException.class)
                            .hasMessageContaining("not known whether the delete happened");
                    assertThat(cluster.revision(target, ref.name())).isEmpty();
                }
                assertThat(place.simulator().faults().pending()).isZero();
            }
        }
    }
}
