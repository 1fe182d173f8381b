package dev.helmstuck.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import dev.helmstuck.report.AlignedTable;
import dev.helmstuck.report.Line;
import dev.helmstuck.report.Line.Span;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.Section;
import dev.helmstuck.report.TerminalCommand;
import dev.helmstuck.report.Tone;
import dev.helmstuck.runbook.Formats;
import dev.helmstuck.runbook.Table;

/** A checkup for people: a table for each target and system, a line for each problem with its cure, and what is well in one line. */
public final class CheckupReport {

    private static final int MOST_SUBJECTS = 8;
    private static final int MOST_LINES = 5;

    private CheckupReport() {}

    /** All of it. */
    public static Report of(Checkup checkup) {
        return new Report(checkup.isBad() ? Tone.BAD : Tone.GOOD, title(checkup), List.of(),
                checkup.examinations().stream().map(CheckupReport::section).toList());
    }

    /** What is to be done, in a line for whoever asks whether the bot is well; nothing if that is nothing. */
    public static Optional<String> remark(Checkup checkup) {
        if (!checkup.isBad()) return Optional.empty();
        return Optional.of(title(checkup) + ", as of " + Formats.moment(checkup.at()) + "; the log names them, and the command doctor");
    }

    private static String title(Checkup checkup) {
        long bad = checkup.examinations().stream().mapToLong(one -> one.bad().size()).sum();
        String notes = checkup.count(Severity.NOTE) == 0 ? "" : ", " + Formats.count(checkup.count(Severity.NOTE), "note");
        if (bad == 0) return "All well: a remediation would work" + notes;
        return Formats.count(bad, "thing") + " to mend before the next incident" + notes;
    }

    /** What went bad, for a channel. */
    public static Report news(List<Examination> fresh) {
        long bad = fresh.stream().mapToLong(one -> one.symptoms().size()).sum();
        List<Section> sections = new ArrayList<>(fresh.stream().limit(MOST_SUBJECTS).map(CheckupReport::items).toList());
        if (fresh.size() > MOST_SUBJECTS)
            sections.add(Section.plain(Line.of("… and " + Formats.count(fresh.size() - MOST_SUBJECTS, "more target") + " or systems.")));
        sections.add(Section
                .plain(Line.of(new Span.Text("Nobody has to act at once: it would be in the way of the next remediation. All of it: "),
                        new Span.Code(TerminalCommand.of("doctor")))));
        return new Report(Tone.CAREFUL, Formats.count(bad, "thing") + " to mend before the next stuck release", List.of(),
                sections);
    }

    private static Section items(Examination one) {
        List<Line> lines = new ArrayList<>();
        one.symptoms().stream().limit(MOST_LINES).forEach(symptom -> {
            lines.add(Line.bullet(new Span.Strong(symptom.point().id()), new Span.Text(": " + Formats.sentence(symptom.seen()))));
            lines.add(new Line(Line.Kind.DETAIL, List.of(new Span.Text("→ " + symptom.cure()))));
        });
        if (one.symptoms().size() > MOST_LINES) lines.add(Line.bullet("… and " + (one.symptoms().size() - MOST_LINES) + " more"));
        return new Section(one.subject(), lines);
    }

    private static Section section(Examination examination) {
        List<List<String>> rows = new ArrayList<>();
        examination.symptoms().stream().filter(one -> one.severity() != Severity.GOOD)
                .forEach(one -> rows.add(List.of(one.severity().word(), one.point().id(), words(one))));
        List<Symptom> well = examination.of(Severity.GOOD);
        if (!well.isEmpty())
            rows.add(List.of(Severity.GOOD.word(), "",
                    well.stream().map(one -> one.point().id() + detail(one)).collect(Collectors.joining(", "))));
        return Section.of(examination.subject(), Line.table(aligned(rows)));
    }

    /** A line of a problem: what was seen, then what to do. */
    static String words(Symptom symptom) {
        return Formats.sentence(symptom.seen()) + (symptom.cure().isEmpty() ? "" : " → " + symptom.cure());
    }

    private static String detail(Symptom symptom) {
        return symptom.seen().isEmpty() ? "" : " (" + symptom.seen() + ")";
    }

    private static List<String> aligned(List<List<String>> rows) {
        return AlignedTable.rows(new Table(List.of("", "", ""), rows)).stream().skip(1).toList();
    }
}
