package dev.helmstuck.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.helmstuck.remediation.Approval;
import dev.helmstuck.remediation.Outcome;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.Request;
import dev.helmstuck.remediation.State;
import dev.helmstuck.runbook.DeletePlan;

/**
 * What a remediation gets through, each once. The times are those of the saved states: a process that took over in between measures the
 * whole, and none measures a part. Where a rerun met a new lock, only the first unlock counts.
 */
enum Milestone {
    /** Since the command: people are asked about the delete, for the first time. */
    REQUEST,
    /** Since that question: enough of them have said yes, and the delete went out upon it. */
    YES,
    /** Since the command: the record is deleted. */
    UNLOCK,
    /** Since the command: the deploy afterwards is proven. */
    PROOF;

    /** The milestones between these two versions, and how long each took. */
    static Map<Milestone, Duration> passed(Remediation before, Remediation after) {
        Map<Milestone, Duration> passed = new EnumMap<>(Milestone.class);
        if (before.state() instanceof State.AwaitingApproval(DeletePlan plan, var none, var yes) && none.isEmpty()
                && before.proposals().size() == 1 && after.state() instanceof State.AwaitingApproval asked)
            asked.request().ifPresent(request -> passed.put(REQUEST, since(after, request.posted())));
        if (before.state() instanceof State.Deleting(DeletePlan plan, Request request, List<Approval> approvals, var backup)
                && !(after.state() instanceof State.Deleting || after.state() instanceof State.AwaitingApproval)
                && !before.unlockedBefore())
            passed.put(YES, Duration.between(request.posted(), last(approvals, request)));
        if (before.state() instanceof State.Deleting && after.state() instanceof State.Validating && !before.unlockedBefore())
            passed.put(UNLOCK, since(after, after.since()));
        if (before.state() instanceof State.Following
                && after.state().end().filter(ending -> ending.outcome() == Outcome.RESOLVED).isPresent())
            passed.put(PROOF, since(after, after.since()));
        return passed;
    }

    private static Duration since(Remediation remediation, Instant then) {
        return Duration.between(remediation.opened(), then);
    }

    private static Instant last(List<Approval> approvals, Request request) {
        return approvals.stream().map(Approval::seen).max(Comparator.naturalOrder()).orElse(request.posted());
    }

    /** As the label says it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
