package dev.helmstuck.report.replies;

import dev.helmstuck.report.Line;
import dev.helmstuck.report.Line.Span;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.Section;
import dev.helmstuck.report.Tone;

/** What we answer where a command's incident is not taken: nothing was begun, and this is what to type instead. */
public final class IncidentReplies {

    private IncidentReplies() {}

    /** No project of incidents. */
    public static Report notConfigured(String target) {
        return Report.of(Tone.CAREFUL, "I cannot write to incidents", Section.plain(
                Line.of(new Span.Text("Nothing was begun. Whoever operates me has to set "), new Span.Code("GITLAB_INCIDENT_PROJECT"),
                        new Span.Text(" and "), new Span.Code("GITLAB_INCIDENT_TOKEN"),
                        new Span.Text(". Until then leave the incident out; the record comes as a file in the thread, ready to paste:")),
                Line.command("/helm-stuck " + target)));
    }

    /** Not a number. */
    public static Report noNumber(String target, String given) {
        return Report.of(Tone.CAREFUL, given.isBlank() ? "Which incident?" : "\"" + given + "\" is no incident's number",
                Section.plain(Line.of("Nothing was begun. Give the number of the incident's issue, as its address ends:"),
                        Line.command("/helm-stuck " + target + " --incident 12345")));
    }

    /** Several targets. */
    public static Report forSeveral(String target) {
        return Report.of(Tone.CAREFUL, "Name one target with an incident", Section.plain(
                Line.of("Nothing was begun. An incident gets the record of one target; the records of several come as files in their thread. "
                        + "Leave the incident out, or name one target:"),
                Line.command("/helm-stuck " + target + " --incident 12345")));
    }
}
