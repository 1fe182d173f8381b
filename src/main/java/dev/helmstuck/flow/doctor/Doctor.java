package dev.helmstuck.flow.doctor;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import dev.helmstuck.doctor.Checkup;
import dev.helmstuck.doctor.Examination;
import dev.helmstuck.flow.Asking;
import dev.helmstuck.ports.Cluster;
import dev.helmstuck.ports.ClusterProbe;
import dev.helmstuck.ports.ConfiguredTarget;
import jakarta.inject.Inject;

/** Looks at everything that remediations would need, at once and with bounds, and changes nothing anywhere. */
public final class Doctor {
    /** For one question; what the systems' own adapters give up after is shorter, but for lists of many pages. */
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int CLUSTER_AT_ONCE = 16;

    private final Cluster cluster;
    private final ClusterProbe clusterProbe;
    private final Clock clock;

    @Inject
    public Doctor(Cluster cluster, ClusterProbe clusterProbe, Clock clock) {
        this.cluster = cluster;
        this.clusterProbe = clusterProbe;
        this.clock = clock;
    }

    /** Throws nothing: what could not be looked at is in the answer. */
    public Checkup examine(List<ConfiguredTarget> targets) {
        try (ExecutorService tasks = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("doctor-", 0).factory())) {
            Asking asking = new Asking(DEADLINE, tasks);
            Looks clusters = new Looks(asking, tasks, "the cluster", CLUSTER_AT_ONCE);
            List<CompletableFuture<Examination>> begun = new ArrayList<>();
            targets.forEach(entry -> begun.add(CompletableFuture.supplyAsync(() -> new Examination(Examination.Subject.TARGET,
                    entry.target().name(), new ClusterExam(cluster, clusterProbe, clusters, entry.target()).symptoms()), tasks)));
            return new Checkup(clock.instant(), begun.stream().map(CompletableFuture::join).toList());
        }
    }
}
