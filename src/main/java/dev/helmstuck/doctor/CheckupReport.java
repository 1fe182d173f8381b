package dev.helmstuck.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import dev.helmstuck.report.AlignedTable;
import dev.helmstuck.report.Line;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.Section;
import dev.helmstuck.report.Tone;
import dev.helmstuck.runbook.Formats;
import dev.helmstuck.runbook.Table;

/** A checkup for people: a table for each target and system, a line for each problem with its cure, and what is well in one line. */
public final class CheckupReport {

    private CheckupReport() {}

    /** All of it. */
    public static Report of(Checkup checkup) {
        return new Report(checkup.isBad() ? Tone.BAD : Tone.GOOD, title(checkup), List.of(),
                checkup.examinations().stream().map(CheckupReport::section).toList());
    }

    private static String title(Checkup checkup) {
        long bad = checkup.examinations().stream().mapToLong(one -> one.bad().size()).sum();
        String notes = checkup.count(Severity.NOTE) == 0 ? "" : ", " + Formats.count(checkup.count(Severity.NOTE), "note");
        if (bad == 0) return "All well: a remediation would work" + notes;
        return Formats.count(bad, "thing") + " to mend before the next incident" + notes;
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
