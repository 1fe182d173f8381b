package dev.helmstuck.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import dev.helmstuck.drift.NextDryRun;
import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.remediation.Aftermath;
import dev.helmstuck.remediation.Aftermath.Helm;
import dev.helmstuck.remediation.Approval;
import dev.helmstuck.remediation.Ending;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.report.Line.Span;
import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.Plan;
import dev.helmstuck.runbook.Target;

/** The last message, whatever the outcome: what was done, what was not, and what to do next. Broadcast to the channel once. */
public final class LastReport {

    private LastReport() {}

    /** The last message of this remediation. */
    public static Report of(Remediation remediation, Target target, Ending ending) {
        List<Section> sections = new ArrayList<>();
        sections.add(Section.plain(Line.of(ending.why())));
        List<Line> stops = stops(remediation, ending);
        if (!stops.isEmpty()) sections.add(new Section("What stops it", stops));
        ending.plan().ifPresent(plan -> sections.add(new Section("What was done", done(plan, ending))));
        ending.aftermath().ifPresent(aftermath -> {
            sections.add(new Section("Where Helm stands", helm(aftermath.helm(), target)));
            ending.plan().ifPresent(plan -> sections
                    .add(new Section("What the next dry run shows", NextDryRun.explain(plan).stream().map(Line::bullet).toList())));
            sections.add(new Section("Continue remediation", rerun(aftermath, target)));
        });
        sections.add(new Section("Next", next(remediation, target, ending)));
        return new Report(RootReport.tone(ending.outcome()), remediation.target() + ": " + RootReport.headline(ending.outcome()), List.of(),
                sections);
    }

    /** The channel sees this message without the thread, so it repeats what blocked. */
    private static List<Line> stops(Remediation remediation, Ending ending) {
        boolean blocked = switch (ending.outcome()) {
            case BLOCKED, PLAN_CHANGED -> true;
            case RESOLVED, NOT_STUCK, REFUSED, EXPIRED, CANCELLED, ALREADY_GONE, NEEDS_ATTENTION, FAILED -> false;
        };
        if (!blocked) return List.of();
        List<Line> lines = new ArrayList<>();
        remediation.findings().stream().filter(finding -> finding.result().blocks()).forEach(finding -> {
            lines.add(Line.bullet(new Span.Strong(FindingReport.word(finding.result()) + ": " + finding.step().title())));
            finding.seen().stream().limit(3).map(Line::bullet).forEach(lines::add);
        });
        return lines;
    }

    static String names(List<Approval> approvals) {
        return approvals.stream().map(Approval::name).collect(Collectors.joining(", "));
    }

    private static List<Line> done(Plan plan, Ending ending) {
        List<Line> lines = new ArrayList<>();
        Line object = Line.bullet(new Span.Text("Secret "), new Span.Code(plan.secret()), new Span.Text(", uid "),
                new Span.Code(plan.uid()),
                new Span.Text(", in " + plan.cluster() + "/" + plan.namespace()));
        lines.add(object);
        lines.add(Line.bullet(switch (ending.outcome()) {
            case RESOLVED -> "deleted, with the yes of " + names(ending.approvals());
            case NEEDS_ATTENTION -> ending.aftermath().isPresent()
                    ? "deleted, with the yes of " + names(ending.approvals())
                    : "the delete was sent with the yes of " + names(ending.approvals()) + "; whether it happened is not known";
            case ALREADY_GONE -> "was gone before my delete; I deleted nothing";
            case NOT_STUCK, BLOCKED, REFUSED, EXPIRED, CANCELLED, PLAN_CHANGED, FAILED -> "nothing was deleted";
        }));
        ending.backup()
                .ifPresent(name -> lines.add(Line.bullet(new Span.Text("a copy of the record is the Secret "), new Span.Code(name))));
        return lines;
    }

    private static List<Line> helm(Helm helm, Target target) {
        List<Line> lines = new ArrayList<>();
        lines.add(Line.bullet(switch (helm) {
            case Helm.Unlocked(int revision, ReleaseStatus status) ->
                "newest revision " + revision + ", " + status.word() + ": " + meaning(status);
            case Helm.NewRevision(int revision, ReleaseStatus status) -> status.isPending()
                    ? "a new revision " + revision + " is already " + status.word()
                            + ": somebody deploys again; wait for that deploy to end"
                    : "a new revision " + revision + " is already " + status.word() + ": somebody deployed again";
            case Helm.StillPending(int revision, ReleaseStatus status) -> "the newest revision " + revision + " is still " + status.word()
                    + ": Helm is still locked. Do not roll back; run the command again or call somebody who knows Helm's storage";
            case Helm.NotFound() -> "Helm finds no record of the release any more. Put the copy back with the command below";
            case Helm.Unread(String why) -> "could not be read: " + why;
        }));
        lines.add(Line.command(target.helm() + " status " + target.release()));
        return lines;
    }

    private static String meaning(ReleaseStatus status) {
        return switch (status) {
            case DEPLOYED -> "Helm is healthy and the next deploy can run";
            case SUPERSEDED -> "no lock, the next deploy can run (Helm 3's plain helm list hides this status)";
            case FAILED -> "no lock, the next deploy can run; failed is what the earlier upgrade left";
            case UNKNOWN, UNINSTALLED, UNINSTALLING, PENDING_INSTALL, PENDING_UPGRADE, PENDING_ROLLBACK ->
                "look at it by hand before you deploy";
        };
    }

    private static List<Line> rerun(Aftermath aftermath, Target target) {
        if (!aftermath.jobsUnread().isEmpty()) {
            return List.of(Line.of("The failed job could not be looked up (" + aftermath.jobsUnread() + "). In " + target.ci().project()
                    + ", rerun the newest failed deploy job of this target, never an older one."));
        }
        if (aftermath.rerun().isEmpty()) {
            return List.of(Line.of("No failed deploy job is newer than the last good one. Start the next deploy as usual."));
        }
        CiJob job = aftermath.rerun().get();
        return List.of(
                Line.of(new Span.Text("Rerun the newest failed job: "), new Span.Link(job.name() + " #" + job.id(), job.url()),
                        new Span.Text(".")),
                Line.of("Not an older one: a retry keeps its pipeline's variables, so an older job deploys its old version, which is a rollback."),
                Line.of("It will usually list changes; the Deployments' metadata.generation shows whether anything really rolled."));
    }

    private static List<Line> next(Remediation remediation, Target target, Ending ending) {
        List<Line> lines = new ArrayList<>();
        String again = "/helm-stuck " + remediation.target();
        switch (ending.outcome()) {
            case RESOLVED -> lines.add(Line.of("Watch the next deploy. If the record must come back, an operator of the bot runs:"));
            case NOT_STUCK -> lines.add(Line.of("Read the failed job's own error; this runbook does not apply."));
            case BLOCKED, PLAN_CHANGED -> lines.add(Line.of("See the findings above. When they are settled, type " + again + " again."));
            case REFUSED, CANCELLED -> lines.add(Line.of("When you want another look, type " + again + " again."));
            case EXPIRED -> lines.add(Line.of("Helm is still locked. Find a second engineer, then type " + again + " again."));
            case ALREADY_GONE -> lines.add(Line.of("See where Helm stands: type " + again + " again."));
            case NEEDS_ATTENTION -> lines.add(Line.of("A person must look now. See whether the Secret is there, and what Helm says:"));
            case FAILED -> lines.add(
                    Line.of("Helm is still locked. Mend what is named above and type " + again + " again, or follow the runbook by hand."));
        }
        boolean look = switch (ending.outcome()) {
            case NEEDS_ATTENTION -> true;
            case RESOLVED, NOT_STUCK, BLOCKED, REFUSED, EXPIRED, CANCELLED, PLAN_CHANGED, ALREADY_GONE, FAILED -> false;
        };
        if (look) lines.add(Line.command(target.helm() + " history " + target.release()));
        ending.backup().ifPresent(name -> lines.add(Line.command("helm-stuck restore " + remediation.target() + " --backup " + name)));
        return lines;
    }
}
