package dev.helmstuck.doctor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import dev.helmstuck.report.NearestNames;

/**
 * Names that a pattern nearly finds, and what keeps it from it.
 *
 * @param names at most a few
 * @param why such as "written in another case"
 */
record NearMiss(List<String> names, String why) {
    private static final int MOST = 3;
    private static final int MOST_EXPANDED = 64;
    private static final Pattern ANCHORS = Pattern.compile("(?<!\\\\)[$^]|\\\\b");

    static Optional<NearMiss> of(Pattern pattern, Collection<String> names) {
        return found(names, pattern.pattern(), Pattern.CASE_INSENSITIVE, "in another case")
                .or(() -> found(names, ANCHORS.matcher(pattern.pattern()).replaceAll(""), 0, "but for its ^ and $"))
                .or(() -> found(names, ANCHORS.matcher(pattern.pattern()).replaceAll(""), Pattern.CASE_INSENSITIVE,
                        "in another case and but for its ^ and $"))
                .or(() -> similar(pattern.pattern(), names));
    }

    private static Optional<NearMiss> found(Collection<String> names, String regex, int flags, String why) {
        try {
            Predicate<String> finds = Pattern.compile(regex, flags).asPredicate();
            return some(names.stream().distinct().filter(finds).toList(), why);
        } catch (PatternSyntaxException cutApart) {
            return Optional.empty();
        }
    }

    private static Optional<NearMiss> similar(String pattern, Collection<String> names) {
        return some(literals(pattern).stream().filter(text -> text.length() > 2).flatMap(text -> NearestNames.nearest(text, names).stream())
                .distinct().toList(), "in a few letters");
    }

    private static Optional<NearMiss> some(List<String> names, String why) {
        return names.isEmpty() ? Optional.empty() : Optional.of(new NearMiss(names.stream().limit(MOST).toList(), why));
    }

    /** What a simple pattern spells: choices are tried one by one, and what repeats or is optional is left out. */
    static List<String> literals(String pattern) {
        List<String> texts = List.of("");
        String rest = ANCHORS.matcher(pattern).replaceAll("");
        int at = 0;
        while (at < rest.length()) {
            char next = rest.charAt(at);
            int close = next == '(' ? rest.indexOf(')', at) : next == '[' ? rest.indexOf(']', at) : -1;
            if (close > at) {
                texts = joined(texts, next == '(' ? choices(rest.substring(at + 1, close)) : letters(rest.substring(at + 1, close)));
                at = close + 1;
            } else {
                if (next == '\\' && at + 1 < rest.length()) next = rest.charAt(++at);
                else if ("?*+|(){}".indexOf(next) >= 0) next = 0;
                if (next != 0) texts = joined(texts, List.of(String.valueOf(next)));
                at++;
            }
        }
        return texts;
    }

    private static List<String> choices(String group) {
        return List.of(group.replaceFirst("^\\?:", "").split("\\|", -1));
    }

    private static List<String> letters(String set) {
        return set.chars().mapToObj(Character::toString).toList();
    }

    private static List<String> joined(List<String> texts, List<String> tails) {
        List<String> all = new ArrayList<>();
        texts.forEach(text -> tails.forEach(tail -> all.add(text + tail)));
        return all.subList(0, Math.min(all.size(), MOST_EXPANDED));
    }
}
