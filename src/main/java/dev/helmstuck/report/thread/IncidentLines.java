package dev.helmstuck.report.thread;

import java.util.Optional;

import dev.helmstuck.remediation.Note;
import dev.helmstuck.remediation.Outcome;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.report.Line;
import dev.helmstuck.report.Line.Span;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.Section;
import dev.helmstuck.report.TerminalCommand;
import dev.helmstuck.report.Tone;

/** The incident whose issue gets the record as a note: that it will, that it did, or how to do it by hand. */
final class IncidentLines {

    private IncidentLines() {}

    /** In the first message. */
    static Optional<Line> root(Remediation remediation) {
        return remediation.incident().map(number -> remediation.state().end().isEmpty()
                ? Line.of("In the end the record is posted to incident #" + number + ".")
                : Line.of(RecordFile.isWorthIt(remediation)
                        ? "The record is for incident #" + number + "; the thread says whether it is there."
                        : "There is no record for incident #" + number + ": "
                                + (remediation.state().end().get().outcome() == Outcome.NOT_STUCK
                                        ? "nothing is stuck"
                                        : "it ended before anything was looked at")
                                + ", and nothing was posted there."));
    }

    static Optional<ThreadMessage> message(Remediation remediation, Note.OfIncident note) {
        return switch (note) {
            case Note.IncidentObstacle(String why) -> Optional.of(ThreadMessage.reply("incident-obstacle", obstacle(remediation, why)));
            case Note.IncidentIntent intent -> Optional.empty();
            case Note.IncidentTold(String url) -> Optional.of(ThreadMessage.reply("incident", Report.of(Tone.GOOD,
                    "The record is posted to incident #" + number(remediation),
                    Section.plain(Line.of(new Span.Anchor("The note", url), new Span.Text(" is the same as the file above."))))));
            case Note.IncidentUntold(String why) -> Optional.of(ThreadMessage.reply("incident", untold(remediation, why)));
        };
    }

    private static Report obstacle(Remediation remediation, String why) {
        return Report.of(Tone.CAREFUL, "The record may not reach incident #" + number(remediation), Section.plain(Line.of(why),
                Line.of("The repair goes on, and I try in the end all the same. The record comes as a file here too, ready to paste.")));
    }

    private static Report untold(Remediation remediation, String why) {
        return Report.of(Tone.CAREFUL, "The record was not posted to incident #" + number(remediation), Section.plain(Line.of(why),
                Line.of(new Span.Strong("By hand: "), new Span.Text("paste the file above into a comment of the issue. "
                        + "On a terminal the same text comes from")),
                Line.command(TerminalCommand.of("history " + remediation.target() + " --markdown --id " + remediation.id()))));
    }

    private static long number(Remediation remediation) {
        return remediation.incident().orElseThrow();
    }
}
