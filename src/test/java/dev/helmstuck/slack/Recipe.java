package dev.helmstuck.slack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.helmstuck.report.Line;
import dev.helmstuck.report.Line.Span;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.Report.Task;
import dev.helmstuck.report.Report.TaskState;
import dev.helmstuck.report.Section;
import dev.helmstuck.report.Tone;

/**
 * A report written as bytes, such that a fuzzer reaches every place of it and a person can read its inputs. One line each:
 * {@code =title}, {@code #heading}, {@code %task}, {@code $command}, {@code -spans} for a bullet, anything else for a
 * paragraph. A {@code +} before it makes every text of the line 60 times as long. Spans are parted by TAB and begin with one of
 * T S C L M G E D U; a link's address follows a {@code |}. A backslash with u and four digits stands for any character.
 */
final class Recipe {
    private static final Pattern CHARACTER = Pattern.compile("\\\\u([0-9a-fA-F]{4})");
    private static final List<Tone> TONES = List.of(Tone.values());
    private static final List<TaskState> STATES = List.of(TaskState.values());
    private static final int LONG = 60;
    private static final int MOST_LINES = 200;

    private final List<Task> tasks = new ArrayList<>();
    private final List<Section> sections = new ArrayList<>();
    private final List<Line> lines = new ArrayList<>();
    private final List<Span> spans = new ArrayList<>();
    private String title = "";
    private String heading = "";

    private Recipe() {}

    static Recipe read(byte[] bytes) {
        Recipe recipe = new Recipe();
        new String(bytes, UTF_8).lines().limit(MOST_LINES).forEach(recipe::line);
        recipe.section();
        return recipe;
    }

    Report report() {
        return new Report(TONES.get(title.length() % TONES.size()), title, tasks, sections);
    }

    /** Whom it mentions, and so may, as patterns. */
    Stream<String> mentioned() {
        return spans.stream().flatMap(span -> switch (span) {
            case Span.Mention(String id, String name) when id.matches("[UW][A-Z0-9]+") -> Stream.of("<@" + id + ">");
            case Span.Group(String id, String name) when id.matches("S[A-Z0-9]+") -> Stream.of("<!subteam\\^" + id + ">");
            default -> Stream.empty();
        });
    }

    boolean links() {
        return spans.stream().anyMatch(Span.Anchor.class::isInstance);
    }

    private void line(String written) {
        int times = written.startsWith("+") ? LONG : 1;
        String line = times == 1 ? written : written.substring(1);
        String rest = line.isEmpty() ? "" : line.substring(1);
        switch (line.isEmpty() ? ' ' : line.charAt(0)) {
            case '=' -> title = text(rest, times);
            case '%' -> task(rest, times);
            case '#' -> {
                section();
                heading = text(rest, times);
            }
            case '$' -> lines.add(new Line(Line.Kind.COMMAND, spans(rest, times)));
            case '-' -> lines.add(new Line(Line.Kind.BULLET, spans(rest, times)));
            default -> lines.add(new Line(Line.Kind.PARAGRAPH, spans(line, times)));
        }
    }

    private void section() {
        sections.add(new Section(heading, lines));
        lines.clear();
        heading = "";
    }

    private void task(String written, int times) {
        TaskState state = STATES.get(tasks.size() % STATES.size());
        tasks.add(new Task("t" + tasks.size(), text(written, times), state));
    }

    private List<Span> spans(String written, int times) {
        List<Span> made = Stream.of(written.split("\t")).filter(part -> !part.isEmpty())
                .map(part -> span(part.charAt(0), text(part.substring(1), times))).toList();
        spans.addAll(made);
        return made;
    }

    private static Span span(char kind, String text) {
        int bar = text.indexOf('|');
        return switch (kind) {
            case 'S' -> new Span.Strong(text);
            case 'C' -> new Span.Code(text);
            case 'L' -> new Span.Anchor(bar < 0 ? text : text.substring(0, bar), text.substring(bar + 1));
            case 'M' -> new Span.Mention(text, text);
            case 'G' -> new Span.Group(text, text);
            case 'E' -> new Span.Emoji(text);
            case 'U' -> new Span.Until(Instant.ofEpochSecond(text.hashCode() * 10_000_000L));
            case 'D' -> new Span.PointInTime(Instant.ofEpochSecond(text.hashCode() * 10_000_000L));
            default -> new Span.Text(text);
        };
    }

    private static String text(String written, int times) {
        String text = CHARACTER.matcher(written).replaceAll(Recipe::character);
        return text.repeat(times);
    }

    private static String character(MatchResult code) {
        return Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(code.group(1), 16)));
    }
}
