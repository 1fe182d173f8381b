package dev.helmstuck.flow;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import dev.helmstuck.approval.Person;
import dev.helmstuck.approval.Policy;
import dev.helmstuck.approval.Tally;
import dev.helmstuck.ports.ConfiguredTarget;
import dev.helmstuck.ports.MessageRef;
import dev.helmstuck.ports.Remediations.AuditRow;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.remediation.Approval;
import dev.helmstuck.remediation.Event;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.Request;
import dev.helmstuck.remediation.State;
import dev.helmstuck.report.FindingReport;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.thread.RequestReport;
import dev.helmstuck.runbook.Diagnosis;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.Plan;
import jakarta.inject.Inject;

/** {@code AwaitingApproval}: asks once per plan, judges the reactions, and looks at everything again before a yes has an effect. */
final class AwaitApproval {
    private final Gather gather;
    private final ReactionTally voices;
    private final Postings postings;
    private final ReactionReplies refusals;
    private final Clock clock;

    @Inject
    AwaitApproval(Gather gather, ReactionTally voices, Postings postings, ReactionReplies refusals, Clock clock) {
        this.gather = gather;
        this.voices = voices;
        this.postings = postings;
        this.refusals = refusals;
        this.clock = clock;
    }

    Progress work(Remediation remediation, State.AwaitingApproval state, ConfiguredTarget entry) {
        return state.request().isEmpty()
                ? ask(remediation, state, entry.policy())
                : judge(remediation, state, state.request().get(), entry);
    }

    private Progress ask(Remediation remediation, State.AwaitingApproval state, Policy policy) {
        Plan plan = state.plan();
        postings.stillReplaced(remediation.id());
        // the time of the state, not of this try: a message found after a restart already names this deadline
        Instant deadline = remediation.since().plus(policy.deadline());
        MessageRef message = postings.request(remediation, RequestReport.open(plan, policy, remediation.since(), deadline,
                new RequestReport.Standing(state.voided(), remediation.findings(), List.of())),
                List.of(policy.approve().getFirst(), policy.deny().getFirst()));
        return Progress.moved(new Event.Asked(new Request(message.channel(), message.ts(), clock.instant(), deadline)),
                row(remediation, "helm-stuck", "request", object(plan), "posted as " + message.ts() + ", answerable until " + deadline));
    }

    private Progress judge(Remediation remediation, State.AwaitingApproval state, Request request, ConfiguredTarget entry) {
        Plan plan = state.plan();
        Instant now = clock.instant();
        Tally tally;
        try {
            tally = voices.count(remediation.requester(), request, entry.policy(), now);
        } catch (UnavailableException unread) {
            // not being able to read does not stop the clock
            if (!now.isBefore(request.deadline())) return expired(remediation, plan);
            throw unread;
        }
        refusals.inTime(remediation, request, plan, tally);
        refusals.answer(remediation, request, tally.refused());
        Optional<Progress> no = no(remediation, plan, tally);
        if (no.isPresent()) return no.get();
        if (tally.complete()) return confirm(remediation, state, request, entry, tally, now);
        if (!now.isBefore(request.deadline())) return expired(remediation, plan);
        showStanding(remediation, state, request, entry.policy(), tally);
        return new Progress.Waits();
    }

    private Progress expired(Remediation remediation, Plan plan) {
        return Progress.moved(new Event.Expired(), row(remediation, "helm-stuck", "expiry", object(plan), "nothing deleted"));
    }

    private Optional<Progress> no(Remediation remediation, Plan plan, Tally tally) {
        if (tally.canceller().isPresent()) {
            Person person = tally.canceller().get();
            return Optional.of(Progress.moved(new Event.Cancelled(person.name()),
                    row(remediation, person.id(), "cancel", object(plan), "nothing deleted")));
        }
        return tally.denier().map(person -> Progress.moved(new Event.Denied(person.name()),
                row(remediation, person.id(), "denial", object(plan), "nothing deleted")));
    }

    private Progress confirm(Remediation remediation, State.AwaitingApproval state, Request request, ConfiguredTarget entry, Tally first,
            Instant seen) {
        Plan plan = state.plan();
        MessageRef message = message(request);
        postings.show(remediation, message,
                RequestReport.checking(plan, first.approvers().stream().map(Person::name).collect(Collectors.joining(", "))));
        Set<String> approvers = first.approvers().stream().map(Person::id).collect(Collectors.toSet());
        Diagnosis diagnosis = gather.look(entry.target(), entry.policy().sampleGap(), finding -> {});
        // the last look at the people comes after the slow look at the systems, right before the intent is saved
        Tally second = voices.recount(remediation.requester(), request, entry.policy(), seen, approvers);
        refusals.answer(remediation, request, second.refused());
        Optional<Progress> no = no(remediation, plan, second);
        if (no.isPresent()) return no.get();
        if (!second.complete()) {
            showStanding(remediation, state, request, entry.policy(), second);
            refusals.takenBack(remediation, request, silent(approvers, second));
            return new Progress.Waits();
        }
        showDifference(remediation, diagnosis);
        List<Approval> approvals = second.approvers().stream()
                .map(person -> new Approval(person.id(), person.name(), person.identity(), seen)).toList();
        List<AuditRow> rows = new ArrayList<>();
        approvals.forEach(approval -> rows.add(row(remediation, approval.user(), "approval", object(plan), "seen " + seen)));
        rows.add(row(remediation, "helm-stuck", "diagnosis", object(plan), diagnosis.verdict().name()
                + (diagnosis.plan().map(again -> again.fingerprint().equals(plan.fingerprint())).orElse(false)
                        ? ", same plan: intent to delete"
                        : ", another plan")));
        Event confirmed = new Event.Confirmed(diagnosis, approvals);
        if (remediation.on(confirmed, clock.instant()).state() instanceof State.AwaitingApproval(var next, var unasked, var why)) {
            // now, for later only the new plan is known, and this message is about the old one
            postings.replaced(remediation, message, next, replaced(plan, why));
        }
        return new Progress.Moved(confirmed, rows);
    }

    private static Report replaced(Plan plan, String why) {
        return RequestReport.ended(plan, "The plan changed: " + why + ". A new request follows below.");
    }

    /** Whose yes counts so far, in the request itself. At every look, for a process that died may have left other words there. */
    private void showStanding(Remediation remediation, State.AwaitingApproval state, Request request, Policy policy, Tally tally) {
        List<String> yes = tally.approvers().stream().map(Person::name).toList();
        postings.show(remediation, message(request), RequestReport.open(state.plan(), policy, request.posted(),
                request.deadline(), new RequestReport.Standing(state.voided(), remediation.findings(), yes)));
    }

    private static MessageRef message(Request request) {
        return new MessageRef(request.channel(), request.ts());
    }

    /** Whose yes is not there any more. Who lost the right to say it, or cannot be read now, has not taken it back. */
    private static Set<String> silent(Set<String> earlier, Tally now) {
        Set<String> gone = new TreeSet<>(earlier);
        now.approvers().forEach(person -> gone.remove(person.id()));
        now.refused().forEach(refused -> gone.remove(refused.user()));
        return gone;
    }

    /** What the second look shows otherwise than the first, in the thread. */
    private void showDifference(Remediation remediation, Diagnosis diagnosis) {
        for (Finding finding : diagnosis.findings()) {
            boolean same = remediation.findings().stream()
                    .anyMatch(before -> before.step() == finding.step() && before.result() == finding.result());
            if (!same) postings.say(remediation, "finding:" + remediation.looks() + ":" + finding.step(), FindingReport.of(finding));
        }
    }

    private AuditRow row(Remediation remediation, String actor, String action, String object, String result) {
        return new AuditRow(remediation.id(), clock.instant(), actor, action, object, result);
    }

    static String object(Plan plan) {
        return plan.cluster() + "/" + plan.namespace() + "/" + plan.secret() + " uid=" + plan.uid() + " resourceVersion="
                + plan.resourceVersion();
    }
}
