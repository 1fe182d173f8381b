package dev.helmstuck.slack;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

import dev.helmstuck.report.Line;
import dev.helmstuck.report.Line.Span;

/** Lines and spans in Slack's mrkdwn. */
final class Mrkdwn {
    private static final Pattern USER = Pattern.compile("[UW][A-Z0-9]{1,30}");
    private static final Pattern EMOJI = Pattern.compile("[a-z0-9_+'-]{1,100}");
    private static final Pattern GROUP = Pattern.compile("S[A-Z0-9]{1,30}");

    private Mrkdwn() {}

    /** A line of a section block, at most {@code max} long. */
    static String line(Line line, int max) {
        return switch (line.kind()) {
            case PARAGRAPH -> spans(line, max);
            case BULLET -> "• " + spans(line, max - 2);
            case DETAIL -> "    ◦ " + spans(line, max - 6);
            case COMMAND -> command(line, "```", max);
            case TABLE -> table(line, max);
        };
    }

    /** A line of the text fallback, which names people without notifying them, and where a block of code would only be noise and a table is none. */
    static String plainLine(Line line, int max) {
        return switch (line.kind()) {
            case COMMAND -> command(line, "`", max);
            case PARAGRAPH, BULLET, DETAIL -> line(unmentioning(line), max);
            case TABLE -> "";
        };
    }

    /** The same line with people and groups by name only. */
    static Line unmentioning(Line line) {
        return new Line(line.kind(), line.spans().stream()
                .map(span -> span instanceof Span.Mention || span instanceof Span.Group ? new Span.Text(span.words()) : span).toList());
    }

    /** A line in bold. */
    static String strong(Line line, int max) {
        return wrap("*", spans(line, max - 2).strip());
    }

    static String strong(String text, int max) {
        return MrkdwnEscaper.fit(text, max, raw -> wrap("*", MrkdwnEscaper.text(raw)));
    }

    /** Half a command is worse than none: one that does not fit is left out. */
    private static String command(Line line, String fence, int max) {
        String command = wrap(fence, MrkdwnEscaper.code(line.words()));
        return command.length() <= max ? command : "(this command is too long to show here)";
    }

    /** As many rows as fit. */
    private static String table(Line line, int max) {
        StringBuilder rows = new StringBuilder();
        for (Span row : line.spans()) {
            String next = (rows.isEmpty() ? "" : "\n") + MrkdwnEscaper.code(row.words());
            if (rows.length() + next.length() + MrkdwnEscaper.CUT.length() + 7 > max) {
                rows.append('\n').append(MrkdwnEscaper.CUT);
                break;
            }
            rows.append(next);
        }
        return wrap("```", rows.toString());
    }

    private static String spans(Line line, int max) {
        StringBuilder out = new StringBuilder();
        for (Span span : line.spans()) {
            int left = max - out.length() - MrkdwnEscaper.CUT.length();
            String next = span(span, left);
            if (next.length() > left) {
                return out.append(MrkdwnEscaper.CUT).toString();
            }
            out.append(next);
        }
        return out.toString();
    }

    private static String span(Span span, int max) {
        return switch (span) {
            case Span.Text(String text) -> spaced(text, max, MrkdwnEscaper::text);
            case Span.Strong(String text) -> spaced(text, max, raw -> wrap("*", MrkdwnEscaper.text(raw)));
            case Span.Code(String text) -> spaced(text, max, raw -> wrap("`", MrkdwnEscaper.code(raw)));
            case Span.Anchor link -> link(link, max);
            case Span.Mention(String id, String name) -> USER.matcher(id).matches()
                    ? "<@" + id + ">"
                    : spaced(name, max, MrkdwnEscaper::text);
            case Span.Group(String id, String name) -> GROUP.matcher(id).matches()
                    ? "<!subteam^" + id + ">"
                    : spaced(name, max, MrkdwnEscaper::text);
            case Span.Emoji(String name) -> EMOJI.matcher(name).matches()
                    ? ":" + name + ":"
                    : spaced(name, max, MrkdwnEscaper::text);
            case Span.PointInTime(Instant at) -> date(at, "{date_short_pretty} {time_secs}", span.words());
            case Span.Until(Instant end) -> date(end, "{date_short_pretty} {time}", span.words());
        };
    }

    /** Cleaning strips a text, and marks want no blank inside; the blanks that part it from its neighbours stay, outside of the marks. */
    private static String spaced(String raw, int max, UnaryOperator<String> render) {
        String clean = MrkdwnEscaper.fit(raw, max - 2, render);
        if (raw.isEmpty()) return "";
        boolean before = Character.isWhitespace(raw.charAt(0));
        boolean after = Character.isWhitespace(raw.charAt(raw.length() - 1)) && !clean.isEmpty();
        return (before ? " " : "") + clean + (after ? " " : "");
    }

    private static String link(Span.Anchor link, int max) {
        String url = url(link.url());
        return spaced(link.label(), max, raw -> {
            String label = MrkdwnEscaper.text(raw).replace("|", "¦");
            String whole = "<" + url + "|" + label + ">";
            return url.isEmpty() || label.isEmpty() || whole.length() > max - 2 ? MrkdwnEscaper.text(raw) : whole;
        });
    }

    /** The address if it is one of the web and cannot end the link early, else empty. */
    private static String url(String raw) {
        try {
            URI uri = new URI(raw);
            boolean web = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
            return web && uri.getHost() != null ? MrkdwnEscaper.escape(uri.toASCIIString()) : "";
        } catch (URISyntaxException e) {
            return "";
        }
    }

    private static String date(Instant at, String format, String fallback) {
        return "<!date^" + at.getEpochSecond() + "^" + format + "|" + fallback + ">";
    }

    private static String wrap(String mark, String text) {
        return text.isEmpty() ? "" : mark + text + mark;
    }
}
