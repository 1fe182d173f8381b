package dev.helmstuck.config;

import java.util.Map;
import java.util.Optional;

import dev.helmstuck.runbook.Target;

/** What holds for targets to practise on: each has a namespace of its own, and is asked for by its own name alone. */
final class DrillTargets {
    private final Map<String, Node> nodes;
    private final Map<String, Target> targets;

    /**
     * @param nodes what is written of each
     * @param targets those that could be read
     */
    DrillTargets(Map<String, Node> nodes, Map<String, Target> targets) {
        this.nodes = nodes;
        this.targets = targets;
    }

    /** What a drill makes and takes away must be nobody else's. */
    void checkNamespaces() {
        targets.values().stream().filter(Target::drill)
                .forEach(drill -> targets.values().stream().filter(other -> isBeside(drill, other)).findFirst().ifPresent(other -> at(drill)
                        .wrong("the namespace of " + at(other).path() + ", while drill is true", "a namespace of its own for each drill")));
    }

    /** Of two drills the second is told of. */
    private boolean isBeside(Target drill, Target other) {
        boolean first = !other.drill() || nodes.keySet().stream().filter(name -> name.equals(drill.name()) || name.equals(other.name()))
                .findFirst().filter(other.name()::equals).isPresent();
        return first && !drill.name().equals(other.name()) && drill.namespace().equals(other.namespace())
                && SameCluster.names(drill, targets.values()).contains(other.cluster());
    }

    private Node at(Target target) {
        return nodes.get(target.name()).at("namespace");
    }

    /** Who asks for several at once asks in an incident. */
    Optional<String> member(Node item, String name) {
        return Optional.ofNullable(targets.get(name)).filter(Target::drill).isPresent()
                ? item.wrong("the drill " + Problems.quoted(name),
                        "a target that is no drill, for a drill is asked for by its own name alone")
                : Optional.of(name);
    }
}
