package dev.helmstuck.config;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import dev.helmstuck.runbook.Ci;
import dev.helmstuck.runbook.RunnerPlace;
import dev.helmstuck.runbook.Target;

/** Reads one target. Names that end up in commands for people to copy are held to letters that need no quoting. */
final class TargetReader {

    static final List<String> KEYS = ExtraKeys
            .with(List.of("environment", "cluster", "deleter", "namespace", "release", "drill", "ci", "policy"), ExtraKeys.OF_TARGET);
    static final List<String> CI = List.of("project", "jobs", "sameCluster", "resourceGroups", "helmTimeout", "atomic", "helmLifetime",
            "runnerPods");
    static final List<String> RUNNER_PODS = List.of("cluster", "namespace");

    private static final String LABEL = "[a-z0-9](?:[a-z0-9-]*[a-z0-9])?";
    private static final Pattern NAMESPACE = Pattern.compile(LABEL);
    private static final Pattern RELEASE = Pattern.compile(LABEL + "(?:\\." + LABEL + ")*");
    private static final Pattern CLUSTER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/@+=-]*");
    private static final Pattern PROJECT = Pattern.compile("[A-Za-z0-9_][\\w.-]*(?:/[A-Za-z0-9_][\\w.-]*)+");
    private static final Pattern WORDS = Pattern.compile("[^\\p{Cntrl}]{1,255}");

    private static final int LONGEST_NAMESPACE = 63;
    /** Helm's own limit. */
    private static final int LONGEST_RELEASE = 53;
    private static final Duration SHORTEST_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration LONGEST_TIMEOUT = Duration.ofHours(24);
    private static final Duration LONGEST_LIFETIME = Duration.ofDays(7);

    private TargetReader() {}

    /** The target, without its policy. */
    static Optional<Target> read(String name, Node node, boolean contexts) {
        if (!node.isMapping(KEYS))
            return Optional.empty();
        Optional<String> environment = node.at("environment").text("the name of the environment in GitLab", TargetReader::isWords);
        Optional<String> cluster = cluster(node.at("cluster"), contexts);
        // a wrong one is empty too, but then there is a problem and the target is not used
        Optional<String> deleter = node.at("deleter").or(Optional.empty(), at -> cluster(at, contexts));
        Optional<String> namespace = namespace(node.at("namespace"));
        Optional<String> release = node.at("release").text("the name of a Helm release (lower case, digits, - and ., at most 53 letters)",
                limited(RELEASE, LONGEST_RELEASE));
        Optional<Boolean> drill = node.at("drill").or(Optional.of(false), Node::bool);
        Optional<List<Ci>> ci = projects(node.at("ci"), contexts);
        if (environment.isEmpty() || cluster.isEmpty() || namespace.isEmpty() || release.isEmpty() || drill.isEmpty()
                || ci.isEmpty())
            return Optional.empty();
        return Optional.of(new Target(name, environment.get(), cluster.get(), namespace.get(), release.get(), ci.get(), deleter)
                .drill(drill.get()));
    }

    private static Optional<String> cluster(Node node, boolean contexts) {
        Optional<String> cluster = node.text("a kubeconfig context without blanks or quotes, or " + Target.IN_CLUSTER,
                CLUSTER.asMatchPredicate());
        if (contexts || cluster.isEmpty() || cluster.get().equals(Target.IN_CLUSTER))
            return cluster;
        return node.wrongType(Target.IN_CLUSTER + ", or KUBECONFIG to be set to the file that holds this context");
    }

    private static Optional<String> namespace(Node node) {
        return node.text("the name of a Kubernetes namespace (lower case, digits and -, at most 63 letters)",
                limited(NAMESPACE, LONGEST_NAMESPACE));
    }

    /** One mapping, or a list of them. */
    private static Optional<List<Ci>> projects(Node node, boolean contexts) {
        if (!node.isList())
            return ci(node, contexts).map(List::of);
        Map<String, Node> owners = new HashMap<>();
        return node.someOf("a list of at least one mapping with the keys " + String.join(", ", CI), item -> {
            Optional<Ci> ci = ci(item, contexts);
            // GitLab's paths are the same in any case
            return item.at("project").plainText()
                    .flatMap(path -> Optional.ofNullable(owners.putIfAbsent(path.toLowerCase(Locale.ROOT), item)))
                    .map(owner -> item.at("project").<Ci>wrong("the same project as " + owner.path(), "one entry for each project"))
                    .orElse(ci);
        });
    }

    private static Optional<Ci> ci(Node node, boolean contexts) {
        if (!node.isMapping(CI))
            return Optional.empty();
        Optional<String> project = node.at("project").text("the full path of a GitLab project, such as group/project",
                PROJECT.asMatchPredicate());
        Optional<Pattern> jobs = node.at("jobs").regex();
        // a wrong one is empty too, but then there is a problem and the target is not used
        Optional<Pattern> sameCluster = node.at("sameCluster").or(Optional.empty(), Node::regex);
        Optional<List<String>> resourceGroups = node.at("resourceGroups").or(Optional.of(List.of()), list -> list
                .list("a list of resource groups", item -> item.text("the name of a resource group", TargetReader::isWords)));
        Optional<Duration> helmTimeout = node.at("helmTimeout").duration(SHORTEST_TIMEOUT, LONGEST_TIMEOUT);
        Optional<Boolean> atomic = node.at("atomic").bool();
        Optional<Duration> helmLifetime = node.at("helmLifetime").or(Optional.empty(),
                at -> at.duration(helmTimeout.orElse(SHORTEST_TIMEOUT), LONGEST_LIFETIME));
        Optional<RunnerPlace> runnerPods = node.at("runnerPods").or(Optional.empty(), at -> runnerPods(at, contexts));
        if (project.isEmpty() || jobs.isEmpty() || resourceGroups.isEmpty() || helmTimeout.isEmpty() || atomic.isEmpty())
            return Optional.empty();
        return Optional.of(new Ci(project.get(), jobs.get(), sameCluster, resourceGroups.get(), helmTimeout.get(), atomic.get(),
                helmLifetime, runnerPods));
    }

    private static Optional<RunnerPlace> runnerPods(Node node, boolean contexts) {
        if (!node.isMapping(RUNNER_PODS))
            return Optional.empty();
        Optional<String> cluster = cluster(node.at("cluster"), contexts);
        Optional<String> namespace = namespace(node.at("namespace"));
        if (cluster.isEmpty() || namespace.isEmpty())
            return Optional.empty();
        return Optional.of(new RunnerPlace(cluster.get(), namespace.get()));
    }

    private static boolean isWords(String text) {
        return !text.isBlank() && WORDS.matcher(text).matches();
    }

    private static Predicate<String> limited(Pattern form, int longest) {
        return form.asMatchPredicate().and(text -> text.length() <= longest);
    }
}
