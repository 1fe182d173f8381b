package dev.helmstuck.report.replies;

import java.util.List;

import dev.helmstuck.approval.Policy;
import dev.helmstuck.report.Line;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.Section;
import dev.helmstuck.report.Tone;
import dev.helmstuck.runbook.Formats;

/** Why somebody's word for the owner's end is not taken. */
public final class VouchingReplies {

    private VouchingReplies() {}

    /** Nobody may vouch for this target. */
    public static Report vouchingOff(String target) {
        return Replies.say(Tone.CAREFUL, "Nobody vouches for " + target,
                "policy.vouching of its targets file is false: the end of what wrote the stuck "
                        + "record has to be proven, or its time to pass. Type /helm-stuck " + target + " alone to see when that is.");
    }

    /** Not enough people could say yes to what is vouched for. */
    public static Report vouchingForTooFew(String target, Policy policy) {
        return Replies.say(Tone.CAREFUL, "Nobody vouches for " + target, "That takes " + (policy.approvals() + 1)
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
        return Replies.say(Tone.CAREFUL, "Vouch for one target at a time", "You name " + String.join(", ", targets)
                + ". Each has a process of its own, which somebody has to have looked at.");
    }
}
