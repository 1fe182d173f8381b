package dev.helmstuck.report;

import java.util.ArrayList;
import java.util.List;

import dev.helmstuck.report.Line.Span;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.Result;

/** One finding as a message: what it means, what was seen, what to do, the command that shows the same. */
public final class FindingReport {

    private FindingReport() {}

    /** The message for this finding. */
    public static Report of(Finding finding) {
        List<Section> sections = new ArrayList<>();
        sections.add(Section.plain(Line.of(new Span.Strong(finding.summary()))));
        sections.add(new Section("", finding.seen().stream().map(Line::bullet).toList()));
        if (!finding.next().isEmpty()) sections.add(Section.plain(Line.of(new Span.Strong("Next: "), new Span.Text(finding.next()))));
        if (!finding.links().isEmpty()) {
            sections.add(
                    new Section("", finding.links().stream().map(link -> Line.bullet(new Span.Link(link.label(), link.url()))).toList()));
        }
        sections.add(Section.of("By hand", Line.command(finding.byHand())));
        return new Report(tone(finding.result()), word(finding.result()) + ": " + finding.step().title(), List.of(), sections);
    }

    /** The word that stands for a result, so that colour is never needed. */
    public static String word(Result result) {
        return switch (result) {
            case PASS -> "Pass";
            case WARN -> "Warn";
            case STOP -> "Stop";
            case UNKNOWN -> "Unknown";
        };
    }

    private static Tone tone(Result result) {
        return switch (result) {
            case PASS -> Tone.GOOD;
            case WARN -> Tone.CAREFUL;
            case STOP, UNKNOWN -> Tone.BAD;
        };
    }
}
