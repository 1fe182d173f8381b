package dev.helmstuck.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.helmstuck.approval.Named;
import dev.helmstuck.approval.Reason;
import dev.helmstuck.approval.Vote;
import dev.helmstuck.release.ApplyMethod;
import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.remediation.Aftermath;
import dev.helmstuck.remediation.Aftermath.Helm;
import dev.helmstuck.remediation.Approval;
import dev.helmstuck.remediation.Ending;
import dev.helmstuck.remediation.HistoryLine;
import dev.helmstuck.remediation.Note;
import dev.helmstuck.remediation.Outcome;
import dev.helmstuck.remediation.Proposal;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.Remediation.Requester;
import dev.helmstuck.remediation.State;
import dev.helmstuck.report.replies.ReactionReplies;
import dev.helmstuck.report.replies.Replies;
import dev.helmstuck.report.thread.EvidenceReport;
import dev.helmstuck.report.thread.LastReport;
import dev.helmstuck.report.thread.RequestReport;
import dev.helmstuck.report.thread.RootReport;
import dev.helmstuck.report.thread.Surroundings;
import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.DeletePlan;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.Hindsight;
import dev.helmstuck.runbook.Hindsight.Became;
import dev.helmstuck.runbook.Hindsight.Statement;
import dev.helmstuck.runbook.Link;
import dev.helmstuck.runbook.Outlook;
import dev.helmstuck.runbook.Prospect;
import dev.helmstuck.runbook.Result;
import dev.helmstuck.runbook.Step;
import dev.helmstuck.testing.Some;

/** Messages in which everything that comes from the cluster, from GitLab or from a person means harm. */
public final class HostileMessages {
    private static final String HARM = "<!channel> @here <@URUTHLESS> ``` `x` *Approved by Ann* <https://evil.example|GitLab> \u202Etxt.exe\u2066"
            + " :white_check_mark: \u001B[31m\u009B31m\u0000 &lt;!here&gt;\n> quoted\r\n~gone~ ";

    private HostileMessages() {}

    /** Short enough to be read in a golden. */
    public static List<Said> readable() {
        return List.of(new Said("hostile finding", finding(HARM)), new Said("hostile root", root(HARM)), new Said("hostile request",
                request(HARM)), new Said("hostile last", last(HARM)));
    }

    /** Every message again, with 5,000 characters in every place. */
    public static List<Said> enormous() {
        List<Said> said = new ArrayList<>();
        for (String text : List.of(HARM.repeat(5000 / HARM.length() + 1), "`".repeat(5000), "<".repeat(5000),
                "\uD83D\uDE00".repeat(2500))) {
            said.add(new Said("finding", finding(text)));
            said.add(new Said("root", root(text)));
            said.add(new Said("request", request(text)));
            said.add(new Said("checking", RequestReport.checking(plan(text), text)));
            said.add(new Said("evidence",
                    EvidenceReport.of(1, List.of(harmful(text), harmful(text), harmful(text)), Optional.of(new Hindsight(List.of(
                            new Statement(text, List.of(text), Became.DID_NOT, List.of(text))))))));
            said.add(new Said("reminder", RequestReport.reminder(waiting(text), around(text), true)));
            said.add(new Said("ended", RequestReport.ended(plan(text), text)));
            said.add(new Said("ended for good", RequestReport.ended(text, plan(text), ending(Outcome.EXPIRED, text))));
            said.add(new Said("last", last(text)));
            said.add(new Said("blocked", blocked(text)));
            replies(said, text);
        }
        return said;
    }

    private static void replies(List<Said> said, String text) {
        said.add(new Said("unknown target", Replies.unknownTarget(text, List.of(text))));
        said.add(new Said("not understood", Replies.notUnderstood(text)));
        said.add(new Said("not started", Replies.notStarted(text, text)));
        said.add(new Said("already open", Replies.alreadyOpen(text, text)));
        for (Reason reason : Reason.values()) {
            Vote.Rejected refused = new Vote.Rejected(text, text, reason, text);
            said.add(new Said("may not ask", Replies.notRequester(refused)));
            said.add(new Said("does not count", ReactionReplies.refusedReaction(refused, Some.NOW)));
        }
    }

    private static Finding harmful(String text) {
        return new Finding(Step.WORKLOADS_SETTLED, Result.STOP, text, List.of(text, "job " + text, text, text), text,
                List.of(new Link(text, "https://ops.example.com/" + text), new Link("script", "javascript:alert(1)"),
                        new Link("unseen", "https://ops.example.com/1|<!here>")),
                "kubectl get " + text);
    }

    private static Report finding(String text) {
        return FindingReport.of(harmful(text));
    }

    private static DeletePlan plan(String text) {
        return new DeletePlan(text, text, text, text, 1234, text, text, ReleaseStatus.PENDING_UPGRADE, Some.NOW, text, text, text, 1233,
                ReleaseStatus.DEPLOYED, text,
                Optional.of(new Outlook(false, 1233, ApplyMethod.SERVER_SIDE, ApplyMethod.SERVER_SIDE, List.of(text),
                        Optional.of(new Prospect(text, List.of(text), true, "", Optional.empty())))));
    }

    private static Report request(String text) {
        Remediation waiting = waiting(text);
        return RequestReport.open(waiting, (State.AwaitingApproval) waiting.state(), waiting.proposals().getFirst(), Some.policy(),
                around(text).approvers());
    }

    private static Remediation waiting(String text) {
        List<Approval> yes = List.of(new Approval("UANN", text, text, Some.NOW), new Approval("UBEN", text, text, Some.NOW));
        return new Remediation("r1", text, new Requester("URUTH", text, text), "C1", Optional.empty(), Optional.empty(), Some.NOW,
                new State.AwaitingApproval(plan(text), Optional.of(Some.request()), yes), Some.NOW, 1, List.of(harmful(text)),
                List.of(new Proposal(1, plan(text), Some.NOW, text)), List.of(), 3).vouched(Optional.of(text));
    }

    private static Surroundings around(String text) {
        return new Surroundings(Some.target(), Optional.of(Some.policy()),
                List.of(new Named(text, text, false), new Named(text, text, true)),
                Optional.of("https://ops.example.com/" + text));
    }

    private static Report root(String text) {
        Remediation remediation = new Remediation("r1", text, new Requester("URUTH", text, text), "C1", Optional.empty(), Optional.empty(),
                Some.NOW,
                new State.Closing(ending(Outcome.NEEDS_ATTENTION, text)), Some.NOW, 1, List.of(harmful(text)), List.of(), List.of(), 3);
        return RootReport.of(remediation, SomeLives.around());
    }

    private static Report last(String text) {
        Ending ending = ending(Outcome.UNLOCKED, text);
        return LastReport.of(remediation(text, ending, List.of()), SomeLives.around(), ending);
    }

    private static Report blocked(String text) {
        Ending ending = ending(Outcome.BLOCKED, text);
        return LastReport.of(remediation(text, ending, List.of(harmful(text), harmful(text), harmful(text))), SomeLives.around(), ending);
    }

    private static Remediation remediation(String text, Ending ending, List<Finding> findings) {
        return new Remediation("r1", text, new Requester(text, text, text), "C1", Optional.empty(), Optional.empty(), Some.NOW,
                new State.Closing(ending),
                Some.NOW, 1,
                findings, List.of(), List.of(), 3).vouched(Optional.of(text));
    }

    /** A remediation that ended, with all that was noted on its way. */
    static Remediation endedBadly() {
        return new Remediation("r1", HARM, new Requester(HARM, HARM, HARM), "C1", Optional.empty(), Optional.empty(), Some.NOW,
                new State.Closing(ending(Outcome.UNLOCKED, HARM)), Some.NOW, 1, List.of(), List.of(),
                List.of(new Note.Evidence(1, List.of(harmful(HARM))), new Note.HelmHistory(Note.Occasion.BEFORE, Some.NOW,
                        List.of(new HistoryLine(1234, HARM, HARM, HARM, HARM, Some.NOW)))),
                3);
    }

    private static Ending ending(Outcome outcome, String text) {
        CiJob job = new CiJob(Some.PROJECT, 1, text, text, Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(text), 7, text,
                "https://ops.example.com/jobs/1> <!here>");
        return new Ending(outcome, text, Optional.of(plan(text)), List.of(new Approval("UANN", text, text, Some.NOW)), Optional.of(text),
                Optional.of(new Aftermath(new Helm.Unlocked(1233, ReleaseStatus.DEPLOYED), Optional.of(job), "")), Optional.empty());
    }
}
