package dev.helmstuck.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.helmstuck.config.Written.Mapping;
import dev.helmstuck.config.Written.Sequence;
import dev.helmstuck.config.Written.Single;

/**
 * Words in braces, such as {@code {env}}, in what holds for several targets; each stands for a word of the one target. A regular
 * expression's own braces hold numbers or come after a backslash.
 */
record Placeholders(Map<String, String> words, String source, Problems problems) {
    private static final Pattern FORM = Pattern.compile("(?<!\\\\|\\\\[pPxN])\\{([a-z][a-z0-9_]*)}");

    /** The words that a text has in braces, in their order. */
    static List<String> in(String text) {
        return FORM.matcher(text).results().map(match -> match.group(1)).distinct().toList();
    }

    /** The text with these words in their places; one that is not known loses its braces. */
    static String filled(String text, Map<String, String> words) {
        return FORM.matcher(text).replaceAll(match -> Matcher.quoteReplacement(word(match, words)));
    }

    private static String word(MatchResult match, Map<String, String> words) {
        return words.getOrDefault(match.group(1), match.group(1));
    }

    Mapping fill(Mapping mapping) {
        Map<String, Written> entries = new LinkedHashMap<>();
        mapping.entries().forEach((key, value) -> entries.put(key, fill(value)));
        return new Mapping(mapping.spot(), entries);
    }

    private Written fill(Written value) {
        return switch (value) {
            case Mapping mapping -> fill(mapping);
            case Sequence(var spot, var items) -> new Sequence(spot, items.stream().map(this::fill).toList());
            case Single single -> single.text().filter(text -> text.contains("{")).map(text -> fill(single, text)).orElse(single);
        };
    }

    private Single fill(Single single, String text) {
        in(text).stream().filter(word -> !words.containsKey(word)).forEach(unknown -> new Node(single, source, problems)
                .wrong(Problems.quoted("{" + unknown + "}"),
                        Node.meant(unknown, words.keySet()).map(near -> "a known word, perhaps " + near)
                                .orElse("one of {" + String.join("}, {", words.keySet()) + "}")));
        return Single.text(single.spot(), filled(text, words));
    }
}
