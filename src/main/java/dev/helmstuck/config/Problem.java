package dev.helmstuck.config;

import java.util.stream.Collectors;

/**
 * One thing that is wrong with the configuration, fit to be shown: it holds no secret and prints as one line.
 *
 * @param source the file, or {@code environment} or {@code .env}
 * @param key the variable, the path of the key, or the place in the file; blank if the whole source is meant
 * @param found what is there, in words or quoted
 * @param expected what should be there
 */
public record Problem(String source, String key, String found, String expected) {

    public Problem {
        source = oneLine(source);
        key = oneLine(key);
        found = oneLine(found);
        expected = oneLine(expected);
    }

    /** {@code source: key: found …: expected …}. */
    public String line() {
        return source + (key.isBlank() ? "" : ": " + key) + ": found " + found + ": expected " + expected;
    }

    @Override
    public String toString() {
        return line();
    }

    private static String oneLine(String text) {
        return text.codePoints()
                .mapToObj(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029
                        ? String.format("\\u%04x", c)
                        : Character.toString(c))
                .collect(Collectors.joining());
    }
}
