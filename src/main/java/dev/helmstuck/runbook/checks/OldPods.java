package dev.helmstuck.runbook.checks;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.helmstuck.runbook.ReleasePod;
import dev.helmstuck.runbook.Workloads;

/**
 * Pods of an old revision that are being deleted and still run: no replica number counts them. Those of the newest one that an autoscaler
 * or a person took away are no news.
 */
final class OldPods {
    private OldPods() {}

    static List<Judged> stillGoing(Workloads look) {
        List<Judged> judged = new ArrayList<>();
        look.deployments().forEach(it -> add("Deployment", it.name(), it.terminating(), look, judged));
        look.statefulSets().forEach(it -> add("StatefulSet", it.name(), 0, look, judged));
        look.daemonSets().forEach(it -> add("DaemonSet", it.name(), 0, look, judged));
        return judged;
    }

    /** @param counted what the status says, where no pod is seen any more */
    private static void add(String kind, String name, int counted, Workloads look, List<Judged> judged) {
        List<ReleasePod> pods = look.of(kind, name);
        Set<String> current = pods.stream().filter(pod -> !pod.going() && !pod.failed()).map(ReleasePod::revision)
                .collect(Collectors.toSet());
        long old = pods.isEmpty()
                ? counted
                : Stream.of(pods).flatMap(List::stream).filter(pod -> pod.going() && !current.contains(pod.revision())).count();
        if (old > 0) {
            judged.add(Judged.warn(kind + " " + name + ": " + (old == 1 ? "1 old pod is" : old + " old pods are") + " still terminating"));
        }
    }
}
