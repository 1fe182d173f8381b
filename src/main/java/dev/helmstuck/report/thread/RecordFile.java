package dev.helmstuck.report.thread;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

import dev.helmstuck.remediation.Aftermath;
import dev.helmstuck.remediation.AllowedRerun;
import dev.helmstuck.remediation.Ending;
import dev.helmstuck.remediation.HistoryLine;
import dev.helmstuck.remediation.Note;
import dev.helmstuck.remediation.Outcome;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.Restoration;
import dev.helmstuck.report.AlignedTable;
import dev.helmstuck.report.Attachment;
import dev.helmstuck.report.FindingReport;
import dev.helmstuck.report.Line;
import dev.helmstuck.report.Line.Span;
import dev.helmstuck.report.MarkdownText;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.Section;
import dev.helmstuck.report.TerminalCommand;
import dev.helmstuck.report.Tone;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.Formats;
import dev.helmstuck.runbook.Table;
import dev.helmstuck.runbook.Target;

/** The record of a remediation that has ended, as Markdown for the issue of its incident: a function of what is saved. */
public final class RecordFile {
    private static final int MOST_SEEN = 15;

    private RecordFile() {}

    /** Whether there is anything to be kept: something was found, and it was more than that nothing is stuck. */
    public static boolean isWorthIt(Remediation remediation) {
        return remediation.looks() > 0 && remediation.state().end().filter(ending -> ending.outcome() != Outcome.NOT_STUCK).isPresent();
    }

    /** The file beside the last message. */
    static Optional<ThreadMessage> of(Remediation remediation, Surroundings around) {
        return remediation.state().end().filter(ending -> isWorthIt(remediation)).map(ending -> {
            Report report = Report.of(Tone.NEUTRAL, remediation.drill().isPresent()
                    ? "Report of this drill as Markdown, as an incident's goes into its issue"
                    : "Report of this remediation as Markdown, for the issue of the incident",
                    Section.plain(Line.of(new Span.Text("On a terminal the same: "),
                            new Span.Code(TerminalCommand.of("history " + remediation.target() + " --markdown")))));
            String name = "helm-stuck-" + remediation.target() + "-" + remediation.id().substring(0, Math.min(8, remediation.id().length()))
                    + ".md";
            return ThreadMessage.attached("record", report, new Attachment(name, () -> markdown(remediation, around, ending)));
        });
    }

    /** The last message of one that has no file, for nobody was asked anything: how to get the record all the same. */
    static ThreadMessage named(Remediation remediation, ThreadMessage message) {
        if (!message.key().equals(ThreadView.LAST) || !isWorthIt(remediation)) return message;
        return message.saying(message.report().with(Section.plain(Line.of("The record as Markdown, for the issue of the incident:"),
                Line.command(TerminalCommand.of("history " + remediation.target() + " --markdown --id " + remediation.id())))));
    }

    /** The whole record. */
    public static String markdown(Remediation remediation, Surroundings around, Ending ending) {
        List<Section> sections = new ArrayList<>();
        sections.add(summary(remediation, around, ending));
        sections.add(new Section("Timeline", RecordTimeline.of(remediation, around.trail())));
        sections.add(people(remediation));
        sections.add(new Section("Identities", identities(remediation)));
        sections.addAll(histories(remediation));
        sections.addAll(findings(remediation));
        sections.addAll(forecast(remediation, around.target(), ending));
        return MarkdownText.heading(2, (remediation.drill().isPresent() ? DrillWords.MARK : "") + Headline.of(remediation, around).words())
                + "\n" + MarkdownText.of(sections, 3);
    }

    private static Section summary(Remediation remediation, Surroundings around, Ending ending) {
        Target target = around.target();
        Instant end = RecordTimeline.ended(remediation, around.trail());
        return Section.plain(
                Line.bullet(new Span.Text("target "), new Span.Code(remediation.target()), new Span.Text(": release "),
                        new Span.Code(target.release()), new Span.Text(" in cluster "), new Span.Code(target.cluster()),
                        new Span.Text(", namespace "), new Span.Code(target.namespace()), new Span.Text(", environment "),
                        new Span.Code(target.environment())),
                Line.bullet(new Span.Text("outcome: "),
                        new Span.Strong(ending.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' ')),
                        new Span.Text(". " + Formats.sentence(ending.why()))),
                Line.bullet(new Span.Text("from "), new Span.PointInTime(remediation.opened()), new Span.Text(" to "),
                        new Span.PointInTime(end), new Span.Text(", " + Formats.duration(Duration.between(remediation.opened(), end)))),
                Line.bullet(new Span.Text("helm-stuck's remediation "), new Span.Code(remediation.id())));
    }

    private static Section people(Remediation remediation) {
        List<Line> lines = new ArrayList<>();
        lines.add(Line.bullet("asked for by " + remediation.requester().name()));
        RecordPeople.yes(remediation)
                .forEach(yes -> lines.add(Line.bullet("yes to " + yes.to() + ": " + Headline.names(yes.approvals()))));
        RecordPeople.acts(remediation).forEach(act -> act.plan().vouching().ifPresent(word -> lines
                .add(Line.bullet("the end of the owner of revision " + act.plan().revision() + " was vouched for by " + word.name() + ": "
                        + word.reason()))));
        return new Section("People", lines);
    }

    private static List<Line> identities(Remediation remediation) {
        List<Line> lines = new ArrayList<>();
        for (RecordPeople.Act act : RecordPeople.acts(remediation)) {
            lines.add(Line.bullet(new Span.Text("the stuck record, revision " + act.plan().revision() + " (" + act.plan().status().word()
                    + "): Secret "), new Span.Code(act.plan().secret()), new Span.Text(", uid "), new Span.Code(act.plan().uid()),
                    new Span.Text(", resourceVersion "), new Span.Code(act.plan().resourceVersion()), new Span.Text(", created "),
                    new Span.PointInTime(act.plan().created())));
            if (!act.backup().isEmpty()) lines.add(Line.bullet(new Span.Text("its copy: Secret "), new Span.Code(act.backup())));
        }
        remediation.state().end().flatMap(Ending::restore).map(Restoration::plan).ifPresent(plan -> lines.add(Line.bullet(
                new Span.Text("the copy of the record of revision " + plan.revision() + " (" + plan.status().word() + "): Secret "),
                new Span.Code(plan.copy().name()), new Span.Text(", uid "), new Span.Code(plan.copy().uid()),
                new Span.Text(", resourceVersion "), new Span.Code(plan.copy().resourceVersion()))));
        for (AllowedRerun rerun : RecordPeople.reruns(remediation)) {
            lines.add(Line.bullet(new Span.Text("the job that was rerun: "), RerunReport.job(rerun.of())));
            rerun.job().ifPresent(job -> lines.add(Line.bullet(new Span.Text("its new job: "), RerunReport.job(job),
                    new Span.Text(" " + job.stands()))));
        }
        last(remediation).ifPresent(now -> lines.add(Line.bullet(new Span.Text("the newest record afterwards, revision " + now.revision()
                + " (" + now.status() + "): Secret "), new Span.Code(now.secret()), new Span.Text(", uid "), new Span.Code(now.uid()),
                new Span.Text(", resourceVersion "), new Span.Code(now.resourceVersion()))));
        return lines;
    }

    private static Optional<HistoryLine> last(Remediation remediation) {
        return histories(remediation, Note.Occasion.AFTER_DELETE, Note.Occasion.AFTER_RERUN,
                Note.Occasion.AFTER_RESTORE).reduce((a, b) -> b)
                .flatMap(history -> history.records().stream().findFirst());
    }

    private static Stream<Note.HelmHistory> histories(Remediation remediation, Note.Occasion... wanted) {
        return remediation.notes().stream().filter(Note.HelmHistory.class::isInstance).map(Note.HelmHistory.class::cast)
                .filter(history -> List.of(wanted).contains(history.when()));
    }

    private static List<Section> histories(Remediation remediation) {
        return histories(remediation, Note.Occasion.values()).map(history -> new Section(switch (history.when()) {
            case BEFORE -> "History of the release before";
            case AFTER_DELETE -> "History of the release after the delete";
            case AFTER_RERUN -> "History of the release after the rerun";
            case AFTER_RESTORE -> "History of the release after the restore";
        }, List.of(Line.of(new Span.Text("Seen "), new Span.PointInTime(history.at()), new Span.Text(", by the records' labels:")),
                history.records().isEmpty() ? Line.of("no record") : Line.table(table(history.records()))))).toList();
    }

    static List<String> table(List<HistoryLine> records) {
        return AlignedTable.rows(new Table(List.of("REVISION", "STATUS", "CREATED", "UID", "RESOURCEVERSION"),
                records.stream().map(it -> List.of("" + it.revision(), it.status(), Formats.moment(it.created()), it.uid(),
                        it.resourceVersion())).toList()));
    }

    private static List<Section> findings(Remediation remediation) {
        return remediation.notes().stream().filter(Note.Evidence.class::isInstance).map(Note.Evidence.class::cast)
                .map(note -> new Section("Findings" + (note.look() == 1 ? "" : " of look " + note.look() + ", where they differ"),
                        note.findings().stream().flatMap(finding -> finding(finding).stream()).toList()))
                .toList();
    }

    private static List<Line> finding(Finding finding) {
        List<Line> lines = new ArrayList<>(List.of(Line.bullet(new Span.Strong(FindingReport.answer(finding)))));
        Formats.most(finding.seen(), MOST_SEEN).forEach(seen -> lines.add(new Line(Line.Kind.DETAIL, Line.spans(seen))));
        return lines;
    }

    private static List<Section> forecast(Remediation remediation, Target target, Ending ending) {
        List<Section> sections = new ArrayList<>();
        RecordPeople.acts(remediation).forEach(act -> sections.add(new Section("What was foretold for revision " + act.plan().revision(),
                NextDryRun.asked(act.plan()).stream().map(Line::bullet).toList())));
        ending.aftermath().flatMap(Aftermath::hindsight).map(HindsightLines::whole).ifPresent(sections::add);
        ending.rerun().flatMap(AllowedRerun::proof).ifPresent(proof -> {
            sections.add(RerunReport.proof(proof, target));
            proof.hindsight().map(HindsightLines::wholeOfRerun).ifPresent(sections::add);
        });
        return sections;
    }
}
