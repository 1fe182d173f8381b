package dev.helmstuck.report.thread;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.helmstuck.approval.Named;
import dev.helmstuck.approval.Policy;
import dev.helmstuck.approval.Vote;
import dev.helmstuck.remediation.Aftermath;
import dev.helmstuck.remediation.AllowedRerun;
import dev.helmstuck.remediation.Approval;
import dev.helmstuck.remediation.Ending;
import dev.helmstuck.remediation.Note;
import dev.helmstuck.remediation.Outcome;
import dev.helmstuck.remediation.Proposal;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.Request;
import dev.helmstuck.remediation.State;
import dev.helmstuck.remediation.Sweep;
import dev.helmstuck.remediation.Unlock;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.replies.ReactionReplies;
import dev.helmstuck.report.thread.ThreadMessage.Destination;
import dev.helmstuck.runbook.DeletePlan;
import dev.helmstuck.runbook.Hindsight;
import dev.helmstuck.runbook.RerunPlan;
import dev.helmstuck.runbook.RestorePlan;

/**
 * The whole thread of a remediation as it should be now: a function of what is saved, so that whoever goes on with it, at any time and in
 * any process, makes the chat say the same.
 */
public final class ThreadView {
    public static final String ROOT = "root";
    public static final String LAST = "last";

    private ThreadView() {}

    /**
     * Every message that should exist, in the order in which missing ones are posted. One of a sweep has a line in the sweep's first message
     * instead of a first message of its own, and that nothing was asked of anybody is told in one message at most: with no file, but with the
     * words to get it.
     */
    public static List<ThreadMessage> of(Remediation remediation, Surroundings around) {
        List<ThreadMessage> thread = whole(remediation, around).stream().map(message -> DrillWords.marked(remediation, message)).toList();
        if (remediation.sweep().isEmpty()) return thread;
        boolean nothingAsked = remediation.proposals().isEmpty();
        return thread.stream().filter(message -> message.place() != Destination.ROOT)
                .filter(message -> !nothingAsked || message.key().equals(LAST) || message.key().startsWith("database"))
                .map(message -> nothingAsked ? RecordFile.named(remediation, message).quietly() : message)
                .map(message -> message.about(remediation.target())).toList();
    }

    /** What is said beside the messages of a thread: to one person alone, or while nothing can be saved. */
    public static Report aside(Remediation remediation, Report report) {
        return DrillWords.marked(remediation, report);
    }

    /** The first message of a sweep. */
    public static ThreadMessage of(Sweep sweep, Report report) {
        return new ThreadMessage(ROOT, Destination.ROOT, report, List.of(), false);
    }

    /**
     * The least that the thread of one that has ended must say: its last message in fixed words, and no other one that would go on saying that
     * something is done or asked. For when {@link #of} fails, or what it makes cannot be sent.
     */
    public static List<ThreadMessage> least(Remediation remediation, Ending ending) {
        Report least = LeastReport.of(remediation, ending);
        List<ThreadMessage> thread = new ArrayList<>();
        if (remediation.sweep().isEmpty()) thread.add(new ThreadMessage(ROOT, Destination.ROOT, least, List.of(), false));
        thread.add(new ThreadMessage(LAST, Destination.REPLY_AND_CHANNEL, least, List.of(), false));
        remediation.proposals().forEach(proposal -> thread.add(ThreadMessage.reply(request(proposal), LeastReport.closed()).onlyEdited()));
        return thread;
    }

    private static List<ThreadMessage> whole(Remediation remediation, Surroundings around) {
        List<ThreadMessage> thread = new ArrayList<>();
        thread.add(new ThreadMessage(ROOT, Destination.ROOT, RootReport.of(remediation, around), List.of(), false));
        Optional<Ending> ending = remediation.state().end();
        if (ending.isEmpty()) {
            // before a new request is posted, the one that it replaces is closed
            thread.addAll(replaced(remediation));
            thread.addAll(notes(remediation, around));
        } else {
            thread.addAll(notes(remediation, around));
            if (!oneMessage(remediation)) {
                thread.add(
                        new ThreadMessage(LAST, Destination.REPLY_AND_CHANNEL, LastReport.of(remediation, around, ending.get()), List.of(),
                                false));
            }
            thread.addAll(replaced(remediation));
        }
        rerun(remediation).ifPresent(thread::add);
        remediation.proposal().flatMap(proposal -> current(remediation, proposal, around)).ifPresent(thread::add);
        thread.addAll(ForecastFile.of(remediation));
        RecordFile.of(remediation, around).ifPresent(thread::add);
        return thread;
    }

    /** The key of the message that asks about this proposal. */
    public static String request(Proposal proposal) {
        return switch (proposal.plan()) {
            case DeletePlan plan -> "request:" + proposal.number();
            case RerunPlan plan -> "rerun:" + proposal.number();
            case RestorePlan plan -> "restore:" + proposal.number();
        };
    }

    /** The job that runs again, or ran: one message, edited. */
    private static Optional<ThreadMessage> rerun(Remediation remediation) {
        Optional<AllowedRerun> rerun = remediation.state() instanceof State.Following following
                ? Optional.of(new AllowedRerun(following.plan().job(), following.approvals(), Optional.of(following.job()),
                        Optional.empty()))
                : remediation.state().end().flatMap(Ending::rerun);
        Optional<String> trouble = remediation.state() instanceof State.Following following ? following.trouble() : Optional.empty();
        return rerun.flatMap(it -> remediation.proposal().filter(proposal -> remediation.notes().stream()
                // a note tells it already
                .noneMatch(note -> note instanceof Note.RerunMetLock(int number, var met) && number == proposal.number()))
                .map(proposal -> job(proposal.number(), it, trouble)));
    }

    private static ThreadMessage job(int proposal, AllowedRerun rerun, Optional<String> trouble) {
        return ThreadMessage.reply("job:" + proposal, RerunReport.followed(rerun, trouble));
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

    private static List<ThreadMessage> notes(Remediation remediation, Surroundings around) {
        // what happened twice in one instant is one message
        return remediation.notes().stream().distinct().map(note -> told(remediation, around, note)).flatMap(Optional::stream).toList();
    }

    private static Optional<ThreadMessage> told(Remediation remediation, Surroundings around, Note note) {
        return switch (note) {
            case Note.Evidence(int look, var findings) -> oneMessage(remediation)
                    ? Optional.empty()
                    : Optional.of(ThreadMessage.reply("evidence:" + look, EvidenceReport.of(look, findings, hindsight(remediation, look))));
            case Note.RefusedReaction(Request request, Vote.Rejected why) -> privately(why)
                    ? Optional.empty()
                    : Optional.of(ThreadMessage.reply("refused:" + why.user() + ":" + why.reason() + ":" + request.ts(),
                            ReactionReplies.refusedReaction(why, request.deadline())));
            case Note.YesTakenBack(Request request, Instant at) ->
                Optional.of(ThreadMessage.reply("taken-back:" + at.toEpochMilli(), ReactionReplies.takenBack(request.deadline())));
            case Note.HalfTime(int number, Instant deadline) -> Optional.of(reminder(remediation, around, number));
            case Note.HelmUnlocked(int look, Unlock unlock) ->
                Optional.of(ThreadMessage.reply("unlocked:" + look, RerunReport.unlocked(remediation, around.target(), unlock)));
            case Note.RerunMetLock(int number, AllowedRerun rerun) -> Optional.of(job(number, rerun, Optional.empty()));
            // it is for the record at the end
            case Note.HelmHistory history -> Optional.empty();
            case Note.OfIncident of -> oneMessage(remediation) ? Optional.empty() : IncidentLines.message(remediation, of);
            case Note.DatabaseAway(Instant from, Instant until) ->
                Optional.of(ThreadMessage.reply("database-back:" + from.getEpochSecond() / 60,
                        OutageReport.over(Duration.between(from, until))));
        };
    }

    /** What became of the forecast belongs to the evidence from which it was made, the newest; the last message holds it where it is short. */
    private static Optional<Hindsight> hindsight(Remediation remediation, int look) {
        boolean newest = remediation.notes().stream().noneMatch(note -> note instanceof Note.Evidence(int later, var all) && later > look);
        return remediation.state().end().filter(ending -> newest).flatMap(Ending::aftermath).flatMap(Aftermath::hindsight)
                .filter(HindsightLines::cuts);
    }

    /** Wanted only while it can still be of use. Shown in the channel, for it mentions nobody a second time. */
    private static ThreadMessage reminder(Remediation remediation, Surroundings around, int number) {
        boolean open = remediation.state() instanceof State.AwaitingApproval
                && remediation.proposal().filter(proposal -> proposal.number() == number).isPresent();
        return new ThreadMessage("reminder:" + number, Destination.REPLY_AND_CHANNEL, RequestReport.reminder(remediation, around, open),
                List.of(),
                !open);
    }

    private static List<ThreadMessage> replaced(Remediation remediation) {
        List<Proposal> proposals = remediation.proposals();
        List<ThreadMessage> replaced = new ArrayList<>();
        for (int each = 0; each < proposals.size() - 1; each++) {
            String voided = proposals.get(each + 1).voided();
            String why = voided.isEmpty()
                    ? carriedOut(remediation, proposals.get(each))
                    : "The plan changed: " + voided + ". A new request follows below.";
            replaced.add(
                    ThreadMessage.reply(request(proposals.get(each)), RequestReport.ended(proposals.get(each).plan(), why)).onlyEdited());
        }
        return replaced;
    }

    /** What became of a plan after which another one followed. */
    private static String carriedOut(Remediation remediation, Proposal proposal) {
        Optional<List<Approval>> approvals = switch (proposal.plan()) {
            case DeletePlan plan -> remediation.notes().stream().filter(Note.HelmUnlocked.class::isInstance)
                    .map(note -> ((Note.HelmUnlocked) note).unlock()).filter(unlock -> unlock.plan().equals(plan)).map(Unlock::approvals)
                    .findFirst();
            case RerunPlan plan -> remediation.notes().stream().filter(Note.RerunMetLock.class::isInstance)
                    .map(Note.RerunMetLock.class::cast).filter(met -> met.proposal() == proposal.number())
                    .map(met -> met.rerun().approvals())
                    .findFirst();
            case RestorePlan plan -> Optional.empty();
        };
        return approvals.map(yes -> "Yes from " + Headline.names(yes) + ": ").orElse("Carried out: ") + switch (proposal.plan()) {
            case DeletePlan plan -> "the record was deleted.";
            case RerunPlan plan -> "it was rerun.";
            case RestorePlan plan -> "the record was put back.";
        };
    }

    private static Optional<ThreadMessage> current(Remediation remediation, Proposal proposal, Surroundings around) {
        return switch (remediation.state()) {
            case State.Diagnosing d -> Optional.empty();
            case State.AwaitingApproval awaiting ->
                around.policy().map(policy -> open(remediation, awaiting, proposal, policy, around.approvers()));
            case State.Rechecking rechecking -> answered(proposal, rechecking.approvals());
            case State.Deleting deleting -> answered(proposal, deleting.approvals());
            case State.Validating validating -> answered(proposal, validating.approvals());
            case State.Rerunning rerunning -> answered(proposal, rerunning.approvals());
            case State.Restoring restoring -> answered(proposal, restoring.approvals());
            case State.Following following -> Optional.of(ThreadMessage.reply(request(proposal),
                    RequestReport.ended(proposal.plan(), "Yes from " + Headline.names(following.approvals()) + ": it was rerun."))
                    .onlyEdited());
            case State.Closing(Ending ending) -> Optional.of(ended(remediation, proposal, ending));
            case State.Closed(Ending ending) -> Optional.of(ended(remediation, proposal, ending));
        };
    }

    private static ThreadMessage open(Remediation remediation, State.AwaitingApproval state, Proposal proposal, Policy policy,
            List<Named> approvers) {
        return new ThreadMessage(request(proposal), Destination.REPLY, RequestReport.open(remediation, state, proposal,
                policy.on(proposal.plan()), approvers),
                List.of(policy.approve().getFirst(), policy.deny().getFirst()), state.request().isPresent());
    }

    private static Optional<ThreadMessage> answered(Proposal proposal, List<Approval> approvals) {
        return Optional.of(ThreadMessage.reply(request(proposal), RequestReport.checking(proposal.plan(), Headline.names(approvals)))
                .onlyEdited());
    }

    private static ThreadMessage ended(Remediation remediation, Proposal proposal, Ending ending) {
        Optional<String> carriedOut = carriedOut(remediation, proposal, ending);
        return ThreadMessage.reply(request(proposal), carriedOut.map(how -> RequestReport.ended(proposal.plan(), how))
                .orElseGet(() -> RequestReport.ended(remediation.target(), proposal.plan(), ending))).onlyEdited();
    }

    /** What became of a rerun that people allowed; how it all ended is another matter. */
    private static Optional<String> carriedOut(Remediation remediation, Proposal proposal, Ending ending) {
        if (!(proposal.plan() instanceof RerunPlan)) return Optional.empty();
        boolean again = remediation.notes().stream()
                .anyMatch(note -> note instanceof Note.RerunMetLock(int number, var rerun) && number == proposal.number());
        return again
                ? Optional.of("It was rerun, and the release was locked again.")
                : ending.rerun().flatMap(AllowedRerun::job).map(job -> "Yes from " + Headline.names(ending.rerun().get().approvals())
                        + ": it was rerun.");
    }
}
