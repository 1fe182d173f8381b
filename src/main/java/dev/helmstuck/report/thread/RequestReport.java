package dev.helmstuck.report.thread;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.helmstuck.approval.Named;
import dev.helmstuck.approval.Policy;
import dev.helmstuck.remediation.Approval;
import dev.helmstuck.remediation.Ending;
import dev.helmstuck.remediation.Outcome;
import dev.helmstuck.remediation.Proposal;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.State;
import dev.helmstuck.report.FindingReport;
import dev.helmstuck.report.Line;
import dev.helmstuck.report.Line.Span;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.Section;
import dev.helmstuck.report.Tone;
import dev.helmstuck.runbook.DeletePlan;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.Formats;
import dev.helmstuck.runbook.Plan;
import dev.helmstuck.runbook.RerunPlan;
import dev.helmstuck.runbook.RestorePlan;
import dev.helmstuck.runbook.Result;

/** The approval request, a message of its own per plan: exactly what a yes does, and what it does not. */
public final class RequestReport {

    private RequestReport() {}

    /** The request while it is open. The approvers are mentioned here and nowhere else, so that they are notified once. */
    public static Report open(Remediation remediation, State.AwaitingApproval state, Proposal proposal, Policy policy,
            List<Named> approvers) {
        return switch (proposal.plan()) {
            case DeletePlan plan -> delete(remediation, state, plan, policy, approvers);
            case RerunPlan plan -> RerunReport.open(remediation, plan, answer(remediation, state, policy, approvers));
            case RestorePlan plan -> RestoreReport.open(remediation, plan, answer(remediation, state, policy, approvers));
        };
    }

    private static Section answer(Remediation remediation, State.AwaitingApproval state, Policy policy, List<Named> approvers) {
        return Section.of("Answer", answer(remediation, policy, approvers, deadline(state, remediation.proposal().orElseThrow(), policy)),
                needed(remediation.requester().name(), policy.approvals(), state.yes()));
    }

    private static Report delete(Remediation remediation, State.AwaitingApproval state, DeletePlan plan, Policy policy,
            List<Named> approvers) {
        Proposal proposal = remediation.proposal().orElseThrow();
        List<Section> sections = new ArrayList<>();
        VouchingLines.asked(remediation, plan, policy).ifPresent(sections::add);
        if (!proposal.voided().isEmpty()) {
            sections.add(Section.plain(Line
                    .of("This replaces the earlier request: " + proposal.voided() + ". A yes given there does not count here.")));
        }
        sections.add(deletes(plan, proposal.made()));
        sections.add(new Section("What was found", found(remediation.findings())));
        sections.add(new Section("What Helm will show, and what the next deploy will do", afterwards(plan)));
        sections.add(answer(remediation, state, policy, approvers));
        return new Report(Tone.ASKING, "Delete the record of " + named(plan) + "?", List.of(), sections);
    }

    private static Instant deadline(State.AwaitingApproval state, Proposal proposal, Policy policy) {
        // before it is posted that of the proposal: a message found after a restart already names it
        return state.request().map(request -> request.deadline()).orElseGet(() -> proposal.made().plus(policy.deadline()));
    }

    /** The request after it was answered or ended: no call to action any more. */
    public static Report ended(Plan plan, String how) {
        return closed(plan, Line.of(how));
    }

    /** The request of a remediation that has ended. */
    public static Report ended(String target, Plan plan, Ending ending) {
        boolean again = ending.outcome() == Outcome.EXPIRED || ending.outcome() == Outcome.REFUSED || ending.outcome() == Outcome.CANCELLED;
        List<Span> how = new ArrayList<>(Line.spans(Formats.sentence(ending.why())));
        if (again)
            how.addAll(List.of(new Span.Text(" To ask again, type "),
                    new Span.Code("/helm-stuck " + (plan instanceof RestorePlan ? "restore " : "") + target), new Span.Text(".")));
        return closed(plan, new Line(Line.Kind.PARAGRAPH, how));
    }

    private static Report closed(Plan asked, Line how) {
        return switch (asked) {
            case DeletePlan plan -> closed(plan, how);
            case RerunPlan plan -> RerunReport.closed(plan, how);
            case RestorePlan plan -> RestoreReport.closed(plan, how);
        };
    }

    private static Report closed(DeletePlan plan, Line how) {
        return Report.of(Tone.NEUTRAL, "Request closed: the record of " + named(plan), Section.plain(how,
                Line.of(new Span.Text("It was about "), new Span.Code(plan.secret()), new Span.Text(", uid "), new Span.Code(plan.uid()),
                        new Span.Text(". Reactions here no longer have an effect."))));
    }

    /** The request while everything is looked at again. */
    public static Report checking(Plan asked, String names) {
        return switch (asked) {
            case DeletePlan plan -> checking(plan, names);
            case RerunPlan plan -> RerunReport.checking(plan, names);
            case RestorePlan plan -> RestoreReport.checking(plan, names);
        };
    }

    private static Report checking(DeletePlan plan, String names) {
        return Report.of(Tone.WORKING, "Yes from " + names + ": running every check again",
                Section.plain(Line.of(new Span.Text("About to delete "), new Span.Code(plan.secret()), new Span.Text(", uid "),
                        new Span.Code(plan.uid()), new Span.Text(". Take the reaction back, or say no, to stop it."))));
    }

    /** Half of the time is over and not enough people said yes; later, that it is over. */
    public static Report reminder(Remediation remediation, Surroundings around, boolean open) {
        if (!open) return Report.of(Tone.NEUTRAL, "A reminder of the request, which is answered or closed by now");
        Section there = around.request()
                .map(link -> Section.plain(Line.of(new Span.Text("Half of the time is over. Answer there: "),
                        new Span.Anchor("the request", link), new Span.Text("."))))
                .orElse(Section.plain(Line.of("Half of the time is over. The request is above in this thread.")));
        return new Report(Tone.ASKING, Headline.of(remediation, around), List.of(), List.of(there));
    }

    /** A group asks for several clusters at once, so the title names the cluster. */
    private static String named(DeletePlan plan) {
        return "revision " + plan.revision() + " of " + plan.release() + " in " + plan.cluster();
    }

    private static Section deletes(DeletePlan plan, Instant asked) {
        return Section.of("A yes deletes exactly this Secret, and nothing else",
                Line.bullet(new Span.Code(plan.secret()), new Span.Text(" in cluster "), new Span.Code(plan.cluster()),
                        new Span.Text(", namespace "), new Span.Code(plan.namespace())),
                Line.bullet(new Span.Text("uid "), new Span.Code(plan.uid()), new Span.Text(", resourceVersion "),
                        new Span.Code(plan.resourceVersion())),
                Line.bullet(new Span.Text("revision " + plan.revision() + ", " + plan.status().word() + ", created "),
                        new Span.PointInTime(plan.created()),
                        new Span.Text(" (" + Formats.duration(Duration.between(plan.created(), asked)) + " ago), chart " + plan.chart()
                                + (plan.appVersion().isEmpty() ? "" : ", app version " + plan.appVersion()))),
                Line.bullet(
                        "before that every check runs again and a copy is kept; if anything differs, nothing is deleted and the yes is void"),
                Line.bullet("no rollback, no uninstall, no change to any workload: what runs in the cluster stays as it is"));
    }

    /** Each check in a line; a remark with what was seen, for whoever says yes says it to that too; and what got the release stuck. */
    private static List<Line> found(List<Finding> findings) {
        List<Line> lines = new ArrayList<>();
        for (Finding finding : findings) {
            lines.add(Line.bullet(FindingReport.line(finding)));
            List<Line> details = new ArrayList<>(finding.result() == Result.WARN ? FindingReport.seenFirst(finding) : List.of());
            FindingReport.cause(finding).filter(cause -> !details.contains(cause)).ifPresent(details::addFirst);
            details.forEach(seen -> lines.add(new Line(Line.Kind.DETAIL, seen.spans())));
        }
        return lines;
    }

    private static List<Line> afterwards(DeletePlan plan) {
        return NextDryRun.asked(plan).stream().map(Line::bullet).toList();
    }

    private static Line answer(Remediation remediation, Policy policy, List<Named> approvers, Instant deadline) {
        List<Span> spans = new ArrayList<>();
        // who is called by a mention sees the line that it stands in
        if (remediation.drill().isPresent()) spans.add(new Span.Strong(DrillWords.MARK));
        int before = spans.size();
        for (Named approver : approvers) {
            if (spans.size() > before) spans.add(new Span.Text(", "));
            spans.add(approver.group() ? new Span.Group(approver.id(), approver.name()) : new Span.Mention(approver.id(), approver.name()));
        }
        spans.add(new Span.Text(": "));
        spans.addAll(emoji(policy.approve()));
        spans.add(new Span.Text(" is yes, "));
        spans.addAll(emoji(policy.deny()));
        spans.add(new Span.Text(" is no, as a reaction to this message, until "));
        spans.add(new Span.Until(deadline));
        spans.add(new Span.Text("."));
        return new Line(Line.Kind.PARAGRAPH, spans);
    }

    private static Line needed(String requester, int approvals, List<Approval> yes) {
        String needed = approvals == 1
                ? "Needed: one of them, other than " + requester
                : "Needed: " + approvals + " of them, other than " + requester;
        return yes.isEmpty()
                ? Line.of(needed + ".")
                : Line.of(new Span.Text(needed + ". "), new Span.Strong("Yes so far: " + yes.size() + " of " + approvals),
                        new Span.Text(", from " + Headline.names(yes) + "."));
    }

    private static List<Span> emoji(List<String> names) {
        List<Span> spans = new ArrayList<>();
        for (String name : names) {
            if (!spans.isEmpty()) spans.add(new Span.Text(" or "));
            spans.add(new Span.Emoji(name));
        }
        return spans;
    }
}
