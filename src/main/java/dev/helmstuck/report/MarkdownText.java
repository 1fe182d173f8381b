package dev.helmstuck.report;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.helmstuck.report.Line.Span;

/**
 * Sections as Markdown that shows the same in GitLab and GitHub. Text from outside stays text: it makes no heading, link, HTML or table,
 * mentions nobody, refers to no issue, and no line begins with it, so that it is no quick action either.
 */
public final class MarkdownText {
    private static final Pattern STEERS = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]");
    private static final Pattern SPECIAL = Pattern.compile("([\\\\`*_\\[\\]<|~$])");
    /** What GitLab takes for a reference, if a name or a number follows. */
    private static final Pattern REFERS = Pattern.compile("([#!%&])(?=[\\p{L}\\p{N}\"])");
    /** What begins a list, a heading, a quotation or a rule inside an item, or is a quick action. */
    private static final Pattern BEGINS = Pattern.compile("^([-+=#>/]|\\d+(?=[.)]))");
    private static final Pattern RUNS = Pattern.compile("`+");
    private static final Pattern WEB = Pattern.compile("https?://[\\x21-\\x7e&&[^<>()\\\\]]+", Pattern.CASE_INSENSITIVE);
    /** GitHub mentions behind a backslash too; a name that begins with this is no name. */
    private static final String NO_NAME = "\u2060";

    private MarkdownText() {}

    /** A heading of this rank; its words may be from outside. */
    public static String heading(int rank, String words) {
        return "#".repeat(rank) + " " + escaped(words).strip() + "\n";
    }

    /** Sections, each with its heading if it has one. */
    public static String of(List<Section> sections, int rank) {
        return sections.stream().filter(section -> !section.lines().isEmpty())
                .map(section -> (section.heading().isEmpty() ? "" : heading(rank, section.heading()) + "\n") + lines(section.lines()))
                .collect(Collectors.joining("\n"));
    }

    private static String lines(List<Line> lines) {
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < lines.size(); at++) {
            Line line = lines.get(at);
            // what is no list stands apart, or it would go on the line above
            if (at > 0 && (!item(line) || !item(lines.get(at - 1)))) text.append('\n');
            text.append(switch (line.kind()) {
                case PARAGRAPH -> unlike(spans(line));
                case BULLET -> "- " + unlike(spans(line));
                case DETAIL -> "  - " + unlike(spans(line));
                case COMMAND, TABLE -> fenced(line);
            }).append('\n');
        }
        return text.toString();
    }

    private static boolean item(Line line) {
        return line.kind() == Line.Kind.BULLET || line.kind() == Line.Kind.DETAIL;
    }

    private static String spans(Line line) {
        return line.spans().stream().map(MarkdownText::span).collect(Collectors.joining());
    }

    private static String span(Span span) {
        return switch (span) {
            case Span.Strong(String text) when !text.isBlank() -> "**" + escaped(text).strip() + "**" + (text.endsWith(" ") ? " " : "");
            case Span.Code(String text) -> code(text);
            case Span.Anchor(String label, String url) when WEB.matcher(url).matches() -> "[" + escaped(label) + "](" + url + ")";
            case Span.Strong strong -> escaped(strong.words());
            case Span.Anchor anchor -> escaped(anchor.words());
            case Span.Text text -> escaped(text.words());
            case Span.Mention mention -> escaped(mention.words());
            case Span.Group group -> escaped(group.words());
            case Span.Emoji emoji -> emoji.words();
            case Span.PointInTime point -> point.words();
            case Span.Until until -> until.words();
        };
    }

    private static String escaped(String text) {
        String plain = STEERS.matcher(text).replaceAll(" ");
        String quiet = REFERS.matcher(SPECIAL.matcher(plain).replaceAll("\\\\$1")).replaceAll("\\\\$1");
        return quiet.replace("@", "\\@" + NO_NAME);
    }

    /** So that it begins nothing. */
    private static String unlike(String text) {
        return BEGINS.matcher(text.strip()).replaceFirst(found -> Character.isDigit(found.group().charAt(0))
                ? found.group() + "\\\\"
                : "\\\\" + found.group());
    }

    /** A code span whose marks are longer than any that it holds. */
    private static String code(String text) {
        String plain = STEERS.matcher(text).replaceAll(" ").strip();
        String marks = "`".repeat(longest(plain) + 1);
        boolean apart = plain.startsWith("`") || plain.endsWith("`");
        return plain.isEmpty() ? "" : marks + (apart ? " " : "") + plain + (apart ? " " : "") + marks;
    }

    private static String fenced(Line line) {
        // GitLab reads no quick action in a block of code, but nothing is to depend on that
        List<String> rows = line.spans().stream().map(span -> STEERS.matcher(span.words()).replaceAll(" "))
                .map(row -> row.startsWith("/") ? " " + row : row).toList();
        String fence = "`".repeat(Math.max(3, rows.stream().mapToInt(MarkdownText::longest).max().orElse(0) + 1));
        return fence + "text\n" + String.join("\n", rows) + "\n" + fence;
    }

    private static int longest(String text) {
        return RUNS.matcher(text).results().mapToInt(run -> run.group().length()).max().orElse(0);
    }
}
