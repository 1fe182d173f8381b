package dev.helmstuck.runbook.checks;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import dev.helmstuck.runbook.Fact;
import dev.helmstuck.runbook.Nodes;
import dev.helmstuck.runbook.Nodes.ClusterNode;
import dev.helmstuck.runbook.ReleasePod;
import dev.helmstuck.runbook.Workloads;

/**
 * A DaemonSet wants a pod on every node, on a dead one too, so a big cluster would never be settled (helm#10722): where only pods on nodes
 * that are not ready or cordoned are missing, that is a remark. A pod that is missing anywhere else stops.
 */
record DaemonSetJudgement(Workloads.DaemonSet it, List<ReleasePod> pods, Fact<Nodes> nodes) {
    private static final String NEXT = "Its pods say why (the check of the cluster names those in trouble), or wait until its rollout is over "
            + "and run the command again.";

    Judgement judge() {
        List<Judged> judged = new ArrayList<>();
        String name = "DaemonSet " + it.name();
        if (it.observedGeneration() < it.generation()) {
            judged.add(Judged.stop(name + ": its newest change is not yet observed", Judgement.OBSERVE));
        }
        if (missing() > 0 || old() > 0) judged.add(shortOf(name));
        if (it.onDelete() && it.updated() < it.wanted()) judged.add(Judgement.byHand(name, it.wanted() - it.updated()));
        return new Judgement(it.generation(), it.wanted(), false, judged);
    }

    private int missing() {
        return it.wanted() - Math.min(it.available(), it.ready());
    }

    private int old() {
        return it.onDelete() ? 0 : it.wanted() - it.updated();
    }

    private Judged shortOf(String name) {
        String numbers = name + ": " + it.updated() + " updated and " + it.available() + " available of " + it.wanted() + " wanted";
        return nodes.either(known -> switch (known) {
            case Nodes.Seen(List<ClusterNode> all) -> {
                Set<String> out = outOfService(all);
                yield out.isEmpty()
                        ? Judged.stop(numbers, NEXT)
                        : Judged.warn(numbers + "; missing only on nodes that are out of service: " + String.join(", ", out));
            }
            case Nodes.Withheld withheld -> Judged.stop(numbers + " (if a node is down, that explains it: the account may not list nodes)",
                    "If only pods on dead nodes are missing, let the account list nodes (kubectl apply -k manifests/target/nodes) and run the "
                            + "command again. " + NEXT);
        }, unread -> Judged.stop(numbers + " (whether a node is down could not be read: " + unread.why() + ")", NEXT));
    }

    /** The nodes on which all the missing and all the old pods are; empty if even one of these is somewhere else. */
    private Set<String> outOfService(List<ClusterNode> all) {
        Map<String, ClusterNode> bad = all.stream().filter(node -> !node.ready() || node.cordoned())
                .collect(Collectors.toMap(ClusterNode::name, Function.identity(), (one, same) -> one));
        List<ReleasePod> elsewhere = pods.stream().filter(pod -> !bad.containsKey(pod.node()) && !pod.failed()).toList();
        Set<String> revisions = elsewhere.stream().map(ReleasePod::revision).collect(Collectors.toSet());
        boolean sound = revisions.size() <= 1 && elsewhere.stream().allMatch(pod -> pod.ready() && !pod.going());
        Set<String> down = nodes(pod -> bad.containsKey(pod.node()) && (!pod.ready() || pod.going()));
        // a node that only takes no new pods takes a DaemonSet's update all the same
        Set<String> behind = nodes(pod -> bad.containsKey(pod.node()) && !bad.get(pod.node()).ready() && !revisions.isEmpty()
                && !revisions.contains(pod.revision()));
        if (!sound || missing() > down.size() || old() > behind.size()) return Set.of();
        down.addAll(behind);
        return down.stream().map(name -> name + (bad.get(name).ready() ? " (cordoned)" : " (not ready)"))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private Set<String> nodes(Predicate<ReleasePod> which) {
        return pods.stream().filter(which).map(ReleasePod::node).collect(Collectors.toCollection(TreeSet::new));
    }
}
