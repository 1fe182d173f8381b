package dev.helmstuck.report;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Which known names somebody may have meant by a name that is not known. */
public final class NearestNames {

    private static final int AT_MOST = 3;
    /** Nobody mistypes a name this long; it also bounds the work, for the wanted name comes from outside. */
    private static final int LONGEST = 100;

    private NearestNames() {}

    /**
     * Up to three known names, the nearest first: few typing mistakes away, one name contained in the other, or letters left out. Upper and lower
     * case count as the same.
     */
    public static List<String> nearest(String wanted, Collection<String> known) {
        if (wanted.isBlank() || wanted.length() > LONGEST)
            return List.of();
        return known.stream().distinct().map(name -> Map.entry(name, score(wanted, name)))
                .filter(scored -> scored.getValue() <= Math.max(2, wanted.length() / 3))
                .sorted(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder())))
                .limit(AT_MOST).map(Map.Entry::getKey).toList();
    }

    /** How many letters were added, left out, exchanged or swapped with their neighbour. */
    public static int distance(String one, String other) {
        int[][] cost = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++)
            cost[i][0] = i;
        for (int j = 0; j <= other.length(); j++)
            cost[0][j] = j;
        for (int i = 1; i <= one.length(); i++) {
            for (int j = 1; j <= other.length(); j++) {
                int exchange = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                cost[i][j] = Math.min(Math.min(cost[i - 1][j], cost[i][j - 1]) + 1, cost[i - 1][j - 1] + exchange);
                if (swapped(one, i, other, j))
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
            }
        }
        return cost[one.length()][other.length()];
    }

    private static boolean swapped(String one, int i, String other, int j) {
        return i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2) && one.charAt(i - 2) == other.charAt(j - 1);
    }

    /** Whether the one is the other with letters left out, such as {@code SLACK_TOKEN} of {@code SLACK_BOT_TOKEN}. */
    private static boolean leavesOut(String one, String other) {
        int next = 0;
        for (int i = 0; i < other.length() && next < one.length(); i++) {
            if (other.charAt(i) == one.charAt(next))
                next++;
        }
        return next == one.length();
    }

    private static int score(String wanted, String name) {
        if (name.length() > LONGEST)
            return Integer.MAX_VALUE;
        String left = wanted.toLowerCase(Locale.ROOT);
        String right = name.toLowerCase(Locale.ROOT);
        boolean contained = Math.min(left.length(), right.length()) >= 3 && (left.contains(right) || right.contains(left));
        boolean shortened = left.length() >= 6 && leavesOut(left, right);
        return contained || shortened ? Math.min(2, distance(left, right)) : distance(left, right);
    }
}
