package dev.helmstuck.slack;

import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Text that we did not write, made harmless: it can mention nobody, format nothing that follows it, and hide nothing.
 *
 * <p>Slack's own rule is to escape {@code & < >} and nothing else. What that leaves open is closed here: control and direction
 * characters, line breaks, backticks (they end a code span) and emoji names.
 */
final class MrkdwnEscaper {
    /** Put where a text was cut. */
    static final String CUT = "… cut";
    private static final char GAP = '\u200B';
    private static final Pattern EMOJI = Pattern.compile(":(?=[a-z0-9_+'-]*[a-z+_-]|100:)(?=[a-z0-9_+'-]+:)", Pattern.CASE_INSENSITIVE);

    private MrkdwnEscaper() {}

    /** For mrkdwn, as plain words. */
    static String text(String raw) {
        String clean = escape(EMOJI.matcher(unticked(line(raw))).replaceAll(":" + GAP));
        // ">" opens a quotation at the start of a line, escaped or not
        return clean.startsWith("&gt;") ? GAP + clean : clean;
    }

    /** For mrkdwn, inside backticks. */
    static String code(String raw) {
        return escape(unticked(line(raw)));
    }

    /** For objects that Slack shows literally; angle brackets are replaced all the same, so that no reader can take them for a mention. */
    static String plain(String raw) {
        return line(raw).replace('<', '‹').replace('>', '›');
    }

    /** One line without control, direction and invisible characters, and without halves of characters. */
    static String line(String raw) {
        StringBuilder line = new StringBuilder(raw.length());
        raw.codePoints().forEach(point -> {
            switch (Character.getType(point)) {
                case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> line.append(' ');
                case Character.SURROGATE -> line.append('\uFFFD');
                case Character.FORMAT -> {
                    // joiners belong to scripts and to some emoji; the rest only turns or hides text
                    if (point == 0x200C || point == 0x200D) {
                        line.appendCodePoint(point);
                    }
                }
                default -> line.appendCodePoint(point);
            }
        });
        return line.toString().strip();
    }

    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** The longest beginning of a raw text that is at most {@code max} long once rendered; marked if it is not the whole. */
    static String fit(String raw, int max, UnaryOperator<String> render) {
        String whole = render.apply(raw);
        if (whole.length() <= max) {
            return whole;
        }
        int fits = 0;
        int tooMany = raw.codePointCount(0, raw.length());
        while (tooMany - fits > 1) {
            int middle = (fits + tooMany) / 2;
            if (render.apply(head(raw, middle) + CUT).length() <= max) {
                fits = middle;
            } else {
                tooMany = middle;
            }
        }
        String cut = render.apply(head(raw, fits) + CUT);
        return cut.length() <= max ? cut : "";
    }

    private static String head(String raw, int points) {
        return raw.substring(0, raw.offsetByCodePoints(0, points));
    }

    /** A backtick would end the code; a zero-width space beside it would not stop that, so a look-alike takes its place. */
    private static String unticked(String text) {
        return text.replace('`', 'ˋ');
    }
}
