package dev.helmstuck.report.replies;

import dev.helmstuck.report.Line;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.Section;
import dev.helmstuck.report.Tone;

/** What we answer to commands that are to put a record back. */
public final class RestoreReplies {

    private RestoreReplies() {}

    /** The acknowledgement. */
    public static Report looking(String target) {
        return Report.of(Tone.WORKING, "Looking for the copy of " + target + "'s record", Section.plain(Line.of(
                "I open a thread in this channel and say there what would be put back. Nothing is put back before a second engineer says yes.")));
    }

    /** A name that means several. */
    public static Report oneTarget(String name) {
        return Report.of(Tone.CAREFUL, "Name one target", Section.plain(
                Line.of(name + " means several, and a record is put back for one at a time. /helm-stuck targets lists them:"),
                Line.command("/helm-stuck restore TARGET")));
    }

    /** Cancelled by its requester. */
    public static Report cancelled(String target) {
        return Report.of(Tone.NEUTRAL, "Cancelled: the restore for " + target,
                Section.plain(Line.of("Nothing was put back. To ask again type /helm-stuck restore " + target + ".")));
    }
}
