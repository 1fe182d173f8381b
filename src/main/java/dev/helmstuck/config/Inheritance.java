package dev.helmstuck.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.helmstuck.config.TargetPatterns.MadeTarget;
import dev.helmstuck.config.Written.Mapping;
import dev.helmstuck.config.Written.Single;
import dev.helmstuck.config.Written.Spot;

/**
 * What each target says together with what it inherits. The nearer wins: the target itself, the pattern that makes it, its environment, then
 * {@code ci} and {@code policy} of the file, then the defaults.
 */
final class Inheritance {
    static final List<String> OF_ENVIRONMENTS = TargetReader.KEYS.stream().filter(key -> !key.equals("environment")).toList();

    private final String source;
    private final Problems problems;
    private final Mapping common;
    private final Mapping policy;
    private final Map<String, Mapping> environments = new LinkedHashMap<>();
    private final Map<String, MadeTarget> made = new LinkedHashMap<>();
    private final Map<String, Node> own = new LinkedHashMap<>();
    private final Set<String> used = new HashSet<>();

    private Inheritance(Node root, String source, Problems problems) {
        this.source = source;
        this.problems = problems;
        Mapping nothing = new Mapping(new Spot("", 0), Map.of());
        common = root.at("ci").written().map(ci -> nothing.with("ci", ci)).orElse(nothing);
        policy = root.at("policy").written().map(one -> nothing.with("policy", one)).orElse(nothing);
        Node all = root.at("environments");
        if (!all.absent()) all.entries("a mapping with at least one environment").orElse(Map.of()).forEach((name, node) -> {
            if (node.isMapping(OF_ENVIRONMENTS)) environments.put(name, (Mapping) node.written().orElseThrow());
        });
    }

    /** Every target by name, in the file's order; what is no mapping stays what it is. */
    static Map<String, Node> targets(Node root, String source, Problems problems) {
        Inheritance file = new Inheritance(root, source, problems);
        Set<String> names = new LinkedHashSet<>();
        root.at("targets").entries("a mapping with at least one target").orElse(Map.of()).forEach((name, node) -> {
            if (TargetPatterns.isPattern(name)) names.addAll(file.pattern(name, node));
            else {
                names.add(name);
                file.own.put(name, node);
            }
        });
        Map<String, Node> targets = new LinkedHashMap<>();
        names.forEach(name -> targets.put(name, file.whole(name)));
        file.checkEnvironments(root.at("environments"));
        return targets;
    }

    private List<String> pattern(String pattern, Node node) {
        List<String> names = new ArrayList<>();
        if (!(node.written().orElse(null) instanceof Mapping says)) {
            node.wrongType("a mapping with the keys each, " + String.join(", ", TargetReader.KEYS));
            return names;
        }
        for (MadeTarget one : new TargetPatterns(environments.keySet(), source, problems).made(pattern, says)) {
            MadeTarget other = made.putIfAbsent(one.name(), one);
            if (other == null) names.add(one.name());
            else
                node.wrong("the target " + Problems.quoted(one.name()) + " again, which another pattern makes (line "
                        + other.says().spot().line() + ")", "patterns that make each target once");
        }
        return names;
    }

    private Node whole(String name) {
        Optional<Node> node = Optional.ofNullable(own.get(name));
        if (node.isPresent() && !(node.get().written().orElseThrow() instanceof Mapping)) return node.get();
        Optional<Mapping> says = node.flatMap(Node::written).map(Mapping.class::cast);
        Optional<MadeTarget> pattern = Optional.ofNullable(made.get(name));
        Optional<String> environment = TargetPatterns.environment(says, pattern);
        environment.ifPresent(used::add);
        Map<String, String> words = new LinkedHashMap<>(pattern.map(MadeTarget::words).orElse(Map.of()));
        environment.ifPresent(word -> words.put(TargetPatterns.ENV, word));
        words.put("target", name);
        Placeholders placeholders = new Placeholders(words, source, problems);
        Mapping whole = Layers.over(policy, placeholders.fill(common));
        whole = Layers.over(whole, placeholders.fill(environment.map(environments::get).orElse(new Mapping(whole.spot(), Map.of()))));
        if (pattern.isPresent()) {
            whole = Layers.over(whole, placeholders.fill(pattern.get().says()));
            whole = whole.get("environment").isPresent() || environment.isEmpty()
                    ? whole
                    : whole.with("environment", Single.text(whole.spot(), environment.get()));
        }
        return new Node(completed(says.isPresent() ? Layers.over(whole, says.get()) : whole), source, problems);
    }

    private static Mapping completed(Mapping target) {
        Mapping completed = target;
        for (String part : List.of("ci", "policy")) {
            Optional<Written> value = Layers.completed(part, target.get(part));
            if (value.isPresent()) completed = completed.with(part, value.get());
        }
        return completed;
    }

    /** Whoever mistypes an environment would miss its policy without a word. */
    private void checkEnvironments(Node all) {
        environments.keySet().stream().filter(name -> !used.contains(name)).forEach(name -> all.at(name).wrong(
                "no target of this environment",
                Node.meant(name, used).map(near -> "the environment of a target, perhaps " + near).orElse("the environment of a target")));
    }
}
