package dev.helmstuck.forecast;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What may be shown of a change: never a Secret's content, nor what looks like a password, a key or a token. */
final class Shown {
    private static final int MAX_DETAILS = 8;
    private static final int MAX_TEXT = 120;
    private static final int SHORT = 16;
    private static final double HIGH_ENTROPY = 3.5;
    private static final Pattern PLAIN = Pattern.compile("[\\p{Alnum} ./:@%+=,_()-]*");
    private static final Pattern SECRET_NAME = Pattern.compile("pass|secret|token|cred|auth|private|cert|key|dsn|salt|checksum|hash");
    private static final Pattern IMAGE = Pattern.compile("(.*\\.)?image");
    private static final Pattern VERSION = Pattern.compile(".*(app\\.kubernetes\\.io/version|helm\\.sh/chart|[vV]ersion)");
    private static final String VALUE_FROM_SECRET = "secretKeyRef";

    private Shown() {}

    static List<ObjectChange.Detail> of(ObjectId id, List<Difference> differences) {
        if (id.kind().equals("Secret") && id.group().isEmpty()) return List.of();
        return differences.stream().sorted(Comparator.comparing(Shown::rank)).limit(MAX_DETAILS)
                .map(one -> new ObjectChange.Detail(one.path(), words(one.path(), one.before()),
                        words(one.path(), one.after())))
                .toList();
    }

    private static String words(String path, Optional<Object> value) {
        return value.map(it -> value(path, it).orElse(ObjectChange.Detail.HIDDEN)).orElse("");
    }

    private static int rank(Difference difference) {
        if (IMAGE.matcher(difference.path()).matches()) return 0;
        return VERSION.matcher(difference.path()).matches() ? 1 : 2;
    }

    /** The value, if it is a short plain one that cannot be a secret. */
    private static Optional<String> value(String path, Object value) {
        if (value instanceof Map<?, ?> || value instanceof List<?>) return Optional.empty();
        String text = value.toString();
        boolean image = IMAGE.matcher(path).matches() && !text.contains(" ");
        boolean secret = SECRET_NAME.matcher(path.toLowerCase(Locale.ROOT)).find() || path.contains(VALUE_FROM_SECRET)
                || text.contains("://") || text.length() > MAX_TEXT || !PLAIN.matcher(text).matches() || isRandom(text);
        return (image && text.length() <= 2 * MAX_TEXT) || !secret ? Optional.of(text) : Optional.empty();
    }

    private static boolean isRandom(String text) {
        if (text.length() < SHORT) return false;
        Map<Integer, Long> counts = text.chars().boxed().collect(Collectors.groupingBy(one -> one, Collectors.counting()));
        double entropy = counts.values().stream().mapToDouble(count -> (double) count / text.length())
                .map(share -> -share * Math.log(share) / Math.log(2)).sum();
        return entropy > HIGH_ENTROPY;
    }
}
