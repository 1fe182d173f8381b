package dev.helmstuck.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.helmstuck.runbook.Footprint;
import dev.helmstuck.runbook.Target;
import dev.helmstuck.simulator.kubernetes.Fault;
import dev.helmstuck.simulator.kubernetes.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What need not wait for one another is asked at once: on a slow way to the cluster that is most of a look's time. */
class TogetherTest {
    private static final int BOUND_SECONDS = 30;

    @TempDir
    static Path dir;

    private final SimulatedPlace place = new SimulatedPlace(dir);
    private final KubernetesCluster cluster = place.cluster();
    private final Target target = place.target(place.namespace());

    @AfterEach
    void stop() {
        cluster.close();
        place.close();
    }

    @Test
    void the_workloads_of_all_kinds_are_listed_at_once() {
        CyclicBarrier met = whenAllWereAsked(
                Set.of(Kind.DEPLOYMENT, Kind.STATEFUL_SET, Kind.DAEMON_SET, Kind.JOB, Kind.HORIZONTAL_POD_AUTOSCALER));

        assertThat(cluster.workloads(target, Footprint.unknown(target)).deployments()).isEmpty();

        assertThat(met.isBroken()).as("one waits for another").isFalse();
    }

    @Test
    void both_places_of_records_are_listed_at_once() {
        CyclicBarrier met = whenAllWereAsked(Set.of(Kind.SECRET, Kind.CONFIG_MAP));

        assertThat(cluster.releases(target).revisions()).isEmpty();

        assertThat(met.isBroken()).as("one waits for another").isFalse();
    }

    /** No list of these is answered before one of each is asked for. */
    private CyclicBarrier whenAllWereAsked(Set<Kind> kinds) {
        CyclicBarrier all = new CyclicBarrier(kinds.size());
        Set<Kind> asked = ConcurrentHashMap.newKeySet();
        place.simulator().faults().always(request -> {
            if (request.verb().equals("list") && request.kind().filter(kinds::contains).filter(asked::add).isPresent()) await(all);
            return false;
        }, Fault.reset());
        return all;
    }

    private static void await(CyclicBarrier all) {
        try {
            int unused = all.await(BOUND_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException alone) {
            // the barrier is broken, and the test says so
        }
    }
}
