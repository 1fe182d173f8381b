package dev.helmstuck.runbook;

import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of a job's log, fit to be shown: one line, bounded, and nothing in it that may be secret. Only what looks harmless is shown: words,
 * numbers, versions, durations and names as Helm, Kubernetes and GitLab Runner write them in their errors. The rest is {@value #HIDDEN}: what
 * follows a word for a secret, headers, what stands before an {@code @}, addresses but for their host, objects, values that an error quotes,
 * quoted text that names no object, and whatever looks like a token, a hash or encoded data.
 */
final class MaskedLine {
    static final String HIDDEN = "…";
    /** A longer line is no sentence. */
    private static final int MOST_READ = 600;
    private static final int MOST_SHOWN = 240;

    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\p{Z}\\p{Co}\\p{Cs}]+");
    private static final String SECRET = "(?:pass(?:word|wd|phrase|code)|pwd|secret|token|credential|cookie|session|signature"
            + "|(?:api|access|private|signing|encryption|license)[._-]?key|connection[._-]?string"
            + "|(?<![a-z])(?:pass|auth|key|salt|otp|pin|pat|dsn)(?![a-z]))s?";

    /** What hides more than one word; in this order, for the first ones hide to the line's end. */
    private static final List<Hiding> HIDINGS = List.of(
            hide("-----BEGIN.*", found -> HIDDEN),
            hide("(?i)\\b((?:proxy-)?authorization|(?:set-)?cookie|[a-z]+-[a-z-]*(?:token|key|auth)[a-z-]*)[\"']?\\s*[:=].*",
                    found -> found.group(1) + ": " + HIDDEN),
            hide("(?i)\\b((?:\\w+ )?values?(?: is)?)(?::| \"| '|=).*?(: field is immutable)?$",
                    found -> found.group(1) + ": " + HIDDEN + (found.group(2) == null ? "" : found.group(2))),
            // of an object that an error shows no end is known, for what it holds may hold brackets too
            hide("map\\[.*|\\{.*", found -> HIDDEN),
            hide("\\b([a-z][a-z0-9+.-]{0,20})://[^\\s\"'`]*", MaskedLine::host),
            hide("\\S+@", found -> HIDDEN),
            // up to a comma, for there may be blanks in it
            hide("(?i)([\\w.-]*" + SECRET + "[\\w.-]*)[\"'`\\])]*\\s*(?::?=|:)(?:\\s*(?:\"(?:[^\"\\\\]|\\\\.)*\"?|'[^']*'?))?[^,;]*",
                    found -> found.group(1) + ": " + HIDDEN),
            hide("(?i)(?<=^|\\s)(--?[\\w.-]+)(?:[ =]+\\S+)?", found -> found.group(1) + " " + HIDDEN),
            hide("(?i)\\b(bearer|basic|digest|negotiate|pass(?:word|wd|phrase|code)|pwd|credentials?|tokens?)\\s+(?:(?:is|was|of|for|as)\\s+)?"
                    + "(?!(?:authentication|expired|has|not|and|or|in|review|to)\\b)(?:\"(?:[^\"\\\\]|\\\\.)*\"?|'[^']*'?|\\S+)",
                    found -> found.group(1) + " " + HIDDEN),
            hide("(\\S*)(\\s?)(?:\"((?:[^\"\\\\]|\\\\.)*)(\"|$)|(?<=[\\s(:]|^)'([^']*)('|$)|`([^`]*)(`|$))", MaskedLine::quoted));

    /** An object's name follows it in an error of Helm or of Kubernetes. */
    private static final Pattern NAMES_WHAT_FOLLOWS = Pattern
            .compile("(?i)\\(?(?:release|namespaces?|pods?|containers?|(?:cron)?jobs?|hooks?"
                    + "|deployments?|(?:stateful|daemon|replica)sets?|services?|configmaps?|secrets?|serviceaccounts?|ingress(?:es)?|nodes?"
                    + "|persistentvolume(?:claim)?s?|customresourcedefinitions?|crds?|(?:cluster)?role(?:binding)?s?|horizontalpodautoscalers?"
                    + "|poddisruptionbudgets?|resources?|groups?|kinds?|user|webhook|policy|binding|patch|create|update|delete|chart|plugin|command"
                    + "|version|label|annotation|image|get|post|put|key|field)(?:\\.[a-z0-9.-]+)?:?");
    private static final Pattern NAME = Pattern.compile("(?:[a-z]+://)?[A-Za-z0-9/]?[A-Za-z0-9._:/-]*" + HIDDEN + "?");

    private static final Pattern TOKEN = Pattern
            .compile("(?i)(?<![a-z0-9])(?:gl(?:pat|dt|rt|rtr|cbt|ptt|ft|soat|agent|imt|ffct|wt)-|gh[opusr]_"
                    + "|github_pat_|xox[a-z]-|xapp-|sk-|hv[sbr]\\.|npm_|dckr_|ya29|eyJ|AKIA|ASIA|AIza|H4sI)");
    /** A word for a secret, and then a value. */
    private static final Pattern SAID = Pattern.compile("(?i)" + SECRET + "\\s*[:=]\\s*\\S");
    private static final Pattern WORD = Pattern.compile("[^\\s\"'`" + HIDDEN + "]+");
    private static final Pattern BETWEEN = Pattern.compile("[-._/:,;()\\[\\]*]+");
    /** Lower case, upper case, the kinds and reasons of Kubernetes; numbers, versions, durations, sizes; names that end with a number. */
    private static final Pattern HARMLESS = Pattern
            .compile("[a-z]{1,32}|[A-Z]{1,12}|[A-Z]{0,4}[a-z]+(?:[A-Z]{1,4}[a-z]{3,}|Off|Of|In|To|By|On|Up){0,5}|\\d{1,10}"
                    + "|v\\d{1,4}(?:(?:alpha|beta|rc)\\d{1,3})?|(?:\\d{1,5}(?:h|ms|m|s|d)){1,4}|\\d{1,6}(?:[KMGTE]i?|m|B|x)|[a-z]{2,20}\\d{1,4}|IPv[46]|rc\\d+");
    /** What Kubernetes ends a generated name with; its alphabet has no vowels and none of 0, 1 and 3. */
    private static final Pattern GENERATED = Pattern.compile("[bcdfghjklmnpqrstvwxz2456789]{4,10}");

    /** A pod's name has one of its ReplicaSet and one of its own. */
    private static final int MOST_GENERATED = 2;

    private MaskedLine() {}

    /** This line, as it may be shown. */
    static String of(String line) {
        String shown = INVISIBLE.matcher(line.length() > MOST_READ ? line.substring(0, MOST_READ) : line).replaceAll(" ").strip();
        for (Hiding hiding : HIDINGS)
            shown = hiding.of(shown);
        shown = WORD.matcher(shown).replaceAll(found -> Matcher.quoteReplacement(word(found.group())));
        shown = shown.replaceAll(HIDDEN + "(?:[\\s:,;]*" + HIDDEN + ")+", HIDDEN);
        return shown.length() <= MOST_SHOWN ? shown : shown.substring(0, shown.lastIndexOf(' ', MOST_SHOWN - 2) + 1) + HIDDEN;
    }

    /** Whether a text holds what looks like a token, a key or a password. */
    static boolean looksSecret(String text) {
        return TOKEN.matcher(text).find() || text.contains("-----BEGIN") || SAID.matcher(text).find();
    }

    private record Hiding(Pattern what, Function<MatchResult, String> shown) {
        String of(String line) {
            return what.matcher(line).replaceAll(found -> Matcher.quoteReplacement(shown.apply(found)));
        }
    }

    private static Hiding hide(String what, Function<MatchResult, String> shown) {
        return new Hiding(Pattern.compile(what), shown);
    }

    /** The host; a path or a query may be as secret as what stands before the {@code @}. */
    private static String host(MatchResult address) {
        String rest = address.group().substring(address.group(1).length() + 3);
        Matcher host = Pattern.compile("[A-Za-z0-9.-]*(?::\\d{1,5})?").matcher(rest.substring(rest.lastIndexOf('@') + 1));
        return address.group(1) + "://" + (host.lookingAt() ? host.group() : "") + HIDDEN;
    }

    private static String quoted(MatchResult found) {
        String before = found.group(1) + found.group(2);
        String inner = found.group(3) != null ? found.group(3) : found.group(5) != null ? found.group(5) : found.group(7);
        boolean closed = "\"".equals(found.group(4)) || "'".equals(found.group(6)) || "`".equals(found.group(8));
        boolean name = closed && NAME.matcher(inner).matches() && NAMES_WHAT_FOLLOWS.matcher(found.group(1)).matches();
        return before + "\"" + (name ? inner : HIDDEN) + "\"";
    }

    private static String word(String word) {
        if (TOKEN.matcher(word).find() || word.length() > 120) return HIDDEN;
        int equals = word.indexOf('=');
        if (equals >= 0) return word(word.substring(0, equals)) + "=" + HIDDEN;
        List<String> odd = BETWEEN.splitAsStream(word).filter(part -> !part.isEmpty() && !HARMLESS.matcher(part).matches()).toList();
        return odd.size() <= MOST_GENERATED && odd.stream().allMatch(part -> GENERATED.matcher(part).matches()) ? word : HIDDEN;
    }
}
