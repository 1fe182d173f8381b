package dev.helmstuck.report.thread;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import dev.helmstuck.report.FindingReport;
import dev.helmstuck.report.Line;
import dev.helmstuck.report.Line.Span;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.Section;
import dev.helmstuck.report.Tone;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.Hindsight;
import dev.helmstuck.runbook.Result;
import dev.helmstuck.runbook.Step;

/** All that the checks of one look saw, in one message, with the command that shows the same by hand. */
public final class EvidenceReport {

    private EvidenceReport() {}

    /**
     * The evidence of one look.
     *
     * @param findings everything at the first look, later what differs from the look before; what allows no delete comes first
     * @param hindsight what became of the forecast that it holds, once that is known
     */
    public static Report of(int look, List<Finding> findings, Optional<Hindsight> hindsight) {
        List<Section> sections = new ArrayList<>();
        hindsight.map(HindsightLines::whole).ifPresent(sections::add);
        findings.stream().sorted(Comparator.comparingInt(EvidenceReport::rank)).forEach(finding -> {
            List<Line> lines = new ArrayList<>();
            lines.add(new Line(Line.Kind.PARAGRAPH, Line.spans(FindingReport.answer(finding)).stream()
                    .map(span -> span instanceof Span.Text(String text) ? new Span.Strong(text) : span).toList()));
            lines.addAll(FindingReport.evidence(finding));
            sections.add(new Section("", lines));
        });
        return new Report(Tone.NEUTRAL,
                look == 1 || findings.size() >= Step.values().length
                        ? "Evidence: what the checks saw"
                        : "Evidence: what the look after the yes saw otherwise",
                List.of(), sections);
    }

    private static int rank(Finding finding) {
        return finding.result() == Result.PASS ? 2 : finding.result() == Result.WARN ? 1 : 0;
    }
}
