package dev.helmstuck.forecast;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds what a custom resource's schema forbids to change: rules of the form {@code self == oldSelf} or {@code self.x == oldSelf.x}
 * ({@code x-kubernetes-validations}), which the API server asks where a value was there before and is there afterwards. No other rule is
 * read.
 */
final class FixedFields {
    private static final String WHOLE = "self==oldSelf";
    private static final Pattern FIELD = Pattern.compile("self\\.(\\w+)==oldSelf\\.\\1");

    private FixedFields() {}

    /** The first path at which such a rule is broken. */
    static Optional<String> broken(Map<String, Object> schema, Object before, Object after) {
        return broken("", schema, before, after);
    }

    private static Optional<String> broken(String path, Map<String, Object> schema, Object before, Object after) {
        if (before == null || after == null || Objects.equals(before, after)) return Optional.empty();
        Optional<String> here = rules(schema).filter(WHOLE::equals).map(rule -> path).findFirst()
                .or(() -> rules(schema).map(FIELD::matcher).filter(Matcher::matches).map(rule -> rule.group(1))
                        .filter(field -> !Objects.equals(Tree.map(before).get(field), Tree.map(after).get(field)))
                        .map(field -> below(path, field)).findFirst());
        if (here.isPresent() || !(after instanceof Map<?, ?>)) return here;
        Map<String, Object> properties = Tree.map(schema.get("properties"));
        Set<String> fields = new LinkedHashSet<>(Tree.map(before).keySet());
        fields.retainAll(Tree.map(after).keySet());
        return fields.stream().flatMap(field -> broken(below(path, field),
                Tree.map(properties.getOrDefault(field, schema.get("additionalProperties"))), Tree.map(before).get(field),
                Tree.map(after).get(field)).stream()).findFirst();
    }

    private static String below(String path, String field) {
        return path.isEmpty() ? field : path + "." + field;
    }

    private static Stream<String> rules(Map<String, Object> schema) {
        return Tree.list(schema.get("x-kubernetes-validations")).stream().map(one -> Tree.text(one, "rule").replace(" ", ""));
    }
}
