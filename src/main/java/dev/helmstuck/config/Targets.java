package dev.helmstuck.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.helmstuck.approval.Policy;
import dev.helmstuck.ports.Catalog;
import dev.helmstuck.ports.ConfiguredTarget;

/**
 * The targets file: each target with the policy that holds for it, and the groups.
 *
 * @param targets by name, in the file's order
 * @param groups names for several targets
 * @param policy the policy of the file as a whole, which a target may override
 * @param extras what is said of the optional keys
 * @param applied where each value comes from
 */
public record Targets(Map<String, ConfiguredTarget> targets, Map<String, List<String>> groups, Policy policy, Extras extras,
        AppliedTargets applied) implements Catalog {

    /** What the optional keys say, by its type: of the file, and of each target by name. */
    public record Extras(Map<Class<?>, Extra> file, Map<String, Map<Class<?>, Extra>> targets) {}

    public Targets {
        targets = Collections.unmodifiableMap(new LinkedHashMap<>(targets));
        groups = Collections.unmodifiableMap(new LinkedHashMap<>(groups));
    }

    /** The same in this GitLab, so that commands to type name it. */
    Targets of(String gitlab) {
        Map<String, ConfiguredTarget> there = new LinkedHashMap<>();
        targets.forEach((name, entry) -> there.put(name, new ConfiguredTarget(entry.target().of(gitlab), entry.policy())));
        return new Targets(there, groups, policy, extras, applied);
    }

    /** What an optional top-level key says; empty if it is not there. */
    public <T extends Extra> Optional<T> extra(Class<T> type) {
        return Optional.ofNullable(extras.file().get(type)).map(type::cast);
    }

    /** What an optional key says of this target; empty if it is not there. */
    public <T extends Extra> Optional<T> extra(String target, Class<T> type) {
        return Optional.ofNullable(extras.targets().getOrDefault(target, Map.of()).get(type)).map(type::cast);
    }

    @Override
    public Optional<ConfiguredTarget> target(String name) {
        return Optional.ofNullable(targets.get(name));
    }

    @Override
    public Optional<List<String>> group(String name) {
        return Optional.ofNullable(groups.get(name));
    }

    @Override
    public List<String> targetNames() {
        return List.copyOf(targets.keySet());
    }

    @Override
    public List<String> groupNames() {
        return List.copyOf(groups.keySet());
    }
}
