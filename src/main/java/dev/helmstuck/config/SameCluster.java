package dev.helmstuck.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.helmstuck.runbook.Target;

/**
 * Tells targets of one cluster of each other. A cluster is known by the contexts that name it, as {@code cluster} or as {@code deleter},
 * and by nothing else: one address may stand for many clusters (Teleport, Rancher), and one cluster may have several (from inside and
 * from outside). What the names do not tell, {@code sameCluster} has to.
 */
final class SameCluster {

    private SameCluster() {}

    /** The same targets, each with the jobs of those beside it. */
    static Map<String, Target> told(Map<String, Target> targets) {
        List<Set<String>> clusters = clusters(targets.values());
        Map<String, Target> told = new LinkedHashMap<>();
        targets.forEach((name, target) -> {
            Set<String> cluster = of(target, clusters);
            told.put(name, target.beside(targets.values().stream()
                    .filter(other -> !other.name().equals(name) && cluster.contains(other.cluster())).toList()));
        });
        return told;
    }

    /** All names that these targets have for the cluster of one of them. */
    static Set<String> names(Target target, Collection<Target> all) {
        return of(target, clusters(all));
    }

    private static Set<String> of(Target target, List<Set<String>> clusters) {
        return clusters.stream().filter(names -> names.contains(target.cluster())).findFirst().orElseThrow();
    }

    /** The names of each cluster: two that share one are one cluster. */
    private static List<Set<String>> clusters(Collection<Target> targets) {
        List<Set<String>> clusters = new ArrayList<>();
        for (Target target : targets) {
            Set<String> names = Stream.concat(Stream.of(target.cluster()), target.deleter().stream())
                    .collect(Collectors.toCollection(HashSet::new));
            List<Set<String>> shared = clusters.stream().filter(known -> !Collections.disjoint(known, names)).toList();
            shared.forEach(names::addAll);
            clusters.removeAll(shared);
            clusters.add(names);
        }
        return clusters;
    }
}
