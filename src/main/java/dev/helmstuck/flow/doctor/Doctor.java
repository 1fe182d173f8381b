package dev.helmstuck.flow.doctor;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.helmstuck.doctor.Checkup;
import dev.helmstuck.doctor.ConfigurationSymptoms;
import dev.helmstuck.doctor.Examination;
import dev.helmstuck.doctor.Examination.Subject;
import dev.helmstuck.doctor.Point;
import dev.helmstuck.doctor.StoreSymptoms;
import dev.helmstuck.doctor.Symptom;
import dev.helmstuck.flow.Asking;
import dev.helmstuck.ports.ChatProbe;
import dev.helmstuck.ports.Cluster;
import dev.helmstuck.ports.ClusterProbe;
import dev.helmstuck.ports.ConfiguredTarget;
import dev.helmstuck.ports.PipelinesProbe;
import dev.helmstuck.ports.StoreProbe;
import jakarta.inject.Inject;

/** Looks at everything that remediations would need, at once and with bounds, and changes nothing anywhere. */
public final class Doctor {
    /** For one question; what the systems' own adapters give up after is shorter, but for lists of many pages. */
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int CLUSTER_AT_ONCE = 16;
    private static final int GITLAB_AT_ONCE = 6;
    private static final int SLACK_AT_ONCE = 3;

    private final Cluster cluster;
    private final Probes probes;
    private final ServeKeys serve;
    private final Clock clock;

    /** What is asked besides the clusters' own ways. */
    record Probes(ClusterProbe cluster, PipelinesProbe pipelines, ChatProbe chat, StoreProbe store) {
        @Inject
        Probes {}
    }

    @Inject
    Doctor(Cluster cluster, Probes probes, ServeKeys serve, Clock clock) {
        this.cluster = cluster;
        this.probes = probes;
        this.serve = serve;
        this.clock = clock;
    }

    /** Throws nothing: what could not be looked at is in the answer. */
    public Checkup examine(List<ConfiguredTarget> targets) {
        try (ExecutorService tasks = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("doctor-", 0).factory())) {
            Asking asking = new Asking(DEADLINE, tasks);
            Looks clusters = new Looks(asking, tasks, "the cluster", CLUSTER_AT_ONCE);
            PipelinesExam pipelines = new PipelinesExam(probes.pipelines(), new Looks(asking, tasks, "GitLab", GITLAB_AT_ONCE), clock);
            Looks chats = new Looks(asking, tasks, "Slack", SLACK_AT_ONCE);
            Looks stores = new Looks(asking, tasks, "the database", 1);
            List<CompletableFuture<Examination>> begun = new ArrayList<>();
            targets.forEach(entry -> begun.add(begin(tasks, Subject.TARGET, entry.target().name(), () -> Stream.concat(
                    new ClusterExam(cluster, probes.cluster(), clusters, entry.target()).symptoms().stream(),
                    pipelines.of(entry.target()).stream()).toList())));
            begun.add(begin(tasks, Subject.GITLAB, "GitLab", pipelines::shared));
            begun.add(begin(tasks, Subject.SLACK, "Slack", new ChatExam(probes.chat(), chats, serve, targets)::symptoms));
            begun.add(begin(tasks, Subject.DATABASE, "the database", () -> stores.look(Point.DATABASE,
                    "mend DATABASE_URL, or the database", probes.store()::look, answer -> List.of(StoreSymptoms.of(answer)))));
            begun.add(begin(tasks, Subject.CONFIGURATION, "the targets file", () -> ConfigurationSymptoms.of(serve.heldBack())));
            return new Checkup(clock.instant(), begun.stream().map(CompletableFuture::join).toList());
        }
    }

    private static CompletableFuture<Examination> begin(ExecutorService tasks, Subject kind, String subject, Supplier<List<Symptom>> look) {
        return CompletableFuture.supplyAsync(() -> new Examination(kind, subject, look.get()), tasks);
    }
}
