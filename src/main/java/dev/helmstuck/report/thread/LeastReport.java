package dev.helmstuck.report.thread;

import java.util.ArrayList;
import java.util.List;

import dev.helmstuck.remediation.Ending;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.report.Line;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.Section;
import dev.helmstuck.report.TerminalCommand;
import dev.helmstuck.report.Tone;

/** The least that a last message says: in fixed words, for when a bug of ours keeps it from being written as it should be. */
final class LeastReport {
    private LeastReport() {}

    static Report of(Remediation remediation, Ending ending) {
        List<Line> lines = new ArrayList<>();
        lines.add(Line.of("An error of mine keeps me from writing the rest here. It has ended, and nothing more is done."));
        ending.backup().ifPresent(name -> lines.addAll(LastReport.copy(name)));
        lines.add(Line.bullet("where Helm stands: type /helm-stuck " + remediation.target()));
        lines.add(Line.bullet("what was done, by whom and when: an operator of the bot runs the line below, and looks into its log for "
                + remediation.id()));
        lines.add(Line.command(TerminalCommand.of("history " + remediation.target())));
        return Report.of(Tone.BAD, remediation.target() + ": " + done(remediation, ending), Section.plain(lines.toArray(Line[]::new)));
    }

    /** A request that nobody can answer any more. */
    static Report closed() {
        return Report.of(Tone.NEUTRAL, "Request closed", Section.plain(Line.of("It has ended; the last message says how.")));
    }

    private static String done(Remediation remediation, Ending ending) {
        return switch (ending.outcome()) {
            case RESOLVED -> "the stuck record is deleted, and a deploy since then is proven";
            case UNLOCKED -> "the stuck record is deleted, and Helm is unlocked";
            case RESTORED -> "the record is put back";
            case ALREADY_GONE -> "somebody else deleted the record first, nothing was deleted by me";
            case NEEDS_ATTENTION -> "a person is needed: " + unsure(ending);
            case NOT_STUCK -> "it is not stuck, " + untouched(remediation);
            case BLOCKED, REFUSED, EXPIRED, CANCELLED, PLAN_CHANGED, FAILED -> untouched(remediation);
        };
    }

    private static String unsure(Ending ending) {
        if (ending.restore().isPresent()) return "the record may be put back, or is; look before you act";
        return ending.aftermath().isPresent() && !Afterwards.stillThere(ending)
                ? "the stuck record is deleted, and Helm is not proven healthy"
                : "the stuck record may be deleted; look before you act";
    }

    private static String untouched(Remediation remediation) {
        if (remediation.restore().isPresent()) return "nothing was put back";
        return remediation.unlockedBefore() ? "the stuck record was deleted before, and nothing more since" : "nothing was deleted";
    }
}
