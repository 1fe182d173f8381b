package dev.helmstuck.forecast;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The conflicts that made a server-side apply fail, read from what Helm 4 says: per object, {@code path (manager)}. */
final class RealConflicts {
    private static final Pattern OBJECT = Pattern.compile(
            "conflict occurred while applying object (\\S*)/(\\S+) \\S+, Kind=(\\S+): Apply failed with \\d+ conflicts?: "
                    + "(.*?)(?= && (?:conflict occurred|server-side apply failed)|$)",
            Pattern.DOTALL);
    private static final Pattern PART = Pattern.compile("conflicts? with \"([^\"]+)\"[^\\n:]*:|(?<= )\\.(\\S+)");
    private static final Pattern ELEMENT = Pattern.compile("\\[name=\"([^\"]*)\"]");
    private static final Pattern OTHER_ELEMENT = Pattern.compile("\\[[^]]*=[^]]*]");

    private RealConflicts() {}

    static Map<String, Set<String>> of(String stderr, String namespace) {
        Map<String, Set<String>> conflicts = new TreeMap<>();
        Matcher object = OBJECT.matcher(stderr.substring(Math.max(0, stderr.indexOf("Error: "))).strip());
        while (object.find()) {
            String where = object.group(1).isEmpty() || object.group(1).equals(namespace) ? "" : object.group(1) + "/";
            conflicts.put(where + object.group(3) + "/" + object.group(2), parts(object.group(4)));
        }
        return conflicts;
    }

    private static Set<String> parts(String text) {
        Set<String> parts = new TreeSet<>();
        String manager = "";
        Matcher part = PART.matcher(text);
        while (part.find()) {
            if (part.group(1) != null) manager = part.group(1);
            else
                parts.add(OTHER_ELEMENT.matcher(ELEMENT.matcher(part.group(2)).replaceAll("[$1]")).replaceAll("[]") + " (" + manager + ")");
        }
        return parts;
    }

    /** What was foretold, in the same words; elements that have no name but numbers are told apart by the server alone. */
    static Map<String, Set<String>> foretold(Map<String, List<Conflict>> conflicts, Map<String, Set<String>> real) {
        Map<String, Set<String>> words = new TreeMap<>();
        conflicts.forEach((object, all) -> {
            boolean numbered = real.getOrDefault(object, Set.of()).stream().anyMatch(one -> one.contains("[]"));
            Set<String> paths = new TreeSet<>();
            all.forEach(one -> paths.add((numbered ? one.path().replaceAll("\\[[^]]*]", "[]") : one.path()) + " (" + one.manager() + ")"));
            words.put(object, paths);
        });
        return words;
    }
}
