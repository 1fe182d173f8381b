package dev.helmstuck.ports;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The configured targets and groups, as the flow needs them. */
public interface Catalog {

    /** The target of this name. */
    Optional<ConfiguredTarget> target(String name);

    /** The targets of the group of this name. */
    Optional<List<String>> group(String name);

    /** All targets' names, in the file's order. */
    List<String> targetNames();

    /** All groups' names. */
    List<String> groupNames();

    /** Every target. */
    default List<ConfiguredTarget> all() {
        return targetNames().stream().map(this::target).flatMap(Optional::stream).toList();
    }

    /** Every target but those to practise on, which are asked for by their own names alone. */
    default List<ConfiguredTarget> real() {
        return all().stream().filter(entry -> !entry.target().drill()).toList();
    }

    /** The targets that are meant by this name: a target's, a group's, an environment's or a cluster's, the first of these that there is. */
    default List<ConfiguredTarget> meant(String name) {
        if (target(name).isPresent()) return target(name).stream().toList();
        if (group(name).isPresent()) return group(name).get().stream().map(this::target).flatMap(Optional::stream).toList();
        List<ConfiguredTarget> there = real().stream().filter(entry -> entry.target().environment().equals(name)).toList();
        return there.isEmpty() ? real().stream().filter(entry -> entry.target().cluster().equals(name)).toList() : there;
    }

    /** Every name that means something, each once: targets, groups, environments, clusters. */
    default List<String> names() {
        return Stream.of(targetNames(), groupNames(), real().stream().map(entry -> entry.target().environment()).toList(),
                real().stream().map(entry -> entry.target().cluster()).toList()).flatMap(List::stream).distinct().toList();
    }
}
