package dev.helmstuck.runbook.checks;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import dev.helmstuck.runbook.Formats;
import dev.helmstuck.runbook.WarningEvent;
import dev.helmstuck.runbook.Workloads;

/** The newest warnings about the release's objects, what repeats itself in one line. They tell a story and judge nothing: what is past may be mended. */
final class ReleaseEvents {
    private static final int MOST = 5;
    /** Whose messages are the cluster's own words. A probe's or a hook's hold what a container printed, a mount's its options. */
    private static final Set<String> QUOTED = Set.of("FailedScheduling", "BackOff", "Evicted", "NodeNotReady");

    private ReleaseEvents() {}

    static List<String> lines(List<WarningEvent> warnings, Workloads look, Instant now) {
        Set<String> ours = ours(look);
        Map<String, List<WarningEvent>> groups = new LinkedHashMap<>();
        for (WarningEvent event : warnings) {
            about(event, ours)
                    .ifPresent(owner -> groups.computeIfAbsent(owner + " " + event.reason(), none -> new ArrayList<>()).add(event));
        }
        Comparator<List<WarningEvent>> newest = Comparator.comparing(group -> newest(group).last());
        List<String> lines = groups.values().stream().sorted(newest.reversed()).map(group -> line(group, now)).toList();
        return Formats.most(lines, MOST);
    }

    private static String line(List<WarningEvent> group, Instant now) {
        WarningEvent last = newest(group);
        int times = group.stream().mapToInt(WarningEvent::count).sum();
        return "warning: " + last.reason() + " on " + last.kind() + " " + last.name()
                + (group.stream().map(WarningEvent::name).distinct().count() == 1 ? "" : " and others like it") + ", "
                + Formats.count(times, "time") + ", last " + Formats.duration(Duration.between(last.last(), now)) + " ago"
                + (QUOTED.contains(last.reason()) && !last.message().isEmpty() ? ": " + last.message() : "");
    }

    private static WarningEvent newest(List<WarningEvent> group) {
        return group.stream().max(Comparator.comparing(WarningEvent::last)).orElseThrow();
    }

    private static Set<String> ours(Workloads look) {
        Set<String> ours = new HashSet<>();
        look.deployments().forEach(it -> ours.add("Deployment " + it.name()));
        look.statefulSets().forEach(it -> ours.add("StatefulSet " + it.name()));
        look.daemonSets().forEach(it -> ours.add("DaemonSet " + it.name()));
        look.jobs().forEach(it -> ours.add("Job " + it.name()));
        look.autoscalers().forEach(it -> ours.add("HorizontalPodAutoscaler " + it.name()));
        look.pods().forEach(it -> ours.add("Pod " + it.name()));
        return ours;
    }

    /** Whose it is, if it is the release's: a pod that is gone, or a ReplicaSet, is known by the name that its controller gave it. */
    private static Optional<String> about(WarningEvent event, Set<String> ours) {
        return owners(event).filter(ours::contains).findFirst();
    }

    private static Stream<String> owners(WarningEvent event) {
        String name = event.name();
        Stream<String> itself = Stream.of(event.kind() + " " + name);
        return switch (event.kind()) {
            case "ReplicaSet" -> Stream.of("Deployment " + without(name, 1));
            case "Pod" -> Stream.concat(Stream.of("Deployment " + without(name, 2), "StatefulSet " + without(name, 1),
                    "DaemonSet " + without(name, 1), "Job " + without(name, 1)), itself);
            default -> itself;
        };
    }

    private static String without(String name, int parts) {
        String rest = name;
        for (int i = 0; i < parts; i++)
            rest = rest.contains("-") ? rest.substring(0, rest.lastIndexOf('-')) : rest;
        return rest;
    }
}
