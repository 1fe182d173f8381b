package dev.helmstuck.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.helmstuck.approval.Policy;
import dev.helmstuck.runbook.Target;

/**
 * The targets file: each target with the policy that holds for it, and the groups.
 *
 * @param targets by name, in the file's order
 * @param groups names for several targets
 * @param policy the policy of the file as a whole, which a target may override
 */
public record Targets(Map<String, Entry> targets, Map<String, List<String>> groups, Policy policy) {

    public Targets {
        targets = Collections.unmodifiableMap(new LinkedHashMap<>(targets));
        groups = Collections.unmodifiableMap(new LinkedHashMap<>(groups));
    }

    /** A target and its policy. */
    public record Entry(Target target, Policy policy) {}

    /** The target of this name. */
    public Optional<Entry> find(String name) {
        return Optional.ofNullable(targets.get(name));
    }
}
