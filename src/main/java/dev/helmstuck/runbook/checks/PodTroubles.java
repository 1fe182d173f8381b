package dev.helmstuck.runbook.checks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.helmstuck.runbook.Formats;
import dev.helmstuck.runbook.Nodes.ClusterNode;
import dev.helmstuck.runbook.ReleasePod;
import dev.helmstuck.runbook.ReleasePod.Container;
import dev.helmstuck.runbook.Samples;
import dev.helmstuck.runbook.Target;
import dev.helmstuck.runbook.Workloads;

/** The release's pods that cannot run, by workload and cause. What is being deleted or has been replaced is not counted. */
final class PodTroubles {
    private static final int MOST_PODS = 3;
    private static final Set<String> NO_IMAGE = Set.of("ErrImagePull", "ImagePullBackOff", "ErrImageNeverPull", "InvalidImageName",
            "ImageInspectError", "RegistryUnavailable");

    /** Why a pod does not run, with what a person does about it. */
    private enum Cause {
        CRASHES("crash-looping",
                "A delete mends no crash. Read why it ends: %s logs POD --previous; mend that first, it may well be why the deploy "
                        + "got stuck."),
        NO_IMAGE("without an image",
                "Check that the image exists under this name and that the cluster may pull it (registry, pull secret)."),
        CANNOT_START("unable to start", "Look at what its container lacks, a ConfigMap or Secret mostly: %s describe pod POD."),
        NO_NODE("without a node",
                "The cluster has no room for it, or no node that it may use: look at the nodes and at the cluster's autoscaler."),
        PENDING("pending", "It has not started yet: wait, and run the command again; if it stays so, %s describe pod POD says why.");

        private final String word;
        private final String next;

        Cause(String word, String next) {
            this.word = word;
            this.next = next;
        }
    }

    /** @param words what all pods of one group have in common */
    private record Trouble(String owner, Cause cause, String words, boolean ofTheCluster) {}

    private PodTroubles() {}

    /** @param bad the nodes that are in trouble or cordoned, by name */
    static List<Judged> judge(Target target, Samples samples, Map<String, ClusterNode> bad) {
        Map<String, ReleasePod> before = samples.first().pods().stream()
                .collect(Collectors.toMap(ReleasePod::name, Function.identity(), (one, same) -> one));
        Map<Trouble, List<String>> groups = new LinkedHashMap<>();
        for (ReleasePod pod : samples.second().pods()) {
            if (pod.going() || pod.failed()) continue;
            trouble(pod, Optional.ofNullable(before.get(pod.name())), bad)
                    .ifPresent(trouble -> groups.computeIfAbsent(trouble, none -> new ArrayList<>()).add(pod.name()));
        }
        List<Judged> judged = new ArrayList<>();
        groups.forEach((trouble, pods) -> judged.add(judged(target, samples.second(), trouble, pods)));
        return judged;
    }

    private static Judged judged(Target target, Workloads look, Trouble trouble, List<String> pods) {
        String words = (trouble.owner().isEmpty() ? "" : trouble.owner() + ": ") + Formats.count(pods.size(), "pod") + " "
                + trouble.cause().word + " (" + String.join(", ", Formats.most(pods, MOST_PODS)) + ")"
                + (trouble.words().isEmpty() ? "" : ", " + trouble.words());
        boolean remark = trouble.ofTheCluster() || beingScaled(look, trouble, pods.size());
        return remark ? Judged.warn(words) : Judged.stop(words, trouble.cause().next.formatted(target.kubectl()));
    }

    /** A few new pods of what an autoscaler scales up are no trouble: the runbook's 10 %. */
    private static boolean beingScaled(Workloads look, Trouble trouble, int many) {
        return trouble.cause() == Cause.PENDING
                && (look.deployments().stream().anyMatch(it -> trouble.owner().equals("Deployment " + it.name())
                        && look.scaled("Deployment", it.name()) && many <= it.replicas() / 10)
                        || look.statefulSets().stream().anyMatch(it -> trouble.owner().equals("StatefulSet " + it.name())
                                && look.scaled("StatefulSet", it.name()) && many <= it.replicas() / 10));
    }

    private static Optional<Trouble> trouble(ReleasePod pod, Optional<ReleasePod> before, Map<String, ClusterNode> bad) {
        ClusterNode node = bad.get(pod.node());
        String where = node == null ? "" : "on node " + node.name() + " (" + (node.trouble().isEmpty() ? "cordoned" : node.trouble()) + ")";
        // on a dead node nothing starts, and a DaemonSet wants its pod there all the same
        boolean ofTheCluster = node != null && !node.ready() && pod.owner().startsWith("DaemonSet ");
        return cause(pod, before).map(found -> new Trouble(pod.owner(), found.getKey(),
                String.join(", ", List.of(found.getValue(), where).stream().filter(words -> !words.isEmpty()).toList()), ofTheCluster));
    }

    /** The cause, and what more is known of it. */
    private static Optional<Map.Entry<Cause, String>> cause(ReleasePod pod, Optional<ReleasePod> before) {
        for (ReleasePod look : before.map(first -> List.of(pod, first)).orElse(List.of(pod))) {
            for (Container container : look.waiting()) {
                if (NO_IMAGE.contains(container.reason())) {
                    if (look.equals(pod)) return found(Cause.NO_IMAGE, container.reason() + " of " + container.image());
                } else if (container.reason().equals("CrashLoopBackOff")) {
                    return found(Cause.CRASHES, "container " + container.name() + ", " + container.reason() + ended(container));
                } else if (look.equals(pod)) {
                    return found(Cause.CANNOT_START, "container " + container.name() + ", " + container.reason());
                }
            }
        }
        if (before.isPresent() && pod.restarts() > before.get().restarts()) return found(Cause.CRASHES, "restarted between the two looks");
        if (!pod.unscheduled().isEmpty()) return found(Cause.NO_NODE, pod.unscheduled());
        return pod.phase().equals("Pending") ? found(Cause.PENDING, "") : Optional.empty();
    }

    private static String ended(Container container) {
        return container.lastEnd().isEmpty() ? "" : ", last ended with " + container.lastEnd();
    }

    private static Optional<Map.Entry<Cause, String>> found(Cause cause, String words) {
        return Optional.of(Map.entry(cause, words));
    }
}
