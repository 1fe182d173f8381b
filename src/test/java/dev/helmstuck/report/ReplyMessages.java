package dev.helmstuck.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.helmstuck.approval.Named;
import dev.helmstuck.approval.Reason;
import dev.helmstuck.approval.Vote;
import dev.helmstuck.report.replies.CancelReplies;
import dev.helmstuck.report.replies.DrillReplies;
import dev.helmstuck.report.replies.HelpReply;
import dev.helmstuck.report.replies.IncidentReplies;
import dev.helmstuck.report.replies.OverviewReply;
import dev.helmstuck.report.replies.ReactionReplies;
import dev.helmstuck.report.replies.Replies;
import dev.helmstuck.report.replies.RestoreReplies;
import dev.helmstuck.report.replies.VouchingReplies;
import dev.helmstuck.report.thread.ThreadView;
import dev.helmstuck.runbook.Target;
import dev.helmstuck.runbook.Vouching;
import dev.helmstuck.testing.Some;

/** Every answer to a command or a reaction, with every reason it can carry. */
public final class ReplyMessages {
    private static final List<String> BOTH = List.of("gitlab-cny", "gstg-cny");

    private ReplyMessages() {}

    public static List<Said> all() {
        List<Said> said = new ArrayList<>();
        commands(said);
        overviews(said);
        refusals(said);
        cancels(said);
        reactions(said);
        return said;
    }

    private static void commands(List<Said> said) {
        said.add(new Said("looking at one", Replies.looking(List.of("gitlab-cny"))));
        said.add(new Said("looking at a group", Replies.looking(BOTH)));
        said.add(new Said("looking at a sweep", Replies.sweeping("gprd", BOTH)));
        said.add(new Said("looking at everything", Replies.sweeping("", BOTH)));
        said.add(new Said("no choice can be shown", Replies.noChoice("Slack", "no answer within 10s")));
        said.add(new Said("help", Replies.help(BOTH, List.of("canary"), "1.2.3")));
        said.add(new Said("help without groups", Replies.help(BOTH, List.of(), "1.2.3")));
        said.add(new Said("rollback", Replies.noRollback()));
        said.add(new Said("unknown target, near ones", Replies.unknownTarget("gitlab-cyn", BOTH)));
        said.add(new Said("unknown target, none near", Replies.unknownTarget("moon", List.of())));
        said.add(new Said("unknown target, far too long", Replies.unknownTarget("moon".repeat(50), List.of())));
        helps(said);
        said.add(new Said("an incident, but no project", IncidentReplies.notConfigured("gitlab-cny")));
        said.add(new Said("an incident for several", IncidentReplies.forSeveral("gitlab-cny")));
        List.of("", "abc").forEach(number -> said.add(new Said("an incident without a number",
                IncidentReplies.noNumber("gitlab-cny", number))));
        said.add(new Said("restoring", RestoreReplies.looking("gitlab-cny")));
        said.add(new Said("restoring several", RestoreReplies.oneTarget("canary")));
        said.add(new Said("a restore called off", RestoreReplies.cancelled("gitlab-cny")));
        Target drill = Some.target().drill(true);
        said.add(new Said("a drill is being made", DrillReplies.making(drill)));
        said.add(new Said("which drill", DrillReplies.which(List.of("practice", "other"))));
        said.add(new Said("no drill is configured", DrillReplies.which(List.of())));
        said.add(new Said("a target that is no drill", DrillReplies.noDrill("gprd", List.of("practice"))));
        said.add(new Said("a target that is no drill, where there is none", DrillReplies.noDrill("gprd", List.of())));
        said.add(new Said("something real is in a drill's way", DrillReplies.inTheWay(drill,
                List.of("Secret sh.helm.release.v1.gitlab.v7", "ConfigMap helm-stuck-drill"))));
        said.add(new Said("a drill's namespace is not ready", DrillReplies.notMade(drill, "secrets is forbidden", true, List.of())));
        said.add(new Said("a drill half made", DrillReplies.notMade(drill, "the cluster: no answer within 10 s", false,
                List.of("ConfigMap helm-stuck-drill", "Secret sh.helm.release.v1.gitlab-cny.v1"))));
        said.add(new Said("a drill made and not begun", DrillReplies.notBegun(drill, "Slack", "no answer within 10s")));
        said.add(new Said("does not count in a drill", ThreadView.aside(SomeLives.opened().drill(true),
                ReactionReplies.refusedReaction(refused(Reason.REQUESTER), Some.request().deadline()))));
        said.add(new Said("an incident for a drill", DrillReplies.noIncident("gitlab-cny")));
        said.add(new Said("vouching, but the policy takes no word", VouchingReplies.vouchingOff("gitlab-cny")));
        said.add(new Said("vouching, but too few could say yes", VouchingReplies.vouchingForTooFew("gitlab-cny", Some.policy(2))));
        said.add(new Said("vouching for several", VouchingReplies.vouchingForSeveral(BOTH)));
        List.of("", "dead", "it is " + "g".repeat(300), "token glpat-abcdefghijklmnop seen").forEach(reason -> said.add(new Said(
                "vouching with no good reason", VouchingReplies.vouchingForNothing("gitlab-cny", Vouching.unfit(reason).orElseThrow()))));
        said.add(new Said("an unknown option", Replies.notUnderstood("gitlab-cny --force", "I know no option --force.")));
        said.add(new Said("too many words", Replies.notUnderstood("gitlab-cny now please")));
    }

    private static void helps(List<Said> said) {
        List<Named> approvers = List.of(new Named("UANN", "@Ann", false), new Named("SRE", "@sre-oncall", true));
        List<Named> unread = List.of(new Named("UANN", "user UANN", false), new Named("SRE", "group SRE", true));
        Vote.Rejected guest = new Vote.Rejected("U1", "Gus", Reason.GUEST, "");
        Vote.Rejected silent = new Vote.Rejected("U1", "Gus", Reason.GROUP_UNREADABLE,
                "Slack: it did not give all members of the group SRE");
        said.add(new Said("what somebody may do", HelpReply.of(List.of(
                new HelpReply.Rights(BOTH, Some.policy(), approvers, Optional.empty(), Optional.empty()),
                new HelpReply.Rights(List.of("gprd"), Some.policy(2), approvers, Optional.of(guest), Optional.of(guest)),
                new HelpReply.Rights(List.of("gstg"), Some.policy(), unread, Optional.empty(), Optional.of(silent))), List.of("ops"))));
        said.add(new Said("what somebody may do in another channel", HelpReply.of(List.of(), BOTH)));
        said.add(new Said("nobody knows who asks", HelpReply.unread("Slack", "no answer within 10s")));
    }

    private static void overviews(List<Said> said) {
        Instant later = Some.NOW.plus(Duration.ofMinutes(12));
        Optional<String> thread = Optional.of("https://example.slack.com/archives/C1/p1763726400000100");
        said.add(new Said("looking it up", Replies.lookingUp()));
        said.add(new Said("nothing open", OverviewReply.status(List.of(), later)));
        said.add(new Said("status", OverviewReply.status(WholeLives.all().stream().map(life -> life.moments().getLast().remediation())
                .filter(it -> !it.state().ended()).map(it -> new OverviewReply.Open(it, thread)).toList(), later)));
        said.add(new Said("status in every other state", OverviewReply.status(List.of(
                new OverviewReply.Open(SomeLives.asked(), thread, List.of(new Named("SRE", "@sre-oncall", true)), 2),
                new OverviewReply.Open(SomeLives.approved(), Optional.empty()), new OverviewReply.Open(SomeLives.deleting(), thread),
                new OverviewReply.Open(SomeLives.deleted(SomeLives.stuck()), thread),
                new OverviewReply.Open(SomeLives.notStuck(), thread)), later)));
        said.add(new Said("nothing ended", OverviewReply.history(List.of())));
        said.add(new Said("history", OverviewReply.history(WholeLives.all().stream().map(life -> life.moments().getLast().remediation())
                .filter(it -> it.state().ended()).toList())));
    }

    private static void refusals(List<Said> said) {
        said.add(new Said("channel not allowed", Replies.channelNotAllowed(Some.policy())));
        said.add(new Said("channel shared", Replies.sharedChannel()));
        said.add(new Said("not a member", Replies.notMember()));
        said.add(new Said("channel archived", Replies.archived()));
        said.add(new Said("open already", Replies.alreadyOpen("gitlab-cny", "https://example.slack.com/archives/C1/p1763726400000100")));
        said.add(new Said("open already, no link", Replies.alreadyOpen("gitlab-cny")));
        said.add(new Said("a system is silent", Replies.notStarted("Slack", "no answer within 10s")));
        said.add(new Said("the bot stops", Replies.stopped()));
        said.add(new Said("a bug of the bot", Replies.failed()));
        for (Reason reason : Reason.values()) {
            said.add(new Said("may not ask: " + reason, Replies.notRequester(refused(reason))));
        }
    }

    private static void cancels(List<Said> said) {
        said.add(new Said("cancelling", CancelReplies.cancelling(BOTH)));
        said.add(new Said("cancelled", CancelReplies.cancelled("gitlab-cny")));
        said.add(new Said("cancelled after another lock", CancelReplies.cancelledAfterUnlock("gitlab-cny")));
        said.add(new Said("cancelled in a sweep", Replies.several("gprd",
                List.of(CancelReplies.cancelled("gitlab-cny"), CancelReplies.tooLate("gstg-cny", SomeLives.deleting().state())))));
        said.add(new Said("rerun cancelled", CancelReplies.rerunCancelled("gitlab-cny")));
        said.add(new Said("too late, rerunning", CancelReplies.tooLate("gitlab-cny", WholeLives.all().stream()
                .filter(life -> life.name().equals("rerun-running")).findFirst().orElseThrow().moments().getLast().remediation().state())));
        said.add(new Said("nothing to cancel", CancelReplies.nothingOpen("gitlab-cny")));
        said.add(new Said("another's", CancelReplies.notYours("gitlab-cny")));
        said.add(new Said("too late, deleting", CancelReplies.tooLate("gitlab-cny", SomeLives.deleting().state())));
        said.add(new Said("too late, ended", CancelReplies.tooLate("gitlab-cny", SomeLives.notStuck().state())));
    }

    private static void reactions(List<Said> said) {
        for (Reason reason : Reason.values()) {
            said.add(new Said("does not count: " + reason, ReactionReplies.refusedReaction(refused(reason), Some.request().deadline())));
        }
        said.add(new Said("taken back", ReactionReplies.takenBack(Some.request().deadline())));
    }

    static Vote.Rejected refused(Reason reason) {
        String detail = switch (reason) {
            case FLAG_MISSING -> "is_restricted";
            case PERSON_UNREADABLE, GROUP_UNREADABLE -> "Slack: no answer within 10s";
            case LATE, REQUESTER, SAME_HUMAN, NOT_APPROVER, BOT, DEACTIVATED, GUEST, EXTERNAL -> "";
        };
        return new Vote.Rejected("UEVE", "Eve", reason, detail);
    }
}
