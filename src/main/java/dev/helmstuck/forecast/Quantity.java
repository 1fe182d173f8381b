package dev.helmstuck.forecast;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Kubernetes' numbers with a unit: {@code 1000m} is {@code 1}, {@code 1Ki} is {@code 1024} (k8s.io/apimachinery {@code resource.Quantity}). */
final class Quantity {
    private static final Pattern FORM = Pattern
            .compile("([+-]?(?:\\d{1,30}(?:\\.\\d{0,30})?|\\.\\d{1,30}))(?:([eE][+-]?\\d{1,2})|(Ki|Mi|Gi|Ti|Pi|Ei|n|u|m|k|M|G|T|P|E|))");
    private static final Map<String, BigDecimal> UNITS = Map.ofEntries(unit("n", 10, -9), unit("u", 10, -6), unit("m", 10, -3),
            unit("", 10, 0), unit("k", 10, 3), unit("M", 10, 6), unit("G", 10, 9), unit("T", 10, 12), unit("P", 10, 15), unit("E", 10, 18),
            unit("Ki", 1024, 1), unit("Mi", 1024, 2), unit("Gi", 1024, 3), unit("Ti", 1024, 4), unit("Pi", 1024, 5), unit("Ei", 1024, 6));

    private Quantity() {}

    private static Map.Entry<String, BigDecimal> unit(String suffix, int base, int exponent) {
        BigDecimal power = BigDecimal.valueOf(base).pow(Math.abs(exponent));
        return Map.entry(suffix, exponent < 0 ? BigDecimal.ONE.divide(power) : power);
    }

    /** What it says; empty if it is none. */
    static Optional<BigDecimal> number(Object value) {
        return canonical(value).map(BigDecimal::new);
    }

    /** Its one way to be written, so that equal quantities are equal texts; empty if it is none. */
    static Optional<String> canonical(Object value) {
        if (!(value instanceof String) && !(value instanceof Number)) return Optional.empty();
        Matcher form = FORM.matcher(value.toString().strip());
        if (!form.matches()) return Optional.empty();
        BigDecimal number = new BigDecimal(form.group(1).endsWith(".") ? form.group(1) + "0" : form.group(1));
        BigDecimal whole = form.group(2) != null
                ? number.scaleByPowerOfTen(Integer.parseInt(form.group(2).substring(1)))
                : number.multiply(UNITS.get(form.group(3)));
        BigDecimal rounded = whole.setScale(9, whole.signum() < 0 ? RoundingMode.FLOOR : RoundingMode.CEILING);
        return Optional.of(rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString());
    }
}
