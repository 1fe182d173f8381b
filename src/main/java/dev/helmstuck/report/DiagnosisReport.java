package dev.helmstuck.report;

import java.util.ArrayList;
import java.util.List;

import dev.helmstuck.runbook.Diagnosis;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.Verdict;

/** A whole diagnosis in one message, as {@code helm-stuck check} prints it. */
public final class DiagnosisReport {

    private DiagnosisReport() {}

    /** One report per finding, then the verdict. */
    public static List<Report> of(Diagnosis diagnosis) {
        List<Report> reports = new ArrayList<>(diagnosis.findings().stream().map(FindingReport::of).toList());
        reports.add(verdict(diagnosis));
        return reports;
    }

    /** The last lines: what it comes to. */
    public static Report verdict(Diagnosis diagnosis) {
        String target = diagnosis.target().name();
        return switch (diagnosis.verdict()) {
            case NOT_STUCK -> Report.of(Tone.GOOD, target + ": not stuck", Section.plain(Line.of("There is nothing to delete.")));
            case STUCK -> Report.of(Tone.ASKING, target + ": stuck, and every check allows the delete",
                    Section.plain(Line.of("In an incident channel: /helm-stuck " + target + ". A second engineer must say yes there.")));
            case BLOCKED -> Report.of(Tone.CAREFUL, target + ": blocked", new Section("", diagnosis.findings().stream()
                    .filter(finding -> finding.result().blocks()).map(Finding::summary).map(Line::bullet).toList()));
        };
    }

    /** The exit code that belongs to a verdict. */
    public static int exitCode(Verdict verdict) {
        return switch (verdict) {
            case NOT_STUCK -> 0;
            case STUCK -> 10;
            case BLOCKED -> 11;
        };
    }
}
