package dev.helmstuck.report;

import java.util.List;
import java.util.stream.Stream;

/**
 * One message, chat-neutral. A renderer turns it into Slack blocks with a full text fallback, or into terminal text; it escapes
 * every span but never changes words.
 *
 * @param tone how it should look; the words carry the same meaning without it
 * @param headline one line, what a reader must know if they read no other
 * @param tasks a checklist, empty for most messages
 * @param sections the rest, in order
 */
public record Report(Tone tone, Line headline, List<Task> tasks, List<Section> sections) {

    public Report {
        tasks = List.copyOf(tasks);
        sections = List.copyOf(sections);
    }

    /** A report with a headline of plain words. */
    public Report(Tone tone, String title, List<Task> tasks, List<Section> sections) {
        this(tone, Line.of(title), tasks, sections);
    }

    /** The headline as plain words. */
    public String title() {
        return headline.words();
    }

    /** A report without a checklist. */
    public static Report of(Tone tone, String title, Section... sections) {
        return new Report(tone, title, List.of(), List.of(sections));
    }

    /** The same with one section more. */
    public Report with(Section section) {
        return new Report(tone, headline, tasks, Stream.concat(sections.stream(), Stream.of(section)).toList());
    }

    /** One item of the checklist: one line that says what it is, and once that is known, how it went. */
    public record Task(String id, String title, TaskState state) {}

    /** Where an item of the checklist stands. */
    public enum TaskState {
        PENDING,
        IN_PROGRESS,
        COMPLETE,
        ERROR
    }
}
