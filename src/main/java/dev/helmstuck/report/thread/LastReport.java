package dev.helmstuck.report.thread;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.helmstuck.remediation.Aftermath;
import dev.helmstuck.remediation.AllowedRerun;
import dev.helmstuck.remediation.CameTrue;
import dev.helmstuck.remediation.Ending;
import dev.helmstuck.remediation.Outcome;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.report.FindingReport;
import dev.helmstuck.report.Line;
import dev.helmstuck.report.Line.Span;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.Section;
import dev.helmstuck.report.TerminalCommand;
import dev.helmstuck.runbook.DeletePlan;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.Formats;
import dev.helmstuck.runbook.Target;
import dev.helmstuck.runbook.checks.OwnerIsDead;

/**
 * The last message, whatever the outcome: what to do next, what was done and what was not. It is broadcast to the channel once and
 * read there without the thread, so it repeats what it needs.
 */
public final class LastReport {
    private LastReport() {}

    /** The last message of this remediation; its headline is the outcome and the one next action. */
    public static Report of(Remediation remediation, Surroundings around, Ending ending) {
        if (remediation.restore().isPresent()) return RestoreReport.last(remediation, around, ending);
        Target target = around.target();
        NextSteps.Next next = NextSteps.of(remediation, target, ending);
        List<Finding> stops = stops(remediation, ending);
        List<Section> sections = new ArrayList<>();
        if (!saidAbove(remediation, ending)) sections.add(Section.plain(Line.of(Formats.sentence(ending.why()))));
        sections.add(new Section("", next.lines()));
        if (!stops.isEmpty()) sections.add(new Section("What stops it", stopping(stops)));
        VouchingLines.offered(remediation, ending).ifPresent(sections::add);
        remembered(remediation.findings(), stops, ending).ifPresent(sections::add);
        ending.rerun().flatMap(AllowedRerun::proof).ifPresent(proof -> {
            sections.add(RerunReport.fewOfProof(proof, target));
            proof.hindsight().filter(seen -> !seen.statements().isEmpty()).map(HindsightLines::few).ifPresent(sections::add);
        });
        ending.plan().filter(plan -> asForetold(ending) && ending.rerun().isEmpty())
                .ifPresent(plan -> sections.add(new Section("What the next deploy will do",
                        NextDryRun.next(plan).stream().map(Line::bullet).toList())));
        ending.aftermath().filter(after -> ending.rerun().isEmpty()).flatMap(Aftermath::hindsight).map(HindsightLines::few)
                .ifPresent(sections::add);
        sections.add(done(remediation, ending));
        ending.aftermath().filter(aftermath -> ending.rerun().flatMap(AllowedRerun::proof).isEmpty())
                .ifPresent(aftermath -> sections.add(new Section(ending.rerun().isPresent() ? "Helm after the delete" : "Helm now",
                        Afterwards.helm(aftermath.helm(), target))));
        // a record that is put back after another deploy would lie
        ending.backup().filter(name -> isGone(ending) && ending.rerun().isEmpty())
                .ifPresent(name -> sections.add(putBack(remediation.target(), name)));
        DrillWords.left(remediation, target, ending).ifPresent(sections::add);
        return new Report(RootReport.tone(ending), Headline.of(remediation, around), List.of(), sections);
    }

    /** How the record can be put back. */
    static Section putBack(String target, String backup) {
        return Section.plain(
                Line.of(new Span.Strong("To put the record back, "),
                        new Span.Text("type this; a second engineer has to say yes. Helm is then locked as "
                                + "before. An operator of the bot can run the line below it instead. Both refuse if a record of that name "
                                + "is there.")),
                Line.command("/helm-stuck restore " + target + " " + backup),
                Line.command(TerminalCommand.of("restore " + target + " --backup " + backup)));
    }

    private static boolean asForetold(Ending ending) {
        return ending.plan().flatMap(plan -> ending.aftermath().filter(seen -> CameTrue.asForetold(plan, seen.helm()))).isPresent();
    }

    /** Nobody puts back what may be there. */
    private static boolean isGone(Ending ending) {
        return switch (ending.outcome()) {
            case RESOLVED, UNLOCKED, ALREADY_GONE -> true;
            case NEEDS_ATTENTION -> ending.aftermath().isPresent() && !Afterwards.stillThere(ending);
            case RESTORED, NOT_STUCK, BLOCKED, REFUSED, EXPIRED, CANCELLED, PLAN_CHANGED, FAILED -> false;
        };
    }

    /** Whether the headline says why it ended so, or the findings below do. */
    private static boolean saidAbove(Remediation remediation, Ending ending) {
        if (Headline.known(remediation, ending).contains(Headline.lower(Headline.bare(ending.why())))) return true;
        return switch (ending.outcome()) {
            case RESOLVED, RESTORED, NOT_STUCK, BLOCKED, REFUSED, EXPIRED, CANCELLED, ALREADY_GONE -> true;
            case UNLOCKED -> !NextSteps.rerunWasAsked(remediation);
            case PLAN_CHANGED -> ending.approvals().isEmpty();
            case NEEDS_ATTENTION -> ending.aftermath().isPresent() && ending.rerun().isEmpty();
            case FAILED -> false;
        };
    }

    private static List<Finding> stops(Remediation remediation, Ending ending) {
        return switch (ending.outcome()) {
            case BLOCKED, PLAN_CHANGED -> remediation.findings().stream().filter(finding -> finding.result().blocks()).toList();
            case RESOLVED, UNLOCKED, RESTORED, NOT_STUCK, REFUSED, EXPIRED, CANCELLED, ALREADY_GONE, NEEDS_ATTENTION, FAILED -> List.of();
        };
    }

    /** What got the release stuck may do so again. */
    private static Optional<Section> remembered(List<Finding> findings, List<Finding> stops, Ending ending) {
        List<Line> causes = findings.stream().filter(finding -> !stops.contains(finding))
                .flatMap(finding -> FindingReport.cause(finding).stream()).toList();
        return ending.outcome() == Outcome.NOT_STUCK || causes.isEmpty()
                ? Optional.empty()
                : Optional.of(new Section("What got it stuck, in its job's own words", causes));
    }

    private static List<Line> stopping(List<Finding> stops) {
        List<Line> lines = new ArrayList<>();
        Set<String> said = new HashSet<>();
        for (Finding stop : stops) {
            lines.add(Line.of(new Span.Strong(FindingReport.answer(stop))));
            FindingReport.seenFirst(stop).stream().filter(seen -> !seen.words().startsWith(OwnerIsDead.RECKONED)).forEach(lines::add);
            // one silent system makes several checks say the same
            if (!stop.next().isEmpty() && said.add(stop.next())) lines.add(Line.of(stop.next()));
        }
        return lines;
    }

    private static Section done(Remediation remediation, Ending ending) {
        String people = "asked for by " + remediation.requester().name()
                + (ending.approvals().isEmpty() ? "" : ", yes from " + Headline.names(ending.approvals()));
        Optional<String> act = act(ending);
        List<Line> lines = new ArrayList<>();
        ending.plan().filter(plan -> act.isPresent()).ifPresent(plan -> lines.addAll(record(act.get(), plan)));
        ending.backup().ifPresent(name -> lines.addAll(copy(name)));
        lines.add(Line.bullet(people));
        VouchingLines.done(remediation, ending).ifPresent(lines::add);
        ending.rerun().ifPresent(rerun -> lines.add(Line.bullet(RerunReport.done(rerun))));
        lines.add(Line
                .bullet("not done: " + (act.isPresent() ? "" : remediation.unlockedBefore() ? "another delete, " : "delete, ")
                // the rerun's deploy changes what it changes
                        + "rollback, uninstall" + (ending.rerun().isPresent() ? "" : ", change of a workload")));
        return new Section(act.isPresent() ? "Done" : "", lines);
    }

    static List<Line> record(String done, DeletePlan plan) {
        return List.of(Line.bullet(new Span.Strong(done), new Span.Text(": Secret "), new Span.Code(plan.secret()),
                new Span.Text(", uid "), new Span.Code(plan.uid()),
                new Span.Text(", in cluster " + plan.cluster() + ", namespace " + plan.namespace())));
    }

    static List<Line> copy(String backup) {
        return List.of(Line.bullet(new Span.Text("a copy of the record is kept: Secret "), new Span.Code(backup)));
    }

    /** What was done to the record; empty if nothing was. */
    private static Optional<String> act(Ending ending) {
        return switch (ending.outcome()) {
            case RESOLVED, UNLOCKED -> Optional.of("deleted");
            case NEEDS_ATTENTION -> Optional.of(Afterwards.stillThere(ending)
                    ? "its delete was accepted, but it is still there"
                    : ending.aftermath().isPresent() ? "deleted" : "its delete was begun");
            case ALREADY_GONE -> Optional.of("gone before my delete");
            case RESTORED, NOT_STUCK, BLOCKED, REFUSED, EXPIRED, CANCELLED, PLAN_CHANGED, FAILED -> Optional.empty();
        };
    }
}
