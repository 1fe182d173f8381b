package dev.helmstuck.simulator.kubernetes;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;

/** The parameter labelSelector: {@code a=b,c!=d,e in (f,g),h notin (i),j,!k}. A key that is absent satisfies != and notin. */
final class LabelSelector {
    private static final Pattern BETWEEN = Pattern.compile(",(?![^(]*\\))");
    private static final Pattern SET = Pattern.compile("([^\\s!=(),]+)\\s+(in|notin)\\s*\\(([^()]*)\\)");
    private static final Pattern EQUALITY = Pattern.compile("([^\\s!=(),]+)\\s*(==|=|!=)\\s*([^\\s!=(),]*)");
    private static final Pattern EXISTENCE = Pattern.compile("(!?)\\s*([^\\s!=(),]+)");

    private LabelSelector() {}

    static Predicate<JsonNode> parse(String text) {
        if (text.isBlank())
            return object -> true;
        List<Predicate<JsonNode>> requirements = new ArrayList<>();
        for (String requirement : BETWEEN.split(text, -1))
            requirements.add(requirement(requirement.strip()));
        return object -> {
            JsonNode labels = object.path("metadata").path("labels");
            return requirements.stream().allMatch(requirement -> requirement.test(labels));
        };
    }

    private static Predicate<JsonNode> requirement(String text) {
        Matcher set = SET.matcher(text);
        if (set.matches()) {
            Set<String> values = Set.copyOf(List.of(set.group(3).strip().split("\\s*,\\s*", -1)));
            boolean in = set.group(2).equals("in");
            return labels -> in == (labels.has(set.group(1)) && values.contains(labels.get(set.group(1)).asText()));
        }
        Matcher equality = EQUALITY.matcher(text);
        if (equality.matches()) {
            boolean equal = !equality.group(2).equals("!=");
            return labels -> equal == (labels.has(equality.group(1))
                    && labels.get(equality.group(1)).asText().equals(equality.group(3)));
        }
        Matcher existence = EXISTENCE.matcher(text);
        if (existence.matches())
            return labels -> existence.group(1).isEmpty() == labels.has(existence.group(2));
        throw Refused.badRequest("unable to parse requirement: " + text);
    }
}
