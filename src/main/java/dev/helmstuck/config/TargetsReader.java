package dev.helmstuck.config;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.helmstuck.config.Written.Mapping;
import dev.helmstuck.ports.ConfiguredTarget;
import dev.helmstuck.ports.Inbox;
import dev.helmstuck.runbook.Target;

/** Reads the targets file as a whole. */
final class TargetsReader {

    static final List<String> KEYS = ExtraKeys.with(List.of("policy", "ci", "environments", "targets", "groups"), ExtraKeys.OF_FILE);
    /** A key that begins so is a place for anchors, and nobody reads it. */
    static final String ASIDE = "x-";

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final String EXPECTED_NAME = "a name of lower case letters, digits and - (at most 63)";

    private final String source;
    private final Problems problems;
    private final boolean contexts;

    /**
     * @param source what problems call the file
     * @param contexts whether a target may name a kubeconfig context, because there is a kubeconfig or nobody will look
     */
    TargetsReader(String source, Problems problems, boolean contexts) {
        this.source = source;
        this.problems = problems;
        this.contexts = contexts;
    }

    /** The targets; empty if the problems say what is wrong. */
    Optional<Targets> read(Written tree) {
        Node root = new Node(tree instanceof Mapping mapping ? withoutAsides(mapping) : tree, source, problems);
        int before = problems.all().size();
        if (!root.isMapping(KEYS))
            return Optional.empty();
        PolicyReader policies = new PolicyReader();
        Node common = root.at("policy");
        PolicyDraft policy = policies.file(common, Layers.completed("policy", common.written()).map(this::node).orElse(common));
        Map<String, Node> nodes = Inheritance.targets(root, source, problems);
        Map<String, Target> targets = new LinkedHashMap<>();
        Map<String, PolicyDraft> drafts = new LinkedHashMap<>();
        Map<String, Map<Class<?>, Extra>> extras = new LinkedHashMap<>();
        nodes.forEach((name, node) -> {
            checkName(name, node);
            TargetReader.read(name, node, contexts).ifPresent(target -> targets.put(name, target));
            drafts.put(name, policies.target(node.at("policy")));
            extras.put(name, ExtraKeys.read(node, ExtraKeys.OF_TARGET));
        });
        checkSameRelease(nodes);
        DrillTargets drills = new DrillTargets(nodes, targets);
        drills.checkNamespaces();
        Map<String, List<String>> groups = groups(root.at("groups"), nodes.keySet(), drills);
        Map<Class<?>, Extra> said = ExtraKeys.read(root, ExtraKeys.OF_FILE);
        if (problems.all().size() > before)
            return Optional.empty();
        Map<String, ConfiguredTarget> entries = new LinkedHashMap<>();
        SameCluster.told(targets).forEach((name, target) -> entries.put(name, new ConfiguredTarget(target, drafts.get(name).complete())));
        return Optional
                .of(new Targets(entries, groups, policy.complete(), new Targets.Extras(said, extras), new AppliedTargets(root, nodes)));
    }

    private Node node(Written value) {
        return new Node(value, source, problems);
    }

    private static Mapping withoutAsides(Mapping root) {
        Mapping rest = root;
        for (String key : root.entries().keySet())
            if (key.startsWith(ASIDE)) rest = rest.without(key);
        return rest;
    }

    private static void checkName(String name, Node node) {
        if (!NAME.matcher(name).matches())
            node.wrong("the name " + Problems.quoted(name), EXPECTED_NAME);
        else if (Inbox.Command.VERBS.contains(name))
            node.wrong("the name " + Problems.quoted(name), "another name, for this is a word of the command");
    }

    /** Looks at what is written, not at what could be read, so that another mistake in a target does not hide this one. */
    private static void checkSameRelease(Map<String, Node> nodes) {
        Map<List<String>, Node> owners = new HashMap<>();
        nodes.values().forEach(node -> {
            List<String> release = Stream.of("cluster", "namespace", "release").map(node::at).map(Node::plainText)
                    .flatMap(Optional::stream).toList();
            if (release.size() < 3)
                return;
            Optional.ofNullable(owners.putIfAbsent(release, node)).ifPresent(owner -> node.wrong(
                    "the same cluster, namespace and release as " + owner.path(), "one target for each release"));
        });
    }

    private static Map<String, List<String>> groups(Node node, Set<String> targets, DrillTargets drills) {
        if (node.absent())
            return Map.of();
        Map<String, List<String>> groups = new LinkedHashMap<>();
        node.entries("a mapping with at least one group").orElse(Map.of()).forEach((name, group) -> {
            checkName(name, group);
            if (targets.contains(name))
                group.wrong("the name " + Problems.quoted(name), "another name, for a target has this one");
            group.someOf("a list of at least one target", item -> member(item, targets).flatMap(one -> drills.member(item, one)))
                    .ifPresent(members -> groups.put(name, members));
        });
        return groups;
    }

    private static Optional<String> member(Node item, Set<String> targets) {
        Optional<String> name = item.text("the name of a target", text -> !text.isBlank());
        if (name.isEmpty() || targets.contains(name.get()))
            return name;
        return item.wrongType(Node.meant(name.get(), targets).map(near -> "the name of a target, perhaps " + near)
                .orElse("the name of a target"));
    }
}
