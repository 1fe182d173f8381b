package dev.helmstuck.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import dev.helmstuck.config.Written.Mapping;
import dev.helmstuck.config.Written.Spot;

/**
 * Makes the targets of names such as {@code '{env}-{zone}'}: one for each combination of the words that {@code each} lists; those of
 * {@code {env}} are the names of {@code environments} unless {@code each} lists some.
 */
final class TargetPatterns {
    static final String ENV = "env";
    static final String EACH = "each";
    /** Far more than anybody has; a few lists multiply fast. */
    private static final int MOST = 1_000;

    private final Set<String> environments;
    private final String source;
    private final Problems problems;

    /** One target that a pattern makes, and the words that make it. */
    record MadeTarget(String name, Map<String, String> words, Mapping says) {}

    TargetPatterns(Set<String> environments, String source, Problems problems) {
        this.environments = environments;
        this.source = source;
        this.problems = problems;
    }

    static boolean isPattern(String name) {
        return !Placeholders.in(name).isEmpty();
    }

    /** All targets of this pattern; none if the problems say why. */
    List<MadeTarget> made(String pattern, Mapping says) {
        Node node = new Node(says, source, problems);
        List<String> wanted = Placeholders.in(pattern);
        Node each = node.at(EACH);
        if (!each.absent() && !each.isMapping(wanted))
            return List.of();
        List<Map<String, String>> combinations = List.of(Map.of());
        for (String word : wanted) {
            List<String> values = values(word, each, node);
            if ((long) values.size() * combinations.size() > MOST)
                return none(each, "more than " + MOST + " combinations", "lists that make at most " + MOST + " targets");
            combinations = combinations.stream().flatMap(words -> values.stream().map(value -> with(words, word, value))).toList();
        }
        List<MadeTarget> made = new ArrayList<>();
        for (Map<String, String> words : combinations) {
            String name = Placeholders.filled(pattern, words);
            // what is missing is told of under the target's own name
            Mapping own = new Mapping(new Spot("targets", says.spot().line()).key(name), says.without(EACH).entries());
            made.add(new MadeTarget(name, words, own));
        }
        return made;
    }

    private List<String> values(String word, Node each, Node pattern) {
        Node listed = each.absent() ? pattern.own(EACH).own(word) : each.at(word);
        if (!listed.absent())
            return listed.someOf("a list of at least one word for {" + word + "}",
                    item -> item.text("a word of lower case letters, digits and -", text -> text.matches("[a-z0-9-]+"))).orElse(List.of());
        if (word.equals(ENV) && !environments.isEmpty()) return List.copyOf(environments);
        return none(listed, Problems.NOTHING, "a list of the words for {" + word + "}"
                + (word.equals(ENV) ? ", or environments to name them" : ""));
    }

    private static <T> List<T> none(Node node, String found, String expected) {
        return node.<List<T>>wrong(found, expected).orElse(List.of());
    }

    private static Map<String, String> with(Map<String, String> words, String word, String value) {
        Map<String, String> more = new LinkedHashMap<>(words);
        more.put(word, value);
        return more;
    }

    /** The environment of a target: what it says, or what its name does. */
    static Optional<String> environment(Optional<Mapping> own, Optional<MadeTarget> made) {
        return Stream.of(own.flatMap(says -> says.get("environment")).flatMap(Written::text),
                made.flatMap(one -> one.says().get("environment")).flatMap(Written::text)
                        .map(text -> Placeholders.filled(text, made.get().words())),
                made.map(one -> one.words().get(ENV))).flatMap(Optional::stream).findFirst();
    }
}
