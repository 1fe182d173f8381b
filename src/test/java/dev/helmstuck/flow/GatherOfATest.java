package dev.helmstuck.flow;

import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;

import dev.helmstuck.ports.Cluster;
import dev.helmstuck.ports.Pipelines;
import dev.helmstuck.ports.Sleeper;

/** The real look whose questions run in the threads of a test. */
public final class GatherOfATest {
    private GatherOfATest() {}

    /**
     * The look.
     *
     * @param cluster both the cluster and GitLab
     */
    public static <T extends Cluster & Pipelines> Gather of(T cluster, Clock clock, Sleeper pause, Supplier<ExecutorService> threads) {
        return new Gather(new Questions.Sources(cluster, cluster, clock, pause, Gather.DEADLINE), threads);
    }
}
