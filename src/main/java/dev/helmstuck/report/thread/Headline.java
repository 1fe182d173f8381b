package dev.helmstuck.report.thread;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import dev.helmstuck.approval.Named;
import dev.helmstuck.approval.Policy;
import dev.helmstuck.remediation.Approval;
import dev.helmstuck.remediation.Ending;
import dev.helmstuck.remediation.Note;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.Request;
import dev.helmstuck.remediation.State;
import dev.helmstuck.report.Line;
import dev.helmstuck.report.Line.Span;
import dev.helmstuck.runbook.DeletePlan;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.Plan;
import dev.helmstuck.runbook.RerunPlan;
import dev.helmstuck.runbook.RestorePlan;
import dev.helmstuck.runbook.Result;

/** A remediation in one line: what is known, and what is wanted of whom. The root, the reminder and the last message begin with it. */
final class Headline {
    /** So many names can be read in one line. */
    private static final int MOST_NAMES = 4;
    private static final Set<String> BEGINNINGS = Set.of("The", "A", "An", "No", "Not", "Another", "Revision", "Revisions", "Two",
            "Whether",
            "How", "Somebody");

    private Headline() {}

    static Line of(Remediation remediation, Surroundings around) {
        String name = remediation.target();
        return switch (remediation.state()) {
            case State.Diagnosing d when remediation.restore().isPresent() ->
                Line.of(name + ": looking for the copy that is to be put back, nothing is wanted from anybody yet");
            case State.Diagnosing d -> Line.of(name + ": the checks are running, nothing is wanted from anybody yet");
            case State.AwaitingApproval(Plan plan, var request, List<Approval> yes) -> request.isPresent() && around.policy().isPresent()
                    ? wanted(stuck(name, plan), yes, request.get().deadline(), around.policy().get().on(plan), around.approvers())
                    : Line.of(stuck(name, plan) + ": a second engineer is being asked");
            case State.Rechecking(Plan plan, Request request, List<Approval> approvals) ->
                Line.of(stuck(name, plan) + ": " + names(approvals) + " said yes, " + switch (plan) {
                    case DeletePlan delete -> "every check runs again";
                    case RerunPlan rerun -> "the job is looked at again";
                    case RestorePlan restore -> "copy and records are looked at again";
                });
            case State.Deleting(DeletePlan plan, Request request, List<Approval> approvals, var backup) ->
                Line.of(stuck(name, plan) + ": " + names(approvals) + " said yes, its record is being copied and deleted");
            case State.Validating(DeletePlan plan, List<Approval> approvals, String backup) ->
                Line.of(name + ": the record of revision " + plan.revision() + " is deleted, Helm is being checked");
            case State.Rerunning(RerunPlan plan, var request, List<Approval> approvals, var before) ->
                Line.of(stuck(name, plan) + ": " + names(approvals) + " said yes, it is being rerun");
            case State.Following rerun ->
                Line.of(name + ": Helm is unlocked, the rerun #" + rerun.job().id() + " is " + rerun.job().status());
            case State.Restoring(RestorePlan plan, var request, List<Approval> approvals, var uid) ->
                Line.of(stuck(name, plan) + ": " + names(approvals) + " said yes, " + (uid.isPresent()
                        ? "it is back, Helm is being looked at"
                        : "it is being put back"));
            case State.Closing(Ending ending) -> ended(remediation, around, ending);
            case State.Closed(Ending ending) -> ended(remediation, around, ending);
        };
    }

    private static String stuck(String name, Plan plan) {
        return switch (plan) {
            case DeletePlan delete -> name + " is stuck at revision " + delete.revision();
            case RerunPlan rerun -> name + ": Helm is unlocked, and " + RerunReport.named(rerun.job()) + " can be rerun";
            case RestorePlan restore -> name + ": the record of revision " + restore.revision() + " can be put back";
        };
    }

    static String names(List<Approval> approvals) {
        return approvals.stream().map(Approval::name).collect(Collectors.joining(", "));
    }

    /** Names only: whom the request mentions is notified by the request. */
    private static Line wanted(String known, List<Approval> yes, Instant deadline, Policy policy, List<Named> approvers) {
        int more = policy.approvals() - yes.size();
        String who = policy.approvals() == 1
                ? "a second engineer's "
                : yes.isEmpty() ? more + " engineers' " : more + " more " + (more == 1 ? "engineer's " : "engineers' ");
        List<String> from = approvers.stream().limit(MOST_NAMES).map(Named::name).collect(Collectors.toCollection(ArrayList::new));
        if (approvers.size() > MOST_NAMES) from.add((approvers.size() - MOST_NAMES) + " others");
        String last = from.isEmpty() ? "" : from.removeLast();
        String names = from.isEmpty() ? last : String.join(", ", from) + " or " + last;
        return Line.of(new Span.Text(known + ": " + (yes.isEmpty() ? "" : names(yes) + " said yes, ") + who),
                new Span.Emoji(policy.approve().getFirst()),
                new Span.Text((more == 1 ? " is" : " are") + " wanted" + (names.isEmpty() ? "" : " from " + names) + ", until "),
                new Span.Until(deadline));
    }

    /** It has ended: the outcome and the one next action. */
    private static Line ended(Remediation remediation, Surroundings around, Ending ending) {
        List<Span> spans = new ArrayList<>(Line.spans(remediation.target() + known(remediation, ending) + ". Next: "));
        spans.addAll(NextSteps.of(remediation, around.target(), ending).action());
        return new Line(Line.Kind.PARAGRAPH, spans);
    }

    static String known(Remediation remediation, Ending ending) {
        if (remediation.restore().isPresent()) return RestoreReport.known(ending);
        String why = bare(ending.why());
        String nothing = remediation.unlockedBefore() ? ", nothing more deleted" : ", nothing deleted";
        return switch (ending.outcome()) {
            case RESOLVED -> ": resolved. " + why;
            case RESTORED -> ": the record is back";
            case UNLOCKED -> ": Helm is unlocked" + ending.rerun().map(rerun -> ", " + RerunReport.cameTo(rerun))
                    .orElseGet(() -> NextSteps.rerunWasAsked(remediation) ? ", " + lower(why.split("\\. ", 2)[0]) : "");
            case NOT_STUCK -> " is " + why.substring(0, 1).toLowerCase(Locale.ROOT) + why.substring(1);
            case BLOCKED -> before(remediation) + nothing.substring(2) + ": " + WhatStops.words(remediation.findings());
            case PLAN_CHANGED -> before(remediation) + nothing.substring(2) + ": " + (notStuck(remediation.findings())
                    ? "not stuck any more since the yes"
                    : WhatStops.of(remediation.findings()).isEmpty()
                            ? "the record was changed since the yes"
                            : "since the yes " + WhatStops.words(remediation.findings()));
            case REFUSED, CANCELLED -> ": " + why + nothing;
            case EXPIRED -> " is still stuck: " + lower(why) + nothing;
            case ALREADY_GONE -> ": somebody else deleted the record first, nothing deleted by me";
            case NEEDS_ATTENTION -> attention(ending);
            case FAILED -> ": " + clause(ending.why()) + nothing;
        };
    }

    private static String attention(Ending ending) {
        if (ending.rerun().isPresent()) return ": Helm was unlocked, but " + clause(ending.why());
        if (Afterwards.stillThere(ending)) return ": the delete was accepted, but the record is still there";
        if (ending.aftermath().isPresent()) return ": the record is deleted, but Helm is not proven healthy";
        return ": " + (ending.why().contains("The delete may have happened") ? "the delete may have happened, and " : "")
                + clause(ending.why());
    }

    /** What was done before the rerun that met another lock. */
    private static String before(Remediation remediation) {
        return remediation.unlock().filter(unlock -> remediation.unlockedBefore()).map(unlock -> ": revision " + unlock.plan().revision()
                + " was deleted and " + remediation.notes().stream().filter(Note.RerunMetLock.class::isInstance)
                        .map(note -> "#" + ((Note.RerunMetLock) note).rerun().of().id()).reduce((a, b) -> b).orElse("its job")
                + " rerun; Helm is locked again, ").orElse(": ");
    }

    /** The beginning of a reason, up to what a system said about it: that stands below. */
    private static String clause(String why) {
        return lower(why.split("[.:] ", 2)[0].replace(", so nothing was deleted", "").replaceFirst("\\.$", ""));
    }

    /** As it stands within a sentence. A name keeps its capital, so only these words are known to lose it. */
    static String lower(String sentence) {
        return BEGINNINGS.contains(sentence.split(" ", 2)[0])
                ? sentence.substring(0, 1).toLowerCase(Locale.ROOT) + sentence.substring(1)
                : sentence;
    }

    static String bare(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }

    static boolean notStuck(List<Finding> findings) {
        return findings.stream().anyMatch(finding -> finding.result() == Result.NOT_NEEDED);
    }
}
