package dev.helmstuck.release;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a scalar stands for by go-yaml 2's rules ({@code resolve.go}), which are YAML 1.1's without its base 60: {@code yes}, {@code on} and
 * {@code y} are true, {@code 0755} is octal, {@code 1_000} is a number. Then it goes through JSON, where {@code 1.0} is 1.
 */
final class YamlScalar {
    private static final Set<String> TRUE = Set.of("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
    private static final Set<String> FALSE = Set.of("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
    private static final Set<String> NULL = Set.of("", "~", "null", "Null", "NULL");
    private static final Set<String> NO_JSON = Set.of(".nan", ".NaN", ".NAN", ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf",
            "-.Inf", "-.INF");
    private static final Pattern INTEGER = Pattern
            .compile("[-+]?(0[xX][0-9a-fA-F]{1,16}|0[bB][01]{1,64}|0[oO]?[0-7]{1,22}|[1-9][0-9]{0,19}|0)");
    private static final Pattern FLOAT = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
    private static final int LONGEST_NUMBER = 400;

    private YamlScalar() {}

    /** @param plain written without quotes and without a tag */
    static Object value(Optional<String> tag, boolean plain, String text) throws YamlDocument.Unreadable {
        if (tag.isEmpty()) return plain ? resolved(text) : text;
        return switch (tag.get()) {
            case "tag:yaml.org,2002:binary" -> YamlDocument.binary(text);
            case "tag:yaml.org,2002:bool" -> tagged(resolved(text), Boolean.class);
            case "tag:yaml.org,2002:int" -> tagged(resolved(text), Long.class);
            case "tag:yaml.org,2002:float" -> tagged(resolved(text), Number.class);
            case "tag:yaml.org,2002:null" -> {
                if (resolved(text) != null) throw new YamlDocument.Unreadable("it has a null that is none");
                yield null;
            }
            default -> text;
        };
    }

    private static Object tagged(Object value, Class<?> type) throws YamlDocument.Unreadable {
        if (!type.isInstance(value)) throw new YamlDocument.Unreadable("it has a value that is not what its tag says");
        return value;
    }

    /** A key as text. */
    static String key(Object key) throws YamlDocument.Unreadable {
        return switch (key) {
            case String text -> text;
            case Boolean bool -> bool.toString();
            case Long number -> number.toString();
            case Double number -> Float.toString(number.floatValue());
            case null, default -> throw new YamlDocument.Unreadable("it has a key that is no text");
        };
    }

    private static Object resolved(String text) throws YamlDocument.Unreadable {
        if (NULL.contains(text)) return null;
        if (TRUE.contains(text)) return true;
        if (FALSE.contains(text)) return false;
        if (NO_JSON.contains(text)) throw new YamlDocument.Unreadable("it has a number that JSON does not know");
        char first = text.charAt(0);
        boolean number = (first >= '0' && first <= '9') || first == '+' || first == '-' || first == '.';
        return number && text.length() <= LONGEST_NUMBER ? number(text) : text;
    }

    private static Object number(String text) {
        String plain = text.charAt(0) == '.' ? text : text.replace("_", "");
        if (INTEGER.matcher(plain).matches()) {
            Optional<Object> integer = integer(plain);
            if (integer.isPresent()) return integer.get();
        }
        if (!FLOAT.matcher(plain).matches()) return text;
        double value = Double.parseDouble(plain);
        return Double.isInfinite(value) ? text : json(value);
    }

    /** Go's {@code ParseInt} with base 0, then {@code ParseUint}; beyond both it is read as a float. */
    private static Optional<Object> integer(String plain) {
        boolean signed = plain.charAt(0) == '-' || plain.charAt(0) == '+';
        String digits = signed ? plain.substring(1) : plain;
        int base = digits.length() == 1 || digits.charAt(0) != '0' ? 10 : switch (digits.charAt(1)) {
            case 'x', 'X' -> 16;
            case 'b', 'B' -> 2;
            default -> 8;
        };
        String bare = base == 10 ? digits : digits.replaceFirst("^0[xXbBoO]?", "");
        try {
            return Optional.of(Long.parseLong((plain.charAt(0) == '-' ? "-" : "") + bare, base));
        } catch (NumberFormatException tooLarge) {
            return unsigned(bare, base, signed);
        }
    }

    private static Optional<Object> unsigned(String digits, int base, boolean signed) {
        try {
            // JSON's reader has no unsigned numbers, so that it becomes a float there
            return signed
                    ? Optional.empty()
                    : Optional.of(new java.math.BigInteger(Long.toUnsignedString(
                            Long.parseUnsignedLong(digits, base))).doubleValue());
        } catch (NumberFormatException tooLarge) {
            return Optional.empty();
        }
    }

    /** A float without a fraction is written as an integer in JSON, and is read as one if it fits. */
    private static Object json(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 0x1p63) return (long) value;
        return value;
    }
}
