package dev.helmstuck.slack;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

import dev.helmstuck.report.Line;
import dev.helmstuck.report.Line.Span;

/** Lines and spans in Slack's mrkdwn. */
final class Mrkdwn {
    private static final Pattern USER = Pattern.compile("[UW][A-Z0-9]{1,30}");
    private static final Pattern EMOJI = Pattern.compile("[a-z0-9_+'-]{1,100}");
    private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Mrkdwn() {}

    /** A line of a section block, at most {@code max} long. */
    static String line(Line line, int max) {
        return switch (line.kind()) {
            case PARAGRAPH -> spans(line, max);
            case BULLET -> "• " + spans(line, max - 2);
            case COMMAND -> command(line, "```", max);
        };
    }

    /** A line of the text fallback, where a block of code would only be noise. */
    static String plainLine(Line line, int max) {
        return line.kind() == Line.Kind.COMMAND ? command(line, "`", max) : line(line, max);
    }

    static String strong(String text, int max) {
        return MrkdwnEscaper.fit(text, max, raw -> wrap("*", MrkdwnEscaper.text(raw)));
    }

    /** Half a command is worse than none: one that does not fit is left out. */
    private static String command(Line line, String fence, int max) {
        StringBuilder raw = new StringBuilder();
        for (Span span : line.spans()) {
            raw.append(raw(span));
        }
        String command = wrap(fence, MrkdwnEscaper.code(raw.toString()));
        return command.length() <= max ? command : "(this command is too long to show here)";
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
            case Span.Group(String id) -> spaced(id, max, raw -> wrap("`", MrkdwnEscaper.code(raw)));
            case Span.Emoji(String name) -> EMOJI.matcher(name).matches()
                    ? ":" + name + ":"
                    : spaced(name, max, MrkdwnEscaper::text);
            case Span.Moment(Instant at) -> time(at);
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

    private static String time(Instant at) {
        return "<!date^" + at.getEpochSecond() + "^{date_short_pretty} {time_secs}|" + UTC.format(at) + ">";
    }

    private static String raw(Span span) {
        return switch (span) {
            case Span.Text text -> text.text();
            case Span.Strong strong -> strong.text();
            case Span.Code code -> code.text();
            case Span.Anchor link -> link.url();
            case Span.Mention mention -> mention.name();
            case Span.Group group -> group.id();
            case Span.Emoji emoji -> emoji.name();
            case Span.Moment time -> UTC.format(time.at());
        };
    }

    private static String wrap(String mark, String text) {
        return text.isEmpty() ? "" : mark + text + mark;
    }
}
