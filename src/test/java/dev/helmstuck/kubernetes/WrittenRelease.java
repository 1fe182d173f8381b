package dev.helmstuck.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.runbook.Fact;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.Footprint;
import dev.helmstuck.runbook.Samples;
import dev.helmstuck.runbook.Target;
import dev.helmstuck.runbook.Workloads;
import dev.helmstuck.runbook.checks.WorkloadsSettled;
import dev.helmstuck.testing.cluster.Await;
import dev.helmstuck.testing.cluster.Helm;
import dev.helmstuck.testing.cluster.RealCluster;
import dev.helmstuck.testing.cluster.RunningHelm;

/** A release whose chart a test writes, made by real Helm on the real cluster, and what the bot says of its workloads. */
final class WrittenRelease implements AutoCloseable {
    private static final Duration BOUND = Duration.ofSeconds(30);
    /** What the finding says; the tests need not wait for it. */
    private static final Duration GAP = Duration.ofSeconds(15);

    private final RealCluster real = RealCluster.shared();
    private final String namespace = real.namespace();
    private final KubernetesCluster cluster = new RealPlace().cluster();
    private final Target target = Place.target(RealCluster.CONTEXT, namespace);
    private final List<RunningHelm> running = new ArrayList<>();
    private final Helm helm;
    private final Path chart;

    WrittenRelease(Helm helm, Path folder) {
        this.helm = helm;
        this.chart = folder.resolve("chart");
    }

    /**
     * A workload whose pods have the label {@code app}.
     *
     * @param name with its namespace before a slash if that is not the release's
     * @param version of its image; another one is another revision of its pods
     * @param spec fields of the workload, each with a comma behind it, or empty
     * @param pod the same of its pods' spec
     */
    static String workload(String kind, String name, int version, String spec, String pod) {
        int slash = name.indexOf('/');
        String own = name.substring(slash + 1);
        return """
                ---
                apiVersion: apps/v1
                kind: %s
                metadata: {name: %s%s}
                spec: {%s selector: {matchLabels: {app: %s}}, template: {metadata: {labels: {app: %s}},
                  spec: {%s containers: [{name: c, image: "example/c:%s"}]}}}
                """.formatted(kind, own, slash < 0 ? "" : ", namespace: " + name.substring(0, slash), spec, own, own, pod, version);
    }

    String namespace() {
        return namespace;
    }

    /** Returns once Helm has applied it; its pods may take longer. */
    void install(String manifest) {
        helm("install", manifest);
    }

    void upgrade(String manifest) {
        helm("upgrade", manifest);
    }

    /** Helm at work, until it ends or the test does. */
    RunningHelm startUpgrade(String manifest) {
        write(manifest);
        running.add(real.startHelm(helm, command("upgrade", "--wait", "--timeout", "120s")));
        return running.getLast();
    }

    private void helm(String verb, String manifest) {
        write(manifest);
        real.helm(helm, command(verb)).succeeded();
    }

    private void write(String manifest) {
        try {
            Files.createDirectories(chart.resolve("templates"));
            Files.writeString(chart.resolve("Chart.yaml"), "{apiVersion: v2, name: written, version: 1.0.0}\n");
            Files.writeString(chart.resolve("templates/all.yaml"), manifest);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String[] command(String verb, String... more) {
        List<String> command = new ArrayList<>(List.of(verb, Records.RELEASE, chart.toString(), "-n", namespace));
        command.addAll(List.of(more));
        return command.toArray(String[]::new);
    }

    /** Returns once the field of an object of the release's namespace has this value. */
    void await(String object, String field, Object value) {
        await(namespace, object, field, value);
    }

    void await(String where, String object, String field, Object value) {
        real.kubectl("wait", "-n", where, object, "--for=jsonpath={" + field + "}=" + value, "--timeout=30s").succeeded();
    }

    /** Writes a pod's status, as its kubelet would. */
    void report(String pod, String status) {
        real.kubectl("patch", "pod", pod, "-n", namespace, "--subresource=status", "-p", "{\"status\": " + status + "}").succeeded();
    }

    /** The first pod with the label {@code app} that is none of these. */
    String awaitPod(String app, String... others) {
        return Await.answer("a pod of " + app, BOUND,
                () -> real.client().pods().inNamespace(namespace).withLabel("app", app).list().getItems()
                        .stream().map(pod -> pod.getMetadata().getName()).filter(name -> !List.of(others).contains(name)).findFirst());
    }

    /** Returns once the Helm that was started last has ended well. */
    void awaitEnd() {
        RunningHelm last = running.getLast();
        Await.until("Helm ends", BOUND, () -> !last.process().isAlive());
        if (last.process().exitValue() != 0) throw new AssertionError(last.output());
    }

    Workloads look() {
        return cluster.workloads(target, Footprint.of(target, cluster.releases(target)));
    }

    Finding check() {
        return check(() -> {});
    }

    /** @param between happens between the two looks */
    Finding check(Runnable between) {
        return check(cluster, target, between);
    }

    /** The same as somebody else than the admin. */
    Finding checkAs(KubernetesCluster other, String context) {
        return check(other, Place.target(context, namespace), () -> {});
    }

    private static Finding check(KubernetesCluster cluster, Target target, Runnable between) {
        Footprint footprint = Footprint.of(target, cluster.releases(target));
        return WorkloadsSettled.check(target, footprint, looks(cluster, target, footprint, between),
                new Fact.Known<>(cluster.nodes(target)));
    }

    private static Fact<Samples> looks(KubernetesCluster cluster, Target target, Footprint footprint, Runnable between) {
        try {
            Workloads first = cluster.workloads(target, footprint);
            between.run();
            return new Fact.Known<>(new Samples(first, cluster.workloads(target, footprint), GAP));
        } catch (UnavailableException missing) {
            return new Fact.Unavailable<>(missing.source(), missing.why());
        }
    }

    @Override
    public void close() {
        running.forEach(RunningHelm::kill);
        cluster.close();
    }
}
