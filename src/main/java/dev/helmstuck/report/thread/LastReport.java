package dev.helmstuck.report.thread;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import dev.helmstuck.remediation.Approval;
import dev.helmstuck.remediation.Ending;
import dev.helmstuck.remediation.Outcome;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.report.FindingReport;
import dev.helmstuck.report.Line;
import dev.helmstuck.report.Line.Span;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.Section;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.Formats;
import dev.helmstuck.runbook.Plan;
import dev.helmstuck.runbook.Target;

/**
 * The last message, whatever the outcome: what was done, what was not, and what to do next. It is broadcast to the channel once and
 * read there without the thread, so it repeats what it needs.
 */
public final class LastReport {
    private LastReport() {}

    /** The last message of this remediation. */
    public static Report of(Remediation remediation, Target target, Ending ending) {
        List<Finding> stops = stops(remediation, ending);
        List<Section> sections = new ArrayList<>();
        sections.add(Section.plain(Line.of(why(ending, stops))));
        if (!stops.isEmpty()) sections.add(new Section("What stops it", stopping(stops)));
        sections.add(new Section("What was done", done(remediation, ending)));
        ending.aftermath()
                .ifPresent(aftermath -> sections.add(new Section("Where Helm stands", Afterwards.helm(aftermath.helm(), target))));
        sections.addAll(NextSteps.of(remediation, target, ending));
        return new Report(RootReport.tone(ending.outcome()), remediation.target() + ": " + RootReport.headline(ending.outcome()), List.of(),
                sections);
    }

    private static List<Finding> stops(Remediation remediation, Ending ending) {
        return switch (ending.outcome()) {
            case BLOCKED, PLAN_CHANGED -> remediation.findings().stream().filter(finding -> finding.result().blocks()).toList();
            case RESOLVED, NOT_STUCK, REFUSED, EXPIRED, CANCELLED, ALREADY_GONE, NEEDS_ATTENTION, FAILED -> List.of();
        };
    }

    /** The ending's own words, unless the findings that follow say the same. */
    private static String why(Ending ending, List<Finding> stops) {
        if (stops.isEmpty()) return Formats.sentence(ending.why());
        return ending.outcome() == Outcome.BLOCKED
                ? "The checks do not allow the delete, so nobody was asked for a yes."
                : "There was a yes, but the look after it does not allow the delete any more.";
    }

    private static List<Line> stopping(List<Finding> stops) {
        List<Line> lines = new ArrayList<>();
        Set<String> said = new HashSet<>();
        for (Finding stop : stops) {
            lines.add(Line.of(new Span.Strong(FindingReport.answer(stop))));
            lines.addAll(FindingReport.seenFirst(stop));
            // one silent system makes several checks say the same
            if (!stop.next().isEmpty() && said.add(stop.next())) lines.add(Line.of(stop.next()));
        }
        return lines;
    }

    static String names(List<Approval> approvals) {
        return approvals.stream().map(Approval::name).collect(Collectors.joining(", "));
    }

    private static List<Line> done(Remediation remediation, Ending ending) {
        String asked = "asked for by " + remediation.requester().name();
        if (ending.plan().isEmpty()) return List.of(Line.bullet("nothing was deleted and nothing was changed; " + asked));

        Plan plan = ending.plan().get();
        List<Line> lines = new ArrayList<>();
        lines.add(Line.bullet(asked + (ending.approvals().isEmpty() ? "" : ", yes from " + names(ending.approvals()))));
        lines.add(
                Line.bullet(new Span.Strong(act(ending)), new Span.Text(": Secret "), new Span.Code(plan.secret()), new Span.Text(", uid "),
                        new Span.Code(plan.uid()), new Span.Text(", in cluster " + plan.cluster() + ", namespace " + plan.namespace())));
        ending.backup().ifPresent(name -> lines
                .add(Line.bullet(new Span.Text("copy of the record, kept beside it: Secret "), new Span.Code(name))));
        lines.add(Line.bullet("no rollback, no uninstall, no change to any workload"));
        return lines;
    }

    private static String act(Ending ending) {
        return switch (ending.outcome()) {
            case RESOLVED -> "deleted";
            case NEEDS_ATTENTION -> {
                if (Afterwards.stillThere(ending)) yield "its delete was accepted, but it is still there";
                yield ending.aftermath().isPresent() ? "deleted" : "its delete was begun, see above how far that came";
            }
            case ALREADY_GONE -> "not deleted by me, it was gone before";
            case NOT_STUCK, BLOCKED, REFUSED, EXPIRED, CANCELLED, PLAN_CHANGED, FAILED -> "not deleted";
        };
    }
}
