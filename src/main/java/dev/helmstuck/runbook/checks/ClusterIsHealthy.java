package dev.helmstuck.runbook.checks;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.helmstuck.runbook.Fact;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.Formats;
import dev.helmstuck.runbook.Nodes;
import dev.helmstuck.runbook.Nodes.ClusterNode;
import dev.helmstuck.runbook.Result;
import dev.helmstuck.runbook.Samples;
import dev.helmstuck.runbook.Step;
import dev.helmstuck.runbook.Target;
import dev.helmstuck.runbook.WarningEvent;

/**
 * Runbook: "that the cluster isn't suffering some other failure". What is of the release stops, for a crash-looping pod is no settled
 * rollout; what is only of the cluster is a remark, unless it explains the release's trouble: then it stands beside that.
 */
public final class ClusterIsHealthy {
    private static final int MOST_LINES = 15;
    private static final int MOST_NODES = 8;

    private ClusterIsHealthy() {}

    /**
     * What is judged here.
     *
     * @param ready what the API server says of itself: "ok", or its complaint
     */
    public record Signs(Fact<String> ready, Fact<Samples> samples, Fact<Nodes> nodes, Fact<List<WarningEvent>> warnings) {}

    /** Judges them; what could not be looked at is {@link Result#UNKNOWN}, but for nodes that the account may not list. */
    public static Finding check(Target target, Signs signs, Instant now) {
        List<Judged> all = new ArrayList<>();
        signs.ready().either(said -> said.equals("ok")
                ? List.<Judged>of()
                : List.of(Judged.stop("the API server is not ready: " + said,
                        "Whoever runs the cluster has to mend its control plane first: "
                                + "a delete sent to it now may be lost or half-done.")),
                missing -> List.of(unread("whether the API server is ready", missing))).forEach(all::add);
        Map<String, ClusterNode> bad = bad(signs.nodes());
        all.addAll(signs.samples().either(samples -> PodTroubles.judge(target, samples, bad),
                missing -> List.of(unread("the release's pods", missing))));
        all.addAll(nodes(signs.nodes()));
        List<String> events = signs.warnings().either(
                warnings -> signs.samples().either(samples -> ReleaseEvents.lines(warnings, samples.second(), now), missing -> List.of()),
                missing -> {
                    all.add(unread("what the cluster warns of", missing));
                    return List.of();
                });
        return finding(target, all, healthy(signs.nodes()), events);
    }

    private static Judged unread(String what, Fact.Unavailable<?> missing) {
        return Judged.unknown("could not look at " + what + ": " + missing.source() + ": " + missing.why(),
                "Nothing is deleted on a guess. Look by hand, or mend the access and run the command again.");
    }

    private static Finding finding(Target target, List<Judged> all, String healthy, List<String> events) {
        List<String> seen = new ArrayList<>();
        for (Result result : List.of(Result.STOP, Result.UNKNOWN, Result.WARN))
            seen.addAll(Judged.words(all, result));
        seen = new ArrayList<>(Formats.most(seen, MOST_LINES));
        if (!healthy.isEmpty()) seen.add(healthy);
        seen.addAll(events);
        return new Finding(Step.CLUSTER_IS_HEALTHY, Judged.worst(all), summary(all), seen, Judged.next(all), List.of(), byHand(target));
    }

    private static String summary(List<Judged> all) {
        return switch (Judged.worst(all)) {
            case STOP -> "Something is wrong with the cluster or the release's pods: "
                    + Formats.count(Judged.words(all, Result.STOP).size(), "reason") + " to stop.";
            case UNKNOWN -> "Could not look at all of the cluster's health.";
            case WARN -> "No pod of the release is in trouble; " + Formats.count(Judged.words(all, Result.WARN).size(), "remark")
                    + " on the cluster.";
            case PASS, NOT_NEEDED -> "The cluster is ready, and no pod of the release is in trouble.";
        };
    }

    private static Map<String, ClusterNode> bad(Fact<Nodes> fact) {
        return seen(fact).stream().filter(node -> !node.trouble().isEmpty() || node.cordoned())
                .collect(Collectors.toMap(ClusterNode::name, Function.identity(), (one, same) -> one));
    }

    private static List<ClusterNode> seen(Fact<Nodes> fact) {
        return fact.either(known -> known instanceof Nodes.Seen(List<ClusterNode> all) ? all : List.of(), missing -> List.of());
    }

    private static List<Judged> nodes(Fact<Nodes> fact) {
        return fact.either(known -> switch (known) {
            case Nodes.Withheld(String why) -> List.of(Judged.warn("the nodes were not looked at: " + why
                    + " (kubectl apply -k manifests/target/nodes; it may be left out)"));
            case Nodes.Seen(List<ClusterNode> all) -> {
                List<String> troubled = all.stream().filter(node -> !node.trouble().isEmpty())
                        .map(node -> node.name() + " (" + node.trouble() + ")").sorted().toList();
                yield troubled.isEmpty()
                        ? List.of()
                        : List.of(Judged.warn(troubled.size() + " of " + Formats.count(all.size(), "node") + " in trouble: "
                                + String.join(", ", Formats.most(troubled, MOST_NODES))));
            }
        }, missing -> List.of(unread("the nodes", missing)));
    }

    private static String healthy(Fact<Nodes> fact) {
        List<ClusterNode> all = seen(fact);
        long fine = all.stream().filter(node -> node.trouble().isEmpty()).count();
        return all.isEmpty() ? "" : fine + " of " + Formats.count(all.size(), "node") + " ready and without pressure";
    }

    private static String byHand(Target target) {
        return target.kubectl() + " get pods   # then: " + target.kubectl() + " get events --field-selector type!=Normal; "
                + target.kubectl()
                + " get nodes";
    }
}
