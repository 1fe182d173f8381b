package dev.helmstuck.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import dev.helmstuck.benchmark.MeasuredProcess.Cost;
import dev.helmstuck.simulator.World;
import dev.helmstuck.simulator.kubernetes.ClusterSimulator;
import dev.helmstuck.testing.ChildJvm;
import dev.helmstuck.testing.cluster.RealCluster;

/**
 * What the program costs beside an older build of it and beside Helm: all in one run, in turns, medians of {@code -Drounds}. Compare the ratios;
 * the figures themselves are the machine's. Settings: {@code -Djar}, {@code -Dold} (none: left out), {@code -Dreleases},
 * {@code -Dremediations}, {@code -Donly=version|check|serve}. What needs a real cluster is left out without its programs.
 */
public final class Benchmark {
    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private static final int ROUNDS = Integer.getInteger("rounds", 5);
    private static final Duration GAP = Duration.ofSeconds(1);

    private static final String OLD = "old";
    /** What a command ends with that was given something it cannot read: then it has done nothing that could be measured. */
    private static final int MISUSED = 2;

    private final Path dir;
    private final List<Build> builds;

    private Benchmark(Path dir, List<Build> builds) {
        this.dir = dir;
        this.builds = builds;
    }

    public static void main(String[] args) throws IOException {
        Path jar = Path.of(System.getProperty("jar", "target/helm-stuck.jar"));
        List<Build> builds = new ArrayList<>();
        Stream.of(System.getProperty("old", "")).filter(old -> !old.isBlank()).forEach(old -> builds.add(Build.plain(OLD, Path.of(old))));
        builds.add(Build.plain("new, no options", jar));
        builds.add(Build.asInTheImage("new, options", jar));
        Path dir = Files.createTempDirectory("helm-stuck-benchmark");
        if (AotCache.possible(ChildJvm.JAVA, dir))
            builds.add(Build.asInTheImage("new, options, AOT cache", jar, "-XX:AOTCache=" + AotCache.make(ChildJvm.JAVA, jar, dir)));
        Benchmark benchmark = new Benchmark(dir, builds);
        OUT.printf("jar: %.1f MB%n", Files.size(jar) / 1e6);
        String only = System.getProperty("only", "");
        if ("version".contains(only)) benchmark.version();
        if ("check".contains(only) && System.getenv("KUBEBUILDER_ASSETS") != null) benchmark.check();
        if ("serve".contains(only)) benchmark.serve();
        System.exit(0);
    }

    private void version() {
        Map<String, List<String>> commands = new LinkedHashMap<>();
        builds.forEach(build -> commands.put(build.name(), build.command("--version")));
        compare("--version", commands, Map.of(), Duration.ZERO);
    }

    private void check() {
        RealCluster cluster = RealCluster.shared();
        String namespace = cluster.namespace();
        int releases = 0;
        try (World world = new World(dir, cluster.kubeconfig(), RealCluster.CONTEXT, namespace, BigNamespace.RELEASE);
                CountingRelay relay = new CountingRelay(URI.create(cluster.server()))) {
            world.asOfOld().culprit(Instant.now());
            for (int wanted : Stream.of(System.getProperty("releases", "30").split(",", -1)).map(Integer::valueOf).toList()) {
                BigNamespace.fill(cluster, namespace, releases, wanted);
                releases = wanted;
                check(cluster, namespace, world, relay, wanted);
            }
        } catch (IOException over) {
            OUT.println("the relay: " + over);
        }
    }

    private void check(RealCluster cluster, String namespace, World world, CountingRelay relay, int releases) {
        Map<String, String> environment = world.with("KUBECONFIG", cluster.kubeconfig().toString()).environment();
        Map<String, List<String>> commands = new LinkedHashMap<>();
        builds.forEach(build -> commands.put(build.name(), build.command("check", World.TARGET)));
        String helm = RealCluster.programs().resolve("helm").toString();
        commands.put("helm list --all", List.of(helm, "list", "--all", "-n", namespace));
        commands.put("helm history", List.of(helm, "history", BigNamespace.RELEASE, "-n", namespace));
        compare("check among " + releases + " releases", commands, environment, GAP);
        Map<String, String> counted = world.with("KUBECONFIG",
                relay.kubeconfig(cluster.kubeconfig(), dir.resolve("relay.kubeconfig")).toString()).environment();
        commands.forEach((name, command) -> {
            long unused = relay.bytes();
            run(command, counted);
            OUT.printf(Locale.ROOT, "  %-24s reads %,13d bytes of the API server%n", name, relay.bytes());
        });
    }

    private void compare(String title, Map<String, List<String>> commands, Map<String, String> environment, Duration gap) {
        Map<String, List<Cost>> costs = new LinkedHashMap<>();
        for (int round = 0; round <= ROUNDS; round++) {
            for (var command : commands.entrySet()) {
                Cost cost = run(command.getValue(), environment);
                // the first reads files that the others find in memory
                if (round > 0) costs.computeIfAbsent(command.getKey(), name -> new ArrayList<>()).add(cost);
            }
        }
        OUT.printf("%n%s (medians of %d, in turns)%n", title, ROUNDS);
        double base = seconds(costs.values().iterator().next());
        costs.forEach((name, all) -> {
            Duration apart = name.startsWith("helm ") ? Duration.ZERO : gap;
            OUT.printf(Locale.ROOT, "  %-24s %5.2f s CPU (%4.2f of the first)  %5.2f s wall%s  %4d MiB at most%n", name, seconds(all),
                    seconds(all) / base, middle(all.stream().map(cost -> cost.wall().minus(apart).toMillis() / 1e3)),
                    apart.isZero() ? "" : " without the gap",
                    middle(all.stream().map(cost -> (double) cost.peakBytes())).longValue() >> 20);
        });
    }

    private Cost run(List<String> command, Map<String, String> environment) {
        Map<String, String> all = new LinkedHashMap<>(environment);
        all.put("HOME", dir.toString());
        try (MeasuredProcess process = MeasuredProcess.start(command, all, dir.resolve("run.log"))) {
            Cost cost = process.awaitEnd();
            if (cost.exit() == MISUSED) throw new IllegalStateException(command + ": " + process.said());
            return cost;
        }
    }

    private static double seconds(List<Cost> costs) {
        return middle(costs.stream().map(cost -> cost.cpu().toMillis() / 1e3));
    }

    private static Double middle(Stream<Double> values) {
        List<Double> sorted = values.sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    private void serve() throws IOException {
        OUT.printf("%nserve, around a simulated Slack, GitLab and cluster%n");
        for (Build build : builds)
            serve(build);
    }

    private void serve(Build build) throws IOException {
        Path place = Files.createTempDirectory(dir, "serve");
        try (ClusterSimulator cluster = ClusterSimulator.start(Clock.systemUTC());
                World world = build.name().equals(OLD) ? Training.stuck(place, cluster).asOfOld() : Training.stuck(place, cluster);
                MeasuredProcess bot = MeasuredProcess.start(build.command("serve"), world.environment(), place.resolve("serve.log"))) {
            Duration hello = bot.await("connected", () -> world.slack().connections().open() == 1);
            Duration cpu = bot.cpu();
            long idle = bot.resident();
            int kubernetes = cluster.requests().size();
            int gitlab = world.gitlab().requests().size();
            int slack = world.slack().calls().size();
            Training.remediate(world);
            String calls = "Kubernetes %d (lists %d), GitLab %d, Slack %d".formatted(cluster.requests().size() - kubernetes,
                    cluster.requests().stream().filter(asked -> asked.verb().equals("list")).count(),
                    world.gitlab().requests().size() - gitlab, world.slack().calls().size() - slack);
            int more = Integer.getInteger("remediations", 50);
            for (int i = 1; i < more; i++) {
                Training.breakAgain(world, cluster);
                Training.remediate(world);
            }
            OUT.printf(Locale.ROOT,
                    "  %-24s hello after %.2f s (%.2f s CPU), %d MiB idle, %d MiB after %d remediations (%.2f s CPU); calls of the first: %s%n",
                    build.name(), hello.toMillis() / 1e3, cpu.toMillis() / 1e3, idle >> 20, bot.resident() >> 20, more,
                    bot.cpu().minus(cpu).toMillis() / 1e3, calls);
        }
    }
}
