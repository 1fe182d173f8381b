package dev.helmstuck.simulator.kubernetes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;

/** The parameter fieldSelector, with the few fields that a real server knows for each kind. */
final class FieldSelector {
    private static final Pattern TERM = Pattern.compile("([^=!]+)(==|=|!=)(.*)");
    private static final Set<String> EVERYWHERE = Set.of("metadata.name", "metadata.namespace");
    private static final Map<Kind, Set<String>> MORE = Map.of(Kind.SECRET, Set.of("type"), Kind.POD,
            Set.of("status.phase", "spec.nodeName"), Kind.EVENT, Set.of("involvedObject.kind", "involvedObject.namespace",
                    "involvedObject.name", "involvedObject.uid", "reason", "type"));

    private FieldSelector() {}

    static Predicate<JsonNode> parse(Kind kind, String text) {
        if (text.isBlank())
            return object -> true;
        List<Predicate<JsonNode>> terms = new ArrayList<>();
        for (String term : text.split(",", -1))
            terms.add(term(kind, term));
        return object -> terms.stream().allMatch(term -> term.test(object));
    }

    private static Predicate<JsonNode> term(Kind kind, String text) {
        Matcher term = TERM.matcher(text);
        if (!term.matches())
            throw Refused.badRequest("invalid selector: '" + text + "'; can't understand '" + text + "'");
        String field = term.group(1);
        boolean known = EVERYWHERE.contains(field) || MORE.getOrDefault(kind, Set.of()).contains(field);
        if (!known)
            throw Refused.badRequest("field label not supported: " + field);
        String pointer = "/" + field.replace('.', '/');
        boolean equal = !term.group(2).equals("!=");
        return object -> equal == object.at(pointer).asText("").equals(term.group(3));
    }
}
