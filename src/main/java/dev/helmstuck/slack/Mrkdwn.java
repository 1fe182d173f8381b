package dev.helmstuck.slack;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
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
        return Outside.fit(text, max, raw -> wrap("*", Outside.text(raw)));
    }

    /** Half a command is worse than none: one that does not fit is left out. */
    private static String command(Line line, String fence, int max) {
        StringBuilder raw = new StringBuilder();
        for (Span span : line.spans()) {
            raw.append(raw(span));
        }
        String command = wrap(fence, Outside.code(raw.toString()));
        return command.length() <= max ? command : "(this command is too long to show here)";
    }

    private static String spans(Line line, int max) {
        StringBuilder out = new StringBuilder();
        for (Span span : line.spans()) {
            int left = max - out.length() - Outside.CUT.length();
            String next = span(span, left);
            if (next.length() > left) {
                return out.append(Outside.CUT).toString();
            }
            out.append(next);
        }
        return out.toString();
    }

    private static String span(Span span, int max) {
        return switch (span) {
            case Span.Text text -> spaced(text.text(), Outside.fit(text.text(), max, Outside::text));
            case Span.Strong strong -> strong(strong.text(), max);
            case Span.Code code -> Outside.fit(code.text(), max, raw -> wrap("`", Outside.code(raw)));
            case Span.Link link -> link(link, max);
            case Span.Mention mention -> USER.matcher(mention.id()).matches()
                    ? "<@" + mention.id() + ">"
                    : Outside.fit(mention.name(), max, Outside::text);
            case Span.Group group -> Outside.fit(group.id(), max, raw -> wrap("`", Outside.code(raw)));
            case Span.Emoji emoji -> EMOJI.matcher(emoji.name()).matches()
                    ? ":" + emoji.name() + ":"
                    : Outside.fit(emoji.name(), max, Outside::text);
            case Span.Time time -> time(time.at());
        };
    }

    /** Cleaning strips a text; the blanks that part it from its neighbours stay. */
    private static String spaced(String raw, String clean) {
        if (raw.isEmpty()) {
            return "";
        }
        boolean before = Character.isWhitespace(raw.charAt(0));
        boolean after = Character.isWhitespace(raw.charAt(raw.length() - 1));
        return (before ? " " : "") + clean + (after && !clean.isEmpty() ? " " : "");
    }

    private static String link(Span.Link link, int max) {
        String url = url(link.url());
        String label = Outside.text(link.label()).replace("|", "¦");
        if (url.isEmpty() || label.isEmpty() || url.length() + label.length() + 3 > max) {
            return Outside.fit(link.label(), max, Outside::text);
        }
        return "<" + url + "|" + label + ">";
    }

    /** The address if it is one of the web and cannot end the link early, else empty. */
    private static String url(String raw) {
        try {
            URI uri = new URI(raw);
            boolean web = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
            return web && uri.getHost() != null ? Outside.escape(uri.toASCIIString()) : "";
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
            case Span.Link link -> link.url();
            case Span.Mention mention -> mention.name();
            case Span.Group group -> group.id();
            case Span.Emoji emoji -> emoji.name();
            case Span.Time time -> UTC.format(time.at());
        };
    }

    private static String wrap(String mark, String text) {
        return text.isEmpty() ? "" : mark + text + mark;
    }
}
