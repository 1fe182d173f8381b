package dev.helmstuck.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What applies after all inheritance, as a targets file in which each value says where it comes from. */
public final class AppliedTargets {
    private final Node root;
    private final Map<String, Node> targets;

    AppliedTargets(Node root, Map<String, Node> targets) {
        this.root = root;
        this.targets = targets;
    }

    /** The values of a target, whatever place they come from. */
    String values(String name) {
        return AppliedText.flow(targets.get(name).written().orElseThrow());
    }

    /** A targets file that means the same for these targets, without inheritance; groups only if all targets are wanted. */
    public String yaml(Predicate<String> wanted) {
        AppliedText text = new AppliedText();
        text.section("policy", PolicyReader.KEYS, Layers.completed("policy", root.at("policy").written()));
        ExtraKeys.OF_FILE.forEach(key -> text.section(key.name(), List.of(), root.at(key.name()).written()));
        text.open("targets");
        Set<String> all = targets.keySet();
        all.stream().filter(wanted).forEach(name -> text.target(name, targets.get(name).written().orElseThrow()));
        Optional<Written> groups = root.at("groups").written();
        if (all.stream().allMatch(wanted)) text.section("groups", List.of(), groups);
        return text.toString();
    }
}
