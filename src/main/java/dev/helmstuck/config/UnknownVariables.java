package dev.helmstuck.config;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import dev.helmstuck.report.NearestNames;

/**
 * Variables that look as if they were meant for us but are not known. They are told, not refused, for other programs share the
 * environment; values are never told.
 */
final class UnknownVariables {

    /** Every program reads some of these, and {@code FTP_PROXY} is no mistake. */
    private static final String OF_ALL = "_PROXY";
    private static final Set<String> KNOWN = Arrays.stream(Variable.values()).map(Variable::name)
            .filter(name -> !name.endsWith(OF_ALL)).collect(Collectors.toUnmodifiableSet());
    /** Prefixes that no other program on a bot's machine has a reason to use. {@code GITLAB_} is not one: CI sets dozens of those. */
    private static final List<String> OURS = List.of("SLACK_", "HELM_STUCK_");
    private static final int TYPO = 2;

    private UnknownVariables() {}

    /** @param names the names that are set, with their source */
    static List<String> warnings(Map<String, String> names) {
        return names.entrySet().stream().filter(set -> !KNOWN.contains(set.getKey()) && looksLikeOurs(set.getKey()))
                .map(set -> set.getValue() + ": " + set.getKey() + ": is not a variable of helm-stuck and is not used"
                        + meant(set.getKey()))
                .toList();
    }

    private static boolean looksLikeOurs(String name) {
        if (name.endsWith(OF_ALL)) return false;
        return OURS.stream().anyMatch(name::startsWith)
                || KNOWN.stream().anyMatch(known -> known.length() > 2 * TYPO && Math.abs(known.length() - name.length()) <= TYPO
                        && NearestNames.distance(known, name) <= TYPO);
    }

    private static String meant(String name) {
        List<String> nearest = NearestNames.nearest(name, KNOWN);
        return nearest.isEmpty() ? "" : " (did you mean " + String.join(", ", nearest) + "?)";
    }
}
