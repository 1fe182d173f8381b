package dev.helmstuck.report.replies;

import java.util.List;

import dev.helmstuck.remediation.State;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.Tone;

/** What a cancel is answered with, to the one who typed it. */
public final class CancelReplies {

    private CancelReplies() {}

    /** Cancelled by its requester. */
    public static Report cancelled(String target) {
        return cancelled(target, "Nothing was deleted.");
    }

    /** The same where a record was deleted before, and its rerun has met another lock. */
    public static Report cancelledAfterUnlock(String target) {
        return cancelled(target, "Nothing more was deleted.");
    }

    private static Report cancelled(String target, String done) {
        return Replies.say(Tone.NEUTRAL, "Cancelled: " + target, done + " For another look type /helm-stuck " + target + ".");
    }

    /** The rerun after an unlock was cancelled by its requester. */
    public static Report rerunCancelled(String target) {
        return Replies.say(Tone.NEUTRAL, "Cancelled: the rerun for " + target,
                "Helm stays unlocked, and nothing is rerun. The thread says which job it was about.");
    }

    /** The acknowledgement of a cancel. */
    public static Report cancelling(List<String> targets) {
        return Replies.say(Tone.WORKING, "Cancelling " + String.join(", ", targets), "I tell you in a moment whether that was possible.");
    }

    /** There is nothing to cancel. */
    public static Report nothingOpen(String target) {
        return Replies.say(Tone.NEUTRAL, "Nothing is open for " + target, "There is nothing to cancel.");
    }

    /** Only the requester cancels. */
    public static Report notYours(String target) {
        return Replies.say(Tone.CAREFUL, "Only the one who asked can cancel " + target,
                "If you are an approver, react with the no emoji on the request instead.");
    }

    /** Too late to cancel. */
    public static Report tooLate(String target, State state) {
        return Replies.say(Tone.CAREFUL, "Too late to cancel " + target,
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
}
