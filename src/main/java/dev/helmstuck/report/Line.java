package dev.helmstuck.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.stream.Collectors;

import dev.helmstuck.runbook.Formats;

/**
 * One line of a message, as spans. Text that comes from outside goes in as {@link Span.Text} or {@link Span.Code}, which a
 * renderer escapes; only {@link Span.Mention} and {@link Span.Group} ever become live mentions.
 */
public record Line(Kind kind, List<Span> spans) {

    /**
     * How a line is set. {@code DETAIL} belongs to the item above it. {@code COMMAND} is one command to copy, alone in its own block; {@code TABLE} has a span for each of its rows, in
     * letters of one width.
     */
    public enum Kind {
        PARAGRAPH,
        BULLET,
        DETAIL,
        COMMAND,
        TABLE
    }

    public Line {
        spans = List.copyOf(spans);
    }

    /** A paragraph. */
    public static Line of(Span... spans) {
        return new Line(Kind.PARAGRAPH, List.of(spans));
    }

    /** A paragraph of plain text; moments in it are shown as such. */
    public static Line of(String text) {
        return new Line(Kind.PARAGRAPH, spans(text));
    }

    /** An item of a list. */
    public static Line bullet(Span... spans) {
        return new Line(Kind.BULLET, List.of(spans));
    }

    /** An item of a list, plain text; moments in it are shown as such. */
    public static Line bullet(String text) {
        return new Line(Kind.BULLET, spans(text));
    }

    /** Plain text, and the moments that it names: an instant must not be read by two clocks in one message. */
    public static List<Span> spans(String text) {
        List<Span> spans = new ArrayList<>();
        int from = 0;
        for (MatchResult moment : Formats.moments(text).toList()) {
            spans.add(new Span.Text(text.substring(from, moment.start())));
            spans.add(new Span.PointInTime(Formats.parsed(moment.group()).orElseThrow()));
            from = moment.end();
        }
        spans.add(new Span.Text(text.substring(from)));
        return spans.stream().filter(span -> !span.words().isEmpty()).toList();
    }

    /** A command that a person may copy and run. */
    public static Line command(String command) {
        return new Line(Kind.COMMAND, List.of(new Span.Code(command)));
    }

    /** Rows whose columns are aligned. */
    public static Line table(List<String> rows) {
        return new Line(Kind.TABLE, rows.stream().<Span>map(Span.Code::new).toList());
    }

    /** A piece of a line. */
    public sealed interface Span {
        /** Literal text. */
        record Text(String text) implements Span {}

        /** Literal text, emphasised. */
        record Strong(String text) implements Span {}

        /** A name or command, literal. */
        record Code(String text) implements Span {}

        /** A link; {@code url} is checked by the renderer to be http or https, else only the label is shown. */
        record Anchor(String label, String url) implements Span {}

        /** A person of the chat, by id; {@code name} where ids mean nothing. */
        record Mention(String id, String name) implements Span {}

        /** A user group of the chat, by id: everybody in it is notified. {@code name} where ids mean nothing. */
        record Group(String id, String name) implements Span {}

        /** An emoji by name, without colons. */
        record Emoji(String name) implements Span {}

        /** A moment, to the second; a chat shows it in the reader's own time zone. */
        record PointInTime(Instant at) implements Span {}

        /** The end of a time in which people may act, to the minute that is still within it; shown like a moment. */
        record Until(Instant end) implements Span {}

        /** What is read where nothing can be live: names for people and groups, UTC for moments, the label of a link. */
        default String words() {
            return switch (this) {
                case Text(String text) -> text;
                case Strong(String text) -> text;
                case Code(String text) -> text;
                case Anchor(String label, String url) -> label;
                case Mention(String id, String name) -> name;
                case Group(String id, String name) -> name;
                case Emoji(String name) -> ":" + name + ":";
                case PointInTime(Instant at) -> Formats.moment(at);
                case Until(Instant end) -> Formats.minute(end);
            };
        }
    }

    /** What is read where nothing can be live. */
    public String words() {
        return spans.stream().map(Span::words).collect(Collectors.joining(kind == Kind.TABLE ? "\n" : ""));
    }
}
