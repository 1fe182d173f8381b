package dev.helmstuck.report.replies;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.helmstuck.approval.Vote;
import dev.helmstuck.report.Line;
import dev.helmstuck.report.Line.Span;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.Section;
import dev.helmstuck.report.Tone;

/** What a reaction is answered with that does not count, to the one who gave it. */
public final class ReactionReplies {

    private ReactionReplies() {}

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
}
