package dev.helmstuck.report.thread;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.helmstuck.approval.Policy;
import dev.helmstuck.approval.Vote;
import dev.helmstuck.remediation.Approval;
import dev.helmstuck.remediation.Ending;
import dev.helmstuck.remediation.Note;
import dev.helmstuck.remediation.Outcome;
import dev.helmstuck.remediation.Proposal;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.Request;
import dev.helmstuck.remediation.State;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.replies.Replies;
import dev.helmstuck.report.thread.ThreadMessage.Place;
import dev.helmstuck.runbook.Target;

/**
 * The whole thread of a remediation as it should be now: a function of what is saved, so that whoever goes on with it, at any time and in
 * any process, makes the chat say the same.
 */
public final class ThreadView {
    public static final String ROOT = "root";
    static final String LAST = "last";

    private ThreadView() {}

    /**
     * Every message that should exist, in the order in which missing ones are posted.
     *
     * @param policy the target's; empty if the target is no longer configured, and then nothing more is asked of anybody
     */
    public static List<ThreadMessage> of(Remediation remediation, Target target, Optional<Policy> policy) {
        List<ThreadMessage> thread = new ArrayList<>();
        thread.add(new ThreadMessage(ROOT, Place.ROOT, RootReport.of(remediation, target), List.of(), false));
        Optional<Ending> ending = remediation.state().end();
        if (ending.isEmpty()) {
            // before a new request is posted, the one that it replaces is closed
            thread.addAll(replaced(remediation.proposals()));
            thread.addAll(notes(remediation));
        } else {
            thread.addAll(notes(remediation));
            if (!oneMessage(remediation)) {
                thread.add(new ThreadMessage(LAST, Place.REPLY_AND_CHANNEL, LastReport.of(remediation, target, ending.get()), List.of(),
                        false));
            }
            thread.addAll(replaced(remediation.proposals()));
        }
        remediation.proposal().flatMap(proposal -> current(remediation, proposal, policy)).ifPresent(thread::add);
        return thread;
    }

    /** The key of the message that asks about this proposal. */
    public static String request(Proposal proposal) {
        return "request:" + proposal.number();
    }

    /** Whether whoever made this reaction is answered alone: the others see no such message, or it concerns everybody. */
    public static boolean privately(Vote.Rejected refused) {
        return switch (refused.reason()) {
            case BOT, DEACTIVATED, PERSON_UNREADABLE, GROUP_UNREADABLE -> false;
            case LATE, REQUESTER, SAME_HUMAN, NOT_APPROVER, GUEST, EXTERNAL, FLAG_MISSING -> true;
        };
    }

    /** That nothing is stuck is said by the root alone. */
    private static boolean oneMessage(Remediation remediation) {
        return remediation.state().end().filter(ending -> ending.outcome() == Outcome.NOT_STUCK).isPresent();
    }

    private static List<ThreadMessage> notes(Remediation remediation) {
        return remediation.notes().stream().map(note -> told(remediation, note)).flatMap(Optional::stream).toList();
    }

    private static Optional<ThreadMessage> told(Remediation remediation, Note note) {
        return switch (note) {
            case Note.Evidence(int look, var findings) -> oneMessage(remediation)
                    ? Optional.empty()
                    : Optional.of(ThreadMessage.reply("evidence:" + look, EvidenceReport.of(look, findings)));
            case Note.RefusedReaction(Request request, Vote.Rejected why) -> privately(why)
                    ? Optional.empty()
                    : Optional.of(ThreadMessage.reply("refused:" + why.user() + ":" + why.reason() + ":" + request.ts(),
                            Replies.refusedReaction(why, request.deadline())));
            case Note.YesTakenBack(Request request, Instant at) ->
                Optional.of(ThreadMessage.reply("taken-back:" + at.toEpochMilli(), Replies.takenBack(request.deadline())));
            case Note.HalfTime(int number, Instant deadline) -> reminder(remediation, number, deadline);
            case Note.DatabaseAway(Instant from, Instant until) ->
                Optional.of(ThreadMessage.reply("database-back:" + from.getEpochSecond() / 60,
                        OutageReport.over(Duration.between(from, until))));
        };
    }

    /** Wanted only while it can still be of use. */
    private static Optional<ThreadMessage> reminder(Remediation remediation, int number, Instant deadline) {
        return remediation.proposals().stream().filter(proposal -> proposal.number() == number).findFirst().map(proposal -> {
            ThreadMessage message = ThreadMessage.reply("reminder:" + number, RequestReport.reminder(proposal.plan(), deadline));
            return remediation.state() instanceof State.AwaitingApproval ? message : message.onlyEdited();
        });
    }

    private static List<ThreadMessage> replaced(List<Proposal> proposals) {
        List<ThreadMessage> replaced = new ArrayList<>();
        for (int each = 0; each < proposals.size() - 1; each++) {
            String why = "The plan changed: " + proposals.get(each + 1).voided() + ". A new request follows below.";
            replaced.add(
                    ThreadMessage.reply(request(proposals.get(each)), RequestReport.ended(proposals.get(each).plan(), why)).onlyEdited());
        }
        return replaced;
    }

    private static Optional<ThreadMessage> current(Remediation remediation, Proposal proposal, Optional<Policy> policy) {
        return switch (remediation.state()) {
            case State.Diagnosing d -> Optional.empty();
            case State.AwaitingApproval awaiting -> policy.map(it -> open(remediation, awaiting, proposal, it));
            case State.Rechecking rechecking -> answered(proposal, rechecking.approvals());
            case State.Deleting deleting -> answered(proposal, deleting.approvals());
            case State.Validating validating -> answered(proposal, validating.approvals());
            case State.Closing(Ending ending) -> Optional.of(ended(proposal, ending));
            case State.Closed(Ending ending) -> Optional.of(ended(proposal, ending));
        };
    }

    private static ThreadMessage open(Remediation remediation, State.AwaitingApproval state, Proposal proposal, Policy policy) {
        Instant deadline = state.request().map(Request::deadline).orElse(proposal.made().plus(policy.deadline()));
        Report report = RequestReport.open(proposal.plan(), policy, proposal.made(), deadline, new RequestReport.Standing(proposal.voided(),
                remediation.findings(), state.yes().stream().map(Approval::name).toList()));
        List<String> seeds = List.of(policy.approve().getFirst(), policy.deny().getFirst());
        return new ThreadMessage(request(proposal), Place.REPLY, report, seeds, state.request().isPresent());
    }

    private static Optional<ThreadMessage> answered(Proposal proposal, List<Approval> approvals) {
        return Optional.of(ThreadMessage.reply(request(proposal), RequestReport.checking(proposal.plan(), LastReport.names(approvals)))
                .onlyEdited());
    }

    private static ThreadMessage ended(Proposal proposal, Ending ending) {
        return ThreadMessage.reply(request(proposal), RequestReport.ended(proposal.plan(), ending.why())).onlyEdited();
    }
}
