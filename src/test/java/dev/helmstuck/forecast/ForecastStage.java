package dev.helmstuck.forecast;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.helmstuck.config.ClusterSettings;
import dev.helmstuck.config.ProxyVariables;
import dev.helmstuck.flow.Foretell;
import dev.helmstuck.kubernetes.KubernetesCluster;
import dev.helmstuck.runbook.Baseline;
import dev.helmstuck.runbook.Ci;
import dev.helmstuck.runbook.Hindsight;
import dev.helmstuck.runbook.Target;
import dev.helmstuck.testing.cluster.Await;
import dev.helmstuck.testing.cluster.Gateway;
import dev.helmstuck.testing.cluster.Gateway.GatewayRequest;
import dev.helmstuck.testing.cluster.Gateway.Watcher;
import dev.helmstuck.testing.cluster.Ran;
import dev.helmstuck.testing.cluster.RealCluster;
import dev.helmstuck.testing.cluster.RunningHelm;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;

/** A namespace of its own in which real Helm deploys a chart and is stopped at a chosen moment. */
final class ForecastStage {
    static final String RELEASE = "app";
    private static final Duration BOUND = Duration.ofMinutes(4);

    private final RealCluster cluster;
    private Flavour flavour;
    private final JudgedChart chart;
    private final int patience;
    private final String namespace;
    private final List<String> own = new ArrayList<>();
    private List<String> attempted = List.of();
    private List<String> deployed = List.of();
    private Optional<Snapshot> clean = Optional.empty();

    ForecastStage(RealCluster cluster, Flavour flavour, JudgedChart chart) {
        this(cluster, flavour, chart, 1);
    }

    /** @param patience how many times as long as usual Helm waits, for a machine that is busy */
    ForecastStage(RealCluster cluster, Flavour flavour, JudgedChart chart, int patience) {
        this.cluster = cluster;
        this.flavour = flavour;
        this.chart = chart;
        this.patience = patience;
        this.namespace = cluster.namespace();
        if (chart.isSpread()) cluster.createNamespace(other());
        chart.claims().forEach(claim -> cluster.apply("""
                apiVersion: v1
                kind: PersistentVolume
                metadata: {name: %1$s-%2$s}
                spec:
                  capacity: {storage: 1Ti}
                  accessModes: [ReadWriteOnce, ReadWriteMany]
                  hostPath: {path: /none}
                  claimRef: {namespace: %1$s, name: %2$s}
                """.formatted(namespace, claim)));
        if (chart.hasHookPods()) cluster.client().pods().inNamespace(namespace).inform(new EndsHooks());
    }

    /** A hook's bare Pod comes to its end, which the simulated kubelet does for a Job's alone. */
    private final class EndsHooks implements ResourceEventHandler<Pod> {
        @Override
        public void onAdd(Pod pod) {
            boolean runs = pod.getStatus() != null && "Running".equals(pod.getStatus().getPhase());
            if (!runs || !pod.getMetadata().getAnnotations().containsKey("helm.sh/hook")) return;
            cluster.client().resource(pod).subresource("status").patch(PatchContext.of(PatchType.JSON_MERGE),
                    "{\"status\":{\"phase\":\"Succeeded\"}}");
        }

        @Override
        public void onUpdate(Pod before, Pod pod) {
            onAdd(pod);
        }

        @Override
        public void onDelete(Pod pod, boolean finalStateUnknown) {}
    }

    private String other() {
        return namespace + "-b";
    }

    JudgedChart chart() {
        return chart;
    }

    /** All in which objects of the release lie, its own first. */
    List<String> namespaces() {
        return chart.isSpread() ? List.of(namespace, other()) : List.of(namespace);
    }

    /** The kinds that its CRDs make and that are there now, as kubectl takes them. */
    List<String> kinds() {
        return Stream.concat(chart.kinds().stream(), own.stream()
                .filter(kind -> !cluster.kubectl("get", "crd", kind, "--ignore-not-found", "-o", "name").succeeded().stdout().isBlank()))
                .toList();
    }

    /** Has a kind of its own, that may come and go. */
    ForecastStage has(String kind) {
        own.add(kind);
        return this;
    }

    RealCluster cluster() {
        return cluster;
    }

    Flavour flavour() {
        return flavour;
    }

    String namespace() {
        return namespace;
    }

    /** The values of the deploy that gets stuck. */
    List<String> attempted() {
        return attempted;
    }

    /** The values of the newest deploy below it that went well. */
    List<String> deployed() {
        return deployed;
    }

    /** The objects as that one left them. */
    Optional<Snapshot> clean() {
        return clean;
    }

    /** As Helm's flag {@code --timeout} takes it. */
    String timeout(int seconds) {
        return seconds * patience + "s";
    }

    /** Whether the newest record is one of an operation that never ended. */
    boolean isStuck() {
        return newest().getMetadata().getLabels().get("status").startsWith("pending-");
    }

    /** A label that no node has, so that pods which want it wait. */
    String label() {
        return "stage/" + namespace;
    }

    /** The node gets the label, so that nothing waits any more. */
    void letRun() {
        cluster.labelNode(label(), "yes");
    }

    /** Installs, as the newest deploy that went well. */
    ForecastStage installs(String... sets) {
        run("install", flavour.install(), sets).succeeded();
        return wentWell(sets);
    }

    ForecastStage upgrades(String... sets) {
        run("upgrade", List.of(), sets).succeeded();
        return wentWell(sets);
    }

    private ForecastStage wentWell(String... sets) {
        settle();
        deployed = List.of(sets);
        clean = Optional.of(snapshot());
        return this;
    }

    Snapshot snapshot() {
        return Snapshot.of(this);
    }

    /** The Jobs that ever made a Pod, with what tells them from others of the name: {@code Job/name uid}. */
    Set<String> runs() {
        return new TreeSet<>(cluster.kubectl("get", "events", "-n", namespace, "--field-selector",
                "involvedObject.kind=Job,reason=SuccessfulCreate", "-o",
                "jsonpath={range .items[*]}Job/{.involvedObject.name} {.involvedObject.uid}{\"\\n\"}{end}").succeeded().stdout().lines()
                .toList());
    }

    /** Until no controller writes any more. */
    void settle() {
        Await.until("the claims of " + namespace + " are bound", BOUND, () -> cluster.client().persistentVolumeClaims()
                .inNamespace(namespace).list().getItems().stream().filter(one -> chart.claims().contains(one.getMetadata().getName()))
                .allMatch(one -> one.getStatus() != null && "Bound".equals(one.getStatus().getPhase())));
        Await.until("the Deployments of " + namespace + " are observed", BOUND, () -> cluster.client().apps().deployments()
                .inNamespace(namespace).list().getItems().stream()
                .allMatch(one -> one.getStatus() != null
                        && one.getMetadata().getGeneration().equals(one.getStatus().getObservedGeneration())));
    }

    /** What will be repeated. */
    ForecastStage attempts(String... sets) {
        attempted = List.of(sets);
        return this;
    }

    Ran run(String verb, List<String> flags, String... sets) {
        return cluster.helm(flavour.helm(), command(verb, flags, List.of(sets)));
    }

    String[] command(String verb, List<String> flags, List<String> sets) {
        List<String> command = new ArrayList<>(List.of(verb, RELEASE));
        command.add(chart.path().toString());
        command.addAll(List.of("-n", namespace, "--set", "other=" + other()));
        command.addAll(flags);
        // a sub-chart sees only what is global
        sets.forEach(set -> command.addAll(List.of("--set", set, "--set", "global." + set)));
        return command.toArray(String[]::new);
    }

    /** Runs Helm with the attempted values until it asks for this, and kills it before the API server hears of it. */
    ForecastStage killedAt(Predicate<GatewayRequest> when, String verb, String... flags) {
        return killedAt(when, command(verb, List.of(flags), attempted));
    }

    /** The same of a deploy that Helm rolls back: its wait at the end is over at once, for it begins only when all is ready. */
    ForecastStage killedWhenRolledBack(Predicate<GatewayRequest> when, String verb, String... flags) {
        return killedAt(when, command(verb, List.of(flags), attempted), new UntilReady());
    }

    /** Keeps the answer to the last thing that a rollback does before it waits. */
    private final class UntilReady implements Watcher {
        @Override
        public void after(GatewayRequest asked, int code) {
            if (!asked.method().equals("DELETE") || !asked.uri().getPath().endsWith("/configmaps/extra")) return;
            settle();
            namespaces().forEach(where -> Await.until("the workloads of " + where + " are ready", BOUND, () -> isReady(where)));
        }

        private boolean isReady(String where) {
            return cluster.client().apps().deployments().inNamespace(where).list().getItems().stream().allMatch(one -> {
                int wanted = one.getSpec().getReplicas();
                return count(one.getStatus().getUpdatedReplicas()) >= wanted && count(one.getStatus().getAvailableReplicas()) >= wanted;
            }) && cluster.client().apps().statefulSets().inNamespace(where).list().getItems().stream()
                    .allMatch(one -> count(one.getStatus().getReadyReplicas()) >= one.getSpec().getReplicas())
                    && cluster.client().apps().daemonSets().inNamespace(where).list().getItems().stream()
                            .allMatch(one -> count(one.getStatus().getNumberReady()) >= count(one.getStatus().getDesiredNumberScheduled()));
        }

        /** None is not said. */
        private static int count(Integer replicas) {
            return replicas == null ? 0 : replicas;
        }
    }

    private ForecastStage killedAt(Predicate<GatewayRequest> when, String[] command, Watcher... watchers) {
        try (Gateway gateway = new Gateway(cluster).vouching()) {
            List.of(watchers).forEach(gateway::watch);
            CutOff cut = gateway.watch(new CutOff(when));
            RunningHelm helm = cluster.startHelm(flavour.helm(), kubeconfig(gateway), command);
            Await.until("Helm asks for it", BOUND, () -> {
                if (!helm.process().isAlive()) throw new AssertionError("Helm ended before\n" + helm.output());
                return cut.isReached();
            });
            helm.kill();
            cut.letGo();
        }
        return this;
    }

    /** Runs Helm to its end while the API server does not answer such requests. */
    ForecastStage refusing(Predicate<GatewayRequest> which, String verb, String... flags) {
        try (Gateway gateway = new Gateway(cluster).vouching()) {
            CutOff cut = gateway.watch(new CutOff(which));
            cut.letGo();
            Ran ran = cluster.helm(flavour.helm(), kubeconfig(gateway), command(verb, List.of(flags), attempted));
            if (ran.exit() == 0) throw new AssertionError("nothing was refused\n" + ran.output());
        }
        return this;
    }

    /** Runs Helm with the attempted values until its output matches, and kills it. */
    ForecastStage killedAfter(String output, String verb, String... flags) {
        RunningHelm helm = cluster.startHelm(flavour.helm(),
                command(verb, Stream.concat(Stream.of("--debug"), Arrays.stream(flags)).toList(), attempted));
        helm.awaitOutput(output);
        helm.kill();
        return this;
    }

    /** An upgrade that times out, and that Helm marks failed. */
    ForecastStage fails(String... sets) {
        Ran ran = run("upgrade", List.of("--wait", "--timeout", timeout(3)), sets);
        if (ran.exit() == 0) throw new AssertionError("it did not fail");
        return this;
    }

    /** The first deploy times out, and Helm marks it failed. */
    ForecastStage failsInstall(String... sets) {
        Ran ran = run("install", Stream.concat(flavour.install().stream(), Stream.of("--wait", "--timeout", timeout(3))).toList(), sets);
        if (ran.exit() == 0) throw new AssertionError("it did not fail");
        return this;
    }

    /** The next Helm is another one. */
    ForecastStage by(Flavour other) {
        flavour = other;
        return this;
    }

    ForecastStage deletes() {
        deleteNewest();
        return this;
    }

    /** So that what comes is not of the same second as what was. */
    ForecastStage waits() {
        try {
            Thread.sleep(2000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return this;
    }

    ForecastStage uninstalls() {
        cluster.helm(flavour.helm(), "uninstall", RELEASE, "-n", namespace, "--keep-history", "--wait").succeeded();
        return this;
    }

    ForecastStage kubectl(String... words) {
        cluster.kubectl(Stream.concat(Arrays.stream(words), Stream.of("-n", namespace)).toArray(String[]::new)).succeeded();
        return this;
    }

    /** A deploy that goes well but for a write that is refused. */
    ForecastStage upgradesRefusing(Predicate<GatewayRequest> which, String... sets) {
        try (Gateway gateway = new Gateway(cluster).vouching()) {
            gateway.watch(new CutOff(which)).letGo();
            cluster.helm(flavour.helm(), kubeconfig(gateway), command("upgrade", List.of(), List.of(sets))).succeeded();
        }
        return wentWell(sets);
    }

    /** Somebody types helm rollback, and it is killed before the API server hears of this. */
    ForecastStage rollbackKilledAt(Predicate<GatewayRequest> when, int revision) {
        List<String> command = List.of("rollback", RELEASE, Integer.toString(revision), "-n", namespace);
        return killedAt(when, command.toArray(String[]::new));
    }

    /** Runs Helm with the attempted values until the object is there, and kills it. */
    ForecastStage killedOnce(String object, String verb, String... flags) {
        RunningHelm helm = cluster.startHelm(flavour.helm(), command(verb, List.of(flags), attempted));
        Await.until(object + " is there", BOUND, () -> cluster.kubectl("get", object, "-n", namespace).exit() == 0);
        helm.kill();
        return this;
    }

    private static Path kubeconfig(Gateway gateway) {
        try {
            Path file = gateway.kubeconfig(Files.createTempDirectory("stage"));
            String text = Files.readString(file);
            return Files.writeString(file, text + "current-context: " + RealCluster.CONTEXT + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the bot foretells. */
    Forecast foretell() {
        return foretell(cluster.kubeconfig(), RealCluster.CONTEXT);
    }

    /** What the bot foretells with what this account may read. */
    Forecast foretell(Path kubeconfig, String context) {
        return asBot(kubeconfig, bot -> new Foretell(bot).of(target(context)).either(
                known -> known.orElseThrow(() -> new AssertionError("not stuck")), missing -> {
                    throw new AssertionError(missing.source() + ": " + missing.why());
                }));
    }

    /** How the objects are of which something is foretold, once no controller writes any of them. */
    Baseline restingBaseline() {
        return Await.answer("nobody writes the objects of " + namespace, BOUND, () -> Optional.of(foretell().baseline())
                .filter(baseline -> lookBack(baseline).stream().allMatch(one -> one.became() == Hindsight.Became.CAME_TRUE)));
    }

    /** What the bot's second look tells of a forecast. */
    List<Hindsight.Statement> lookBack(Baseline baseline) {
        return asBot(cluster.kubeconfig(),
                bot -> new Retrospect(baseline, bot.live(target(RealCluster.CONTEXT), Retrospect.wanted(baseline)),
                        namespace).unchanged());
    }

    private static <T> T asBot(Path kubeconfig, Function<KubernetesCluster, T> look) {
        try (KubernetesCluster bot = new KubernetesCluster(new ClusterSettings(List.of(kubeconfig), ProxyVariables.NONE), Clock.systemUTC(),
                wait -> {})) {
            return look.apply(bot);
        }
    }

    /** As the bot's file has it. */
    Target target() {
        return target(RealCluster.CONTEXT);
    }

    private Target target(String context) {
        return new Target(RELEASE, "test", context, namespace, RELEASE,
                List.of(new Ci("group/project", Pattern.compile("deploy"), Optional.empty(), List.of(), Duration.ofHours(1), true)));
    }

    Stream<Secret> records() {
        return cluster.client().secrets().inNamespace(namespace).withLabel("owner", "helm").list().getItems().stream();
    }

    /** The runbook's delete. */
    void deleteNewest() {
        cluster.kubectl("delete", "secret", "-n", namespace, newest().getMetadata().getName()).succeeded();
    }

    private Secret newest() {
        return records().max(Comparator.comparing(secret -> Integer.valueOf(secret.getMetadata().getLabels().get("version"))))
                .orElseThrow();
    }

    /** Holds the first request that fits, and lets none through. */
    private static final class CutOff implements Watcher {
        private final Predicate<GatewayRequest> which;
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch end = new CountDownLatch(1);

        CutOff(Predicate<GatewayRequest> which) {
            this.which = which;
        }

        @Override
        public void before(GatewayRequest asked) {
            if (!which.test(asked)) return;
            reached.countDown();
            try {
                if (!end.await(BOUND.toSeconds(), TimeUnit.SECONDS)) throw new IllegalStateException("held too long");
            } catch (InterruptedException closing) {
                Thread.currentThread().interrupt();
            }
            throw new IllegalStateException("cut");
        }

        boolean isReached() {
            return reached.getCount() == 0;
        }

        void letGo() {
            end.countDown();
        }
    }
}
