package dev.helmstuck.report.replies;

import java.util.ArrayList;
import java.util.List;

import dev.helmstuck.approval.Policy;
import dev.helmstuck.approval.Vote;
import dev.helmstuck.report.Line;
import dev.helmstuck.report.Line.Span;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.Section;
import dev.helmstuck.report.Tone;
import dev.helmstuck.runbook.Formats;

/** What we answer to commands and to reactions that do not count. Every refusal says why and what would help. */
public final class Replies {

    private Replies() {}

    /** The acknowledgement of a command that is being followed. */
    public static Report looking(List<String> targets) {
        return say(Tone.WORKING, "Looking at " + String.join(", ", targets),
                "I open a thread in this channel and post each check there. Nothing is deleted before a second engineer says yes.");
    }

    /** The acknowledgement of a command for several targets. */
    public static Report sweeping(String name, List<String> targets) {
        return say(Tone.WORKING, "Looking at " + (name.isEmpty() ? "every release here" : name) + ": " + String.join(", ", targets),
                "I report in one thread, with a line for each. Nothing is deleted before a second engineer says yes.");
    }

    /** The answers to a command for several targets. */
    public static Report several(String name, List<Report> answers) {
        return new Report(Tone.NEUTRAL, name + ": what became of each that was open", List.of(),
                List.of(new Section("", answers.stream().map(answer -> Line.bullet(answer.title())).toList())));
    }

    /** No choice of targets could be shown. */
    public static Report noChoice(String source, String why) {
        return Report.of(Tone.BAD, "I could not ask you which target", Section.plain(
                Line.of(source + ": " + Formats.sentence(why) + " Nothing was done. Name the target in a reply to that message:"),
                Line.command("@helm-stuck TARGET")));
    }

    /** The acknowledgement of a question. */
    public static Report lookingUp() {
        return say(Tone.WORKING, "Looking it up", "The answer comes in a moment, to you alone.");
    }

    /** How to use the command. */
    public static Report help(List<String> targets, List<String> groups, String version) {
        List<Line> names = new ArrayList<>();
        names.add(Line.bullet("targets: " + String.join(", ", targets)));
        if (!groups.isEmpty()) names.add(Line.bullet("groups: " + String.join(", ", groups)));
        return Report.of(Tone.NEUTRAL, "helm-stuck repairs a Helm release that says \"another operation is in progress\"",
                Section.plain(
                        Line.bullet(new Span.Code("/helm-stuck TARGET"),
                                new Span.Text(" runs every check in a thread and, if all allow it, asks a second engineer")),
                        Line.bullet(new Span.Code("/helm-stuck NAME"), new Span.Text(
                                " does so for every target of a group, an environment or a cluster, in one thread")),
                        Line.bullet(new Span.Code("/helm-stuck"), new Span.Text(" or "), new Span.Code("/helm-stuck all"), new Span.Text(
                                " does so for every target of this channel: finds every stuck release")),
                        Line.bullet(new Span.Code("/helm-stuck TARGET --owner-dead “what you have seen”"), new Span.Text(
                                " does so although nothing proves that the Helm which got stuck has ended: you vouch for it, and one more has "
                                        + "to say yes")),
                        Line.bullet(new Span.Code("/helm-stuck TARGET --incident 12345"),
                                new Span.Text(" posts the record to that incident's issue in the end")),
                        Line.bullet(new Span.Code("/helm-stuck cancel TARGET"), new Span.Text(" calls your own request off")),
                        Line.bullet(new Span.Code("/helm-stuck restore TARGET [REVISION]"),
                                new Span.Text(" puts a deleted record back from its copy, if a second engineer says yes")),
                        Line.bullet(new Span.Code("/helm-stuck drill TARGET"),
                                new Span.Text(" makes a release that is there to practise on stuck, and goes on as in an incident")),
                        Line.bullet(new Span.Code("/helm-stuck status"), new Span.Text(" shows what is open, and for whom it waits")),
                        Line.bullet(new Span.Code("/helm-stuck history [TARGET]"), new Span.Text(" shows how the last ones ended")),
                        Line.bullet(new Span.Code("/helm-stuck targets"), new Span.Text(" lists what is known")),
                        Line.bullet(new Span.Code("/helm-stuck help"),
                                new Span.Text(" says besides what you yourself may do in this channel"))),
                new Section("Known here", names), Section.plain(Line.of("Version " + version + ". It never rolls back.")));
    }

    /** Why there is no rollback. */
    public static Report noRollback() {
        return say(Tone.CAREFUL, "No rollback",
                "helm rollback would put older code back. Post-deployment migrations may already have run, so nobody can say that this is safe. "
                        + "Deleting the stuck record does not touch what runs; then roll forward. Type /helm-stuck TARGET.");
    }

    /** A target nobody knows. */
    public static Report unknownTarget(String name, List<String> nearest) {
        return say(Tone.CAREFUL, "I know no target " + quoted(name), nearest.isEmpty()
                ? "Type /helm-stuck targets to see the ones I know."
                : "Did you mean " + String.join(" or ", nearest) + "? /helm-stuck targets lists all.");
    }

    /** More words than the command takes. */
    public static Report notUnderstood(String text) {
        return say(Tone.CAREFUL, "I did not understand " + quoted(text), "Type /helm-stuck help.");
    }

    /** A command that cannot be taken, and why, as a whole sentence. */
    public static Report notUnderstood(String text, String why) {
        return say(Tone.CAREFUL, "I did not understand " + quoted(text), why + " Type /helm-stuck help.");
    }

    /** The channel's name is not one of those that the policy accepts. */
    public static Report channelNotAllowed(Policy policy) {
        return say(Tone.CAREFUL, "Not in this channel", "I work only in channels whose name matches "
                + String.join(" or ", policy.channels().stream().map(Object::toString).toList())
                + ". Go to the channel of the incident and type the command there.");
    }

    /** The channel is shared with another organisation. */
    public static Report sharedChannel() {
        return say(Tone.CAREFUL, "Not in a shared channel",

                "People of another organisation can read this channel. Type the command in an incident channel of our own workspace.");
    }

    /** The bot is not a member and cannot join by itself. */
    public static Report notMember() {
        return say(Tone.CAREFUL, "I am not in this channel", "Type /invite @helm-stuck here, then the command again.");
    }

    /** The channel is archived. */
    public static Report archived() {
        return say(Tone.CAREFUL, "This channel is archived", "I cannot post here. Use the channel of the running incident.");
    }

    /** Somebody who may not ask. */
    public static Report notRequester(Vote.Rejected refused) {
        return say(Tone.CAREFUL, "You cannot start this",
                ReactionReplies.sentence(refused, "start this") + " Ask somebody else of the on-call team to type the command.");
    }

    /** One is open already. */
    public static Report alreadyOpen(String target, String permalink) {
        return Report.of(Tone.CAREFUL, target + " is already being looked at",
                Section.plain(
                        Line.of(new Span.Text("Follow it there: "), new Span.Anchor("the open thread", permalink), new Span.Text("."))));
    }

    /** One is open already and its message cannot be linked to yet. */
    public static Report alreadyOpen(String target) {
        return say(Tone.CAREFUL, target + " is already being looked at",
                "I have no link to its thread yet. Look for it in the incident's channel, or type the command again in a minute.");
    }

    /** A system that is needed to begin did not answer. */
    public static Report notStarted(String source, String why) {
        return say(Tone.BAD, "Your command could not be carried out", source + ": " + Formats.sentence(why)
                + " It has deleted nothing. Type it again in a minute; if that does not help, follow the runbook by hand.");
    }

    /** The bot is told to stop before a command was carried out to its end. */
    public static Report stopped() {
        return say(Tone.BAD, "I was stopped before your command was carried out",
                "Nothing was deleted by it. If no thread of it appears within a minute, type it again: another process of the bot, or the next"
                        + " one, takes it.");
    }

    /** A bug came between a command and what it should do. */
    public static Report failed() {
        return say(Tone.BAD, "Your command could not be carried out",
                "Something went wrong on the bot's side; its log says what. If no thread"
                        + " of it appears within a minute, nothing was begun: type it again, or follow the runbook by hand.");
    }

    static String quoted(String text) {
        String shown = text.length() <= 60
                ? text
                : text.substring(0, text.offsetByCodePoints(0, Math.min(60, text.codePointCount(0, text.length())))) + "…";
        return "“" + shown + "”";
    }

    static Report say(Tone tone, String title, String words) {
        return Report.of(tone, title, Section.plain(Line.of(words)));
    }
}
