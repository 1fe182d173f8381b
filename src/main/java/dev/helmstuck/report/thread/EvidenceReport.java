package dev.helmstuck.report.thread;

import java.util.ArrayList;
import java.util.List;

import dev.helmstuck.report.FindingReport;
import dev.helmstuck.report.Line;
import dev.helmstuck.report.Line.Span;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.Section;
import dev.helmstuck.report.Tone;
import dev.helmstuck.runbook.Finding;

/** All that the checks of one look saw, in one message, with the command that shows the same by hand. */
public final class EvidenceReport {

    private EvidenceReport() {}

    /** @param findings everything at the first look, later what differs from the look before */
    public static Report of(int look, List<Finding> findings) {
        List<Section> sections = new ArrayList<>();
        for (Finding finding : findings) {
            sections.add(Section.plain(Line.of(new Span.Strong(FindingReport.answer(finding)))));
            sections.addAll(FindingReport.evidence(finding));
        }
        return new Report(Tone.NEUTRAL, Line.of(look == 1 ? "What the checks saw" : "What look " + look + " saw differently"), List.of(),
                sections);
    }
}
