package dev.helmstuck.report.thread;

import java.util.List;
import java.util.Optional;

import dev.helmstuck.remediation.Note;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.State;
import dev.helmstuck.report.AlignedTable;
import dev.helmstuck.report.Attachment;
import dev.helmstuck.report.Line;
import dev.helmstuck.report.Line.Span;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.Section;
import dev.helmstuck.report.TerminalCommand;
import dev.helmstuck.report.Tone;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.Step;
import dev.helmstuck.runbook.Table;

/** The forecast's table as a file, where it is longer than a message holds. */
final class ForecastFile {
    private ForecastFile() {}

    /** The files that the thread should have: none before people are asked, for nobody is to wait for an upload. */
    static List<ThreadMessage> of(Remediation remediation) {
        if (isTooEarly(remediation.state())) return List.of();
        return remediation.notes().stream().filter(Note.Evidence.class::isInstance).map(Note.Evidence.class::cast)
                .flatMap(note -> table(note.findings()).map(table -> message(remediation, note.look(), table)).stream()).toList();
    }

    private static boolean isTooEarly(State state) {
        return switch (state) {
            case State.Diagnosing checking -> true;
            case State.AwaitingApproval awaiting -> awaiting.request().isEmpty();
            case State.Rechecking later -> false;
            case State.Deleting later -> false;
            case State.Validating later -> false;
            case State.Rerunning later -> false;
            case State.Following later -> false;
            case State.Restoring later -> false;
            case State.Closing later -> false;
            case State.Closed later -> false;
        };
    }

    private static Optional<Table> table(List<Finding> findings) {
        return findings.stream().filter(finding -> finding.step() == Step.RELEASE_IS_STUCK).flatMap(finding -> finding.table().stream())
                .filter(table -> table.rest().isPresent() && AlignedTable.isCut(table)).findFirst();
    }

    private static ThreadMessage message(Remediation remediation, int look, Table table) {
        String target = remediation.target();
        // several remediations of a target may share a thread, and a file whose answer was lost is found by its name
        String id = remediation.id().substring(0, Math.min(8, remediation.id().length()));
        String title = "What the next deploy will do, object by object";
        Report report = Report.of(Tone.NEUTRAL, title, Section.plain(Line.of(new Span.Text("On a terminal the same and more: "),
                new Span.Code(TerminalCommand.of("forecast " + target)))));
        return ThreadMessage.attached("forecast:" + look, report,
                new Attachment("forecast-" + target + "-" + id + "-" + look + ".txt",
                        () -> title + "\n\n" + AlignedTable.whole(table)));
    }
}
