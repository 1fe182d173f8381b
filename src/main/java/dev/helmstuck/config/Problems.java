package dev.helmstuck.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Collects what is wrong, so that everything is told at once, and keeps secrets out of what is told. */
final class Problems {

    static final String NOTHING = "nothing";
    static final String HIDDEN = "a value that is not shown";

    private static final Pattern TOKEN = Pattern.compile("(?i)\\b(?:xox[a-z]|xapp|gl(?:pat|dt|ptt|rt|cbt|ft|soat))-[\\w.-]{4,}");
    private static final int LONGEST_FOUND = 120;
    /** A shorter secret would blank out ordinary words; such a value is never shown by its own variable anyway. */
    private static final int SHORTEST_SECRET = 8;

    private final Set<Problem> found = new LinkedHashSet<>();
    private final List<String> secrets = new ArrayList<>();

    /** From now on this text is masked wherever it turns up, for a secret may be put into the wrong variable too. */
    void hide(String secret) {
        if (secret.length() >= SHORTEST_SECRET)
            secrets.add(secret);
    }

    /** The same is told once: many targets may inherit it. */
    void add(String source, String key, String what, String expected) {
        found.add(new Problem(mask(source), mask(key), mask(what), mask(expected)));
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    List<Problem> all() {
        return List.copyOf(found);
    }

    /** A value as it was found, quoted and cut to a readable length. */
    static String quoted(String value) {
        if (value.isEmpty())
            return "'' (empty)";
        return "'" + shortened(value) + "'";
    }

    /** A text cut to a readable length. */
    static String shortened(String text) {
        return text.codePointCount(0, text.length()) <= LONGEST_FOUND
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST_FOUND)) + "…";
    }

    /** The text on one line, without secrets. */
    String masked(String text) {
        return new Problem("", "", mask(text), "").found();
    }

    private String mask(String text) {
        String masked = text;
        for (String secret : secrets)
            masked = masked.replace(secret, "****");
        return TOKEN.matcher(masked).replaceAll("****");
    }
}
