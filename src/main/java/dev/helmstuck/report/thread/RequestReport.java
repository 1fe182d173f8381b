package dev.helmstuck.report.thread;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.helmstuck.approval.Members;
import dev.helmstuck.approval.Policy;
import dev.helmstuck.drift.NextDryRun;
import dev.helmstuck.report.FindingReport;
import dev.helmstuck.report.Line;
import dev.helmstuck.report.Line.Span;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.Section;
import dev.helmstuck.report.Tone;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.Formats;
import dev.helmstuck.runbook.Plan;
import dev.helmstuck.runbook.Result;

/** The approval request, a message of its own per plan: exactly what a yes does, and what it does not. */
public final class RequestReport {

    private RequestReport() {}

    /**
     * How an open request stands.
     *
     * @param voided why an earlier request no longer counts; empty if this is the first
     * @param findings of the look that made the plan
     * @param yes the names of those whose yes counts so far
     */
    public record Standing(String voided, List<Finding> findings, List<String> yes) {
        public Standing {
            findings = List.copyOf(findings);
            yes = List.copyOf(yes);
        }
    }

    /**
     * The request while it is open.
     *
     * @param asked when it was asked, for the age of the revision
     */
    public static Report open(Plan plan, Policy policy, Instant asked, Instant deadline, Standing standing) {
        List<Section> sections = new ArrayList<>();
        if (!standing.voided().isEmpty()) {
            sections.add(Section.plain(Line
                    .of("This replaces the earlier request: " + standing.voided() + ". A yes given there does not count here.")));
        }
        sections.add(deletes(plan, asked));
        if (!standing.findings().isEmpty()) sections.add(new Section("What was found", found(standing.findings())));
        // the rest is for the next deploy and comes with the last message
        sections.add(Section.of("What Helm will show afterwards", Line.bullet(NextDryRun.believes(plan)),
                Line.bullet(NextDryRun.shows(plan).getFirst())));
        sections.add(new Section("Answer", answer(policy, deadline, standing.yes())));
        return new Report(Tone.ASKING, "Delete the record of " + named(plan) + "?", List.of(), sections);
    }

    /** The request after it was answered or ended: no call to action any more. */
    public static Report ended(Plan plan, String how) {
        return Report.of(Tone.NEUTRAL, "Request closed: the record of " + named(plan),
                Section.plain(Line.of(how)),
                Section.plain(Line.of(new Span.Text("It was about "), new Span.Code(plan.secret()), new Span.Text(", uid "),
                        new Span.Code(plan.uid()), new Span.Text(". Reactions here no longer have an effect."))));
    }

    /** The request while everything is looked at again. */
    public static Report checking(Plan plan, String names) {
        return Report.of(Tone.WORKING, "Yes from " + names + ": running every check again",
                Section.plain(Line.of(new Span.Text("About to delete "), new Span.Code(plan.secret()), new Span.Text(", uid "),
                        new Span.Code(plan.uid()), new Span.Text(". Take the reaction back, or say no, to stop it."))));
    }

    /** Half of the time is over and not enough people said yes. */
    public static Report reminder(Plan plan, Instant deadline) {
        return Report.of(Tone.ASKING, "Still waiting for a yes: the record of " + named(plan),
                Section.plain(Line.of(new Span.Text("Half of the time is over. The request above can be answered until "),
                        new Span.Until(deadline), new Span.Text("."))));
    }

    /** A group asks for several clusters at once, so the title names the cluster. */
    private static String named(Plan plan) {
        return "revision " + plan.revision() + " of " + plan.release() + " in " + plan.cluster();
    }

    private static Section deletes(Plan plan, Instant asked) {
        return Section.of("A yes deletes exactly this Secret, and nothing else",
                Line.bullet(new Span.Code(plan.secret()), new Span.Text(" in cluster "), new Span.Code(plan.cluster()),
                        new Span.Text(", namespace "), new Span.Code(plan.namespace())),
                Line.bullet(new Span.Text("uid "), new Span.Code(plan.uid()), new Span.Text(", resourceVersion "),
                        new Span.Code(plan.resourceVersion())),
                Line.bullet(new Span.Text("revision " + plan.revision() + ", " + plan.status().word() + ", created "),
                        new Span.Moment(plan.created()),
                        new Span.Text(" (" + Formats.duration(Duration.between(plan.created(), asked)) + " ago), chart " + plan.chart()
                                + (plan.appVersion().isEmpty() ? "" : ", app version " + plan.appVersion()))),
                Line.bullet(
                        "before that every check runs again and a copy is kept; if anything differs, nothing is deleted and the yes is void"),
                Line.bullet("no rollback, no uninstall, no change to any workload: what runs in the cluster stays as it is"));
    }

    /** Each check in a line; a remark with what was seen, for whoever says yes says it to that too. */
    private static List<Line> found(List<Finding> findings) {
        List<Line> lines = new ArrayList<>();
        for (Finding finding : findings) {
            lines.add(Line.bullet(FindingReport.line(finding)));
            if (finding.result() == Result.WARN)
                FindingReport.seenFirst(finding).forEach(seen -> lines.add(new Line(Line.Kind.DETAIL, seen.spans())));
        }
        return lines;
    }

    private static List<Line> answer(Policy policy, Instant deadline, List<String> soFar) {
        List<Span> yes = new ArrayList<>(emoji(policy.approve()));
        yes.add(new Span.Text(" is yes, "));
        yes.addAll(emoji(policy.deny()));
        yes.add(new Span.Text(" is no, as a reaction to this message, until "));
        yes.add(new Span.Until(deadline));
        yes.add(new Span.Text("."));
        List<Span> who = new ArrayList<>(List.of(new Span.Text(policy.approvals() == 1
                ? "Needed: one person other than the one who asked, from "
                : "Needed: " + policy.approvals() + " different people other than the one who asked, from ")));
        who.addAll(members(policy.approvers()));
        who.add(new Span.Text("."));
        List<Line> lines = new ArrayList<>(List.of(new Line(Line.Kind.PARAGRAPH, yes), new Line(Line.Kind.PARAGRAPH, who)));
        if (!soFar.isEmpty()) {
            lines.add(Line.of(new Span.Strong("Yes so far: " + soFar.size() + " of " + policy.approvals()),
                    new Span.Text(", from " + String.join(", ", soFar) + ".")));
        }
        return lines;
    }

    private static List<Span> emoji(List<String> names) {
        List<Span> spans = new ArrayList<>();
        for (String name : names) {
            if (!spans.isEmpty()) spans.add(new Span.Text(" or "));
            spans.add(new Span.Emoji(name));
        }
        return spans;
    }

    /** Names without notifying anyone. */
    static List<Span> members(Members members) {
        List<Span> spans = new ArrayList<>();
        members.users().stream().sorted().forEach(user -> {
            if (!spans.isEmpty()) spans.add(new Span.Text(", "));
            spans.add(new Span.Code(user));
        });
        members.groups().stream().sorted().forEach(group -> {
            if (!spans.isEmpty()) spans.add(new Span.Text(", "));
            spans.add(new Span.Text("group "));
            spans.add(new Span.Code(group));
        });
        return spans;
    }
}
