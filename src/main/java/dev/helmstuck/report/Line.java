package dev.helmstuck.report;

import java.time.Instant;
import java.util.List;

/**
 * One line of a message, as spans. Text that comes from outside goes in as {@link Span.Text} or {@link Span.Code}, which a
 * renderer escapes; only {@link Span.Mention} ever becomes a live mention.
 */
public record Line(Kind kind, List<Span> spans) {

    /** How a line is set. {@code COMMAND} is one command to copy, alone in its own block. */
    public enum Kind {
        PARAGRAPH,
        BULLET,
        COMMAND
    }

    public Line {
        spans = List.copyOf(spans);
    }

    /** A paragraph. */
    public static Line of(Span... spans) {
        return new Line(Kind.PARAGRAPH, List.of(spans));
    }

    /** A paragraph of plain text. */
    public static Line of(String text) {
        return of(new Span.Text(text));
    }

    /** An item of a list. */
    public static Line bullet(Span... spans) {
        return new Line(Kind.BULLET, List.of(spans));
    }

    /** An item of a list, plain text. */
    public static Line bullet(String text) {
        return bullet(new Span.Text(text));
    }

    /** A command that a person may copy and run. */
    public static Line command(String command) {
        return new Line(Kind.COMMAND, List.of(new Span.Code(command)));
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

        /** A Slack user group, by id. Rendered without notifying anyone. */
        record Group(String id) implements Span {}

        /** An emoji by name, without colons. */
        record Emoji(String name) implements Span {}

        /** A moment; a chat shows it in the reader's own time zone. */
        record Moment(Instant at) implements Span {}
    }
}
