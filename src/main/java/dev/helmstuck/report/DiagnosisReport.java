package dev.helmstuck.report;

import java.util.ArrayList;
import java.util.List;

import dev.helmstuck.report.Line.Span;
import dev.helmstuck.runbook.Diagnosis;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.Step;
import dev.helmstuck.runbook.Verdict;

/** What a whole diagnosis comes to, as {@code helm-stuck check} prints it below the findings. */
public final class DiagnosisReport {

    private DiagnosisReport() {}

    /** The last lines: what it comes to, and what to do. {@code check} itself never deletes anything. */
    public static Report verdict(Diagnosis diagnosis) {
        String target = diagnosis.target().name();
        return switch (diagnosis.verdict()) {
            case NOT_STUCK -> Report.of(Tone.GOOD, target + ": not stuck", Section.plain(Line.of(notStuck(diagnosis))));
            case STUCK -> Report.of(Tone.ASKING, target + ": stuck, and every check allows the delete", Section.plain(
                    Line.of(new Span.Text("Nothing was deleted. Next: type "), new Span.Code("/helm-stuck " + target),
                            new Span.Text(" in the incident's channel; a second engineer must say yes there."))));
            case BLOCKED -> Report.of(Tone.CAREFUL, target + ": blocked, nothing would be deleted",
                    new Section("What stops it", stops(diagnosis)),
                    Section.plain(Line.of("Next: settle what is named here, then run the check again.")));
        };
    }

    private static String notStuck(Diagnosis diagnosis) {
        String meaning = diagnosis.findings().stream().filter(finding -> finding.step() == Step.RELEASE_IS_STUCK).map(Finding::next)
                .findFirst().orElse("");
        return (meaning + " Next: read the error of the failed job itself.").strip();
    }

    private static List<Line> stops(Diagnosis diagnosis) {
        List<Line> stops = new ArrayList<>();
        diagnosis.findings().stream().filter(finding -> finding.result().blocks())
                .forEach(finding -> stops.add(Line.bullet(FindingReport.answer(finding))));
        return stops.isEmpty() ? List.of(Line.bullet("not every check could be run")) : stops;
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
