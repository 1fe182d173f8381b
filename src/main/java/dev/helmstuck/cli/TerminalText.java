package dev.helmstuck.cli;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.helmstuck.report.Line;
import dev.helmstuck.report.Line.Span;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.Section;

/** A report as plain terminal text. Control characters of outside text are taken off, so that no cluster can steer the terminal. */
public final class TerminalText {
    /** Control characters, the C1 ones too (U+009B begins a sequence as ESC [ does), direction marks, foreign line ends, half characters. */
    private static final Pattern STEERS = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]");
    private static final Pattern WEB = Pattern.compile("https?://[\\x21-\\x7e&&[^<>]]+", Pattern.CASE_INSENSITIVE);

    private TerminalText() {}

    /** The report, ending in a line break. */
    public static String of(Report report) {
        StringBuilder text = new StringBuilder(clean(report.title())).append('\n');
        report.tasks().forEach(task -> text.append("  [").append(mark(task.state())).append("] ").append(clean(task.title()))
                .append('\n'));
        report.sections().stream().filter(section -> !section.lines().isEmpty()).forEach(section -> append(text, section));
        return text.toString();
    }

    private static void append(StringBuilder text, Section section) {
        if (!section.heading().isEmpty()) text.append("  ").append(section.heading()).append(":\n");
        for (Line line : section.lines()) {
            text.append(switch (line.kind()) {
                case PARAGRAPH -> "  ";
                case BULLET -> "    - ";
                case DETAIL -> "        - ";
                case COMMAND -> "    $ ";
                case TABLE -> "    ";
            }).append(spans(line)).append('\n');
        }
    }

    private static String spans(Line line) {
        return line.spans().stream().map(TerminalText::span).collect(Collectors.joining(line.kind() == Line.Kind.TABLE ? "\n    " : ""));
    }

    private static String span(Span span) {
        return clean(span.words())
                + (span instanceof Span.Anchor(String label, String url) && WEB.matcher(url).matches() ? " <" + url + ">" : "");
    }

    private static String clean(String text) {
        return STEERS.matcher(text).replaceAll("�");
    }

    private static String mark(Report.TaskState state) {
        return switch (state) {
            case PENDING -> " ";
            case IN_PROGRESS -> "…";
            case COMPLETE -> "x";
            case ERROR -> "!";
        };
    }
}
