package dev.helmstuck.testing;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A value that stands for everything secret: the tests put it into records, Secrets, tokens, passwords and job logs, and after the suite
 * nothing that went out may hold it, in whatever form.
 */
public final class Canary {
    /** The value; the recorded releases hold it too. */
    public static final String VALUE = "CANARY-must-never-be-shown";
    /** The same among characters that every encoding writes in its own way. */
    public static final String AWKWARD = "<" + VALUE + "> & \"ä\" \\+/=%\t'";

    /** Half of it is too much already, and a line that was cut in the middle holds half of it. */
    private static final List<String> HALVES = List.of("CANARY-must", "never-be-shown");

    private Canary() {}

    /**
     * What to look for, each under the name of its form. Packed text has no form of its own, so any text that was packed by gzip and
     * then written as base64 counts: a record is the only such thing here. Tokens that Kubernetes makes itself cannot hold the value,
     * so what they all begin with counts.
     */
    public static Map<String, String> forms() {
        Map<String, String> forms = new LinkedHashMap<>();
        for (String half : HALVES) {
            plain(half, forms);
            for (int offset = 0; offset < 3; offset++) {
                String inner = base64(half, offset);
                forms.put("base64 at offset " + offset + " of " + name(half), inner);
                for (int outer = 0; outer < 3; outer++)
                    forms.put("base64 at offset " + outer + " of base64 at offset " + offset + " of " + name(half), base64(inner, outer));
            }
        }
        forms.put("gzip in base64", "H4sIAAAA");
        for (int offset = 0; offset < 3; offset++)
            forms.put("gzip in base64 in base64 at offset " + offset, base64("H4sIAAAA", offset));
        forms.put("a token that Kubernetes made", "eyJhbGciOiJSUzI1NiIs");
        return forms;
    }

    private static void plain(String half, Map<String, String> forms) {
        byte[] bytes = half.getBytes(StandardCharsets.US_ASCII);
        String hex = HexFormat.of().formatHex(bytes);
        forms.put(name(half) + " as it is", half);
        forms.put("hex of " + name(half), hex);
        forms.put("upper-case hex of " + name(half), hex.toUpperCase(Locale.ROOT));
        forms.put("percent-encoded " + name(half), each(half, "%%%02X"));
        forms.put("percent-encoded dash in " + name(half), half.replace("-", "%2D"));
        forms.put("JSON-escaped " + name(half), each(half, "\\u%04x"));
        forms.put("JSON-escaped dash in " + name(half), half.replace("-", "\\u002d"));
        forms.put("XML-escaped " + name(half), each(half, "&#%d;"));
        forms.put("spaced " + name(half), each(half, "%c ").strip());
        forms.put("UTF-16 of " + name(half), each(half, "%c\0"));
    }

    /** The same for standard and URL-safe base64, as nothing here has a 62nd or 63rd digit; one test says so. */
    private static String base64(String text, int offset) {
        String whole = Base64.getEncoder().encodeToString((" ".repeat(offset) + text).getBytes(StandardCharsets.US_ASCII));
        int first = (offset * 8 + 5) / 6;
        int whollyOurs = (offset + text.length()) * 8 / 6;
        return whole.substring(first, whollyOurs);
    }

    private static String each(String text, String format) {
        return text.chars().mapToObj(character -> format.contains("c") ? format.formatted((char) character) : format.formatted(character))
                .collect(Collectors.joining());
    }

    /** A form's name is printed, the value is not. */
    private static String name(String half) {
        return half.equals(HALVES.getFirst()) ? "the first half" : "the second half";
    }
}
