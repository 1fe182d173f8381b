package dev.helmstuck.report.replies;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.helmstuck.approval.Policy;
import dev.helmstuck.approval.Vote;
import dev.helmstuck.remediation.State;
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

    /** Nobody may vouch for this target. */
    public static Report vouchingOff(String target) {
        return say(Tone.CAREFUL, "Nobody vouches for " + target,
                "policy.vouching of its targets file is false: the end of what wrote the stuck "
                        + "record has to be proven, or its time to pass. Type /helm-stuck " + target + " alone to see when that is.");
    }

    /** Not enough people could say yes to what is vouched for. */
    public static Report vouchingForTooFew(String target, Policy policy) {
        return say(Tone.CAREFUL, "Nobody vouches for " + target, "That takes " + (policy.approvals() + 1)
                + " approvers, one more than usual, and the targets file names only "
                + Formats.count(policy.approvers().users().size(), "approver")
                + ". Type /helm-stuck " + target + " alone.");
    }

    /** No usable reason why a word should be believed; {@code why} is a whole sentence. */
    public static Report vouchingForNothing(String target, String why) {
        return Report.of(Tone.CAREFUL, "Say what you have seen",
                Section.plain(Line.of(why + " Whoever says yes relies on your words, so say in a "
                        + "few of them where you looked and what was there:"),
                        Line.command("/helm-stuck " + target + " --owner-dead \"pod gone, checked on the runner\"")));
    }

    /** One process was looked at, not several. */
    public static Report vouchingForSeveral(List<String> targets) {
        return say(Tone.CAREFUL, "Vouch for one target at a time", "You name " + String.join(", ", targets)
                + ". Each has a process of its own, which somebody has to have looked at.");
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
                sentence(refused, "start this") + " Ask somebody else of the on-call team to type the command.");
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

    /** Cancelled by its requester. */
    public static Report cancelled(String target) {
        return say(Tone.NEUTRAL, "Cancelled: " + target, "Nothing was deleted. For another look type /helm-stuck " + target + ".");
    }

    /** The rerun after an unlock was cancelled by its requester. */
    public static Report rerunCancelled(String target) {
        return say(Tone.NEUTRAL, "Cancelled: the rerun for " + target,
                "Helm stays unlocked, and nothing is rerun. The thread says which job it was about.");
    }

    /** The acknowledgement of a cancel. */
    public static Report cancelling(List<String> targets) {
        return say(Tone.WORKING, "Cancelling " + String.join(", ", targets), "I tell you in a moment whether that was possible.");
    }

    /** There is nothing to cancel. */
    public static Report nothingOpen(String target) {
        return say(Tone.NEUTRAL, "Nothing is open for " + target, "There is nothing to cancel.");
    }

    /** Only the requester cancels. */
    public static Report notYours(String target) {
        return say(Tone.CAREFUL, "Only the one who asked can cancel " + target,
                "If you are an approver, react with the no emoji on the request instead.");
    }

    /** Too late to cancel. */
    public static Report tooLate(String target, State state) {
        return say(Tone.CAREFUL, "Too late to cancel " + target,
                switch (state) {
                    case State.Closing c -> "It has already ended.";
                    case State.Closed c -> "It has already ended.";
                    case State.Rerunning r -> "The job is being rerun; cancel it in GitLab, and mind that its Helm may live on.";
                    case State.Following f -> "The job is being rerun; cancel it in GitLab, and mind that its Helm may live on.";
                    case State.Diagnosing d -> "The delete has already begun.";
                    case State.AwaitingApproval a -> "The delete has already begun.";
                    case State.Rechecking r -> "The delete has already begun.";
                    case State.Deleting d -> "The delete has already begun.";
                    case State.Validating v -> "The delete has already begun.";
                    case State.Restoring r -> "The record is already being put back.";
                } + " Its thread says how it went.");
    }

    /** The answer to a reaction that does not count, for that person. */
    public static Report refusedReaction(Vote.Rejected refused, Instant deadline) {
        List<Span> spans = new ArrayList<>(List.of(new Span.Text(sentence(refused, "approve this"))));
        switch (refused.reason()) {
            case LATE -> {
                spans.add(new Span.Text(" The deadline was "));
                spans.add(new Span.Until(deadline));
                spans.add(new Span.Text(". For a new request somebody types the command again."));
            }
            case NOT_APPROVER -> spans.add(new Span.Text(" The request names them."));
            case PERSON_UNREADABLE, GROUP_UNREADABLE ->
                spans.add(new Span.Text(" I look again every minute; leave the reaction where it is."));
            case REQUESTER, SAME_HUMAN, BOT, DEACTIVATED, GUEST, EXTERNAL, FLAG_MISSING -> {
            }
        }
        return Report.of(Tone.CAREFUL, doesNotCount(refused), Section.plain(new Line(Line.Kind.PARAGRAPH, spans)));
    }

    private static String doesNotCount(Vote.Rejected refused) {
        return switch (refused.reason()) {
            case PERSON_UNREADABLE, GROUP_UNREADABLE -> "The reaction of " + refused.name() + " does not count yet";
            case LATE, REQUESTER, SAME_HUMAN, NOT_APPROVER, BOT, DEACTIVATED, GUEST, EXTERNAL, FLAG_MISSING ->
                refused.name() + ", your reaction does not count";
        };
    }

    /** A yes was taken back while everything was looked at again. */
    public static Report takenBack(Instant deadline) {
        return Report.of(Tone.NEUTRAL, "A yes was taken back, nothing was done",
                Section.plain(Line.of(new Span.Text("The request stays open until "), new Span.Until(deadline), new Span.Text("."))));
    }

    static String sentence(Vote.Rejected refused, String act) {
        return switch (refused.reason()) {
            case LATE -> "The request had already run out when I saw it.";
            case REQUESTER -> "You asked for this yourself; a second engineer must approve.";
            case SAME_HUMAN -> "This account has the same e-mail as the one who asked; a second engineer must approve.";
            case NOT_APPROVER -> "You are not among those who may " + act + ".";
            case BOT -> "A bot cannot " + act + "; a person must.";
            case DEACTIVATED -> "A deactivated account cannot " + act + ".";
            case GUEST -> "A guest account cannot " + act + ".";
            case EXTERNAL -> "An account of another organisation cannot " + act + ".";
            case FLAG_MISSING ->
                "Slack did not say whether this is a full account (" + refused.detail() + " is missing), so it cannot " + act + ".";
            case PERSON_UNREADABLE -> "I could not read this account (" + refused.detail() + "), so it cannot " + act + " yet.";
            case GROUP_UNREADABLE ->
                "I could not read the group of those who may " + act + " (" + refused.detail() + "), so nobody in it can do so yet.";
        };
    }

    private static String quoted(String text) {
        String shown = text.length() <= 60
                ? text
                : text.substring(0, text.offsetByCodePoints(0, Math.min(60, text.codePointCount(0, text.length())))) + "…";
        return "“" + shown + "”";
    }

    private static Report say(Tone tone, String title, String words) {
        return Report.of(tone, title, Section.plain(Line.of(words)));
    }
}
