package dev.helmstuck.report.thread;

import java.util.ArrayList;
import java.util.List;

import dev.helmstuck.drift.NextDryRun;
import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.remediation.Aftermath;
import dev.helmstuck.remediation.Aftermath.Helm;
import dev.helmstuck.remediation.Ending;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.report.Line;
import dev.helmstuck.report.Line.Span;
import dev.helmstuck.report.Section;
import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.Step;
import dev.helmstuck.runbook.Target;

/** What a person does after a remediation (runbook, step 6), by outcome. */
final class NextSteps {

    private NextSteps() {}

    static List<Section> of(Remediation remediation, Target target, Ending ending) {
        List<Section> sections = new ArrayList<>();
        sections.add(new Section("Next", steps(remediation, target, ending)));
        ending.aftermath().filter(aftermath -> asPlanned(aftermath.helm(), ending)).flatMap(aftermath -> ending.plan())
                .ifPresent(plan -> sections.add(new Section("What the next dry run shows",
                        NextDryRun.shows(plan).stream().map(Line::bullet).toList())));
        ending.backup().filter(name -> mayBeGone(ending)).ifPresent(name -> sections.add(Section.of("To put the record back",
                Line.of("An operator of the bot runs this. Helm is then locked as before; it refuses if a record of that name is there."),
                Line.command("helm-stuck restore " + remediation.target() + " --backup " + name))));
        return sections;
    }

    /** What Helm will show was foretold for the revision below; somebody's new one shows something else. */
    private static boolean asPlanned(Helm helm, Ending ending) {
        return helm instanceof Helm.Unlocked(int revision, ReleaseStatus status)
                && ending.plan().filter(plan -> plan.leftRevision() == revision && plan.leftStatus() == status).isPresent();
    }

    private static boolean mayBeGone(Ending ending) {
        return switch (ending.outcome()) {
            case RESOLVED, NEEDS_ATTENTION, ALREADY_GONE -> true;
            case NOT_STUCK, BLOCKED, REFUSED, EXPIRED, CANCELLED, PLAN_CHANGED, FAILED -> false;
        };
    }

    private static List<Line> steps(Remediation remediation, Target target, Ending ending) {
        String again = "type /helm-stuck " + remediation.target() + " again";
        return switch (ending.outcome()) {
            case RESOLVED, NEEDS_ATTENTION -> ending.aftermath().map(aftermath -> after(aftermath, target, ending, again))
                    .orElseGet(() -> unproven(target, ending, again));
            case NOT_STUCK -> List.of(Line.of(notStuck(remediation)));
            case BLOCKED -> List.of(Line.of("When this is settled, " + again + ". Do not delete by hand what a check stops."));
            case PLAN_CHANGED ->
                List.of(Line.of("Something moved between the two looks. When it is settled and Helm is still locked, " + again
                        + ". Do not delete by hand what a check stops."));
            case REFUSED -> List.of(Line.of("Helm is still locked. Talk to the one who said no; for a new request " + again + "."));
            case EXPIRED -> List.of(Line.of("Helm is still locked. Find a second engineer, then " + again + "."));
            case CANCELLED -> List.of(Line.of("If Helm is locked, it still is. For another look " + again + "."));
            case ALREADY_GONE -> List.of(Line.of("Find out who deleted it. To see where Helm stands, " + again + ", or run:"),
                    Line.command(target.helm() + " history " + target.release()));
            case FAILED -> List.of(Line.of("If Helm is locked, it still is. Mend what is named above, then " + again
                    + "; or follow the runbook by hand."));
        };
    }

    private static String notStuck(Remediation remediation) {
        String meaning = remediation.findings().stream().filter(finding -> finding.step() == Step.RELEASE_IS_STUCK).map(Finding::next)
                .findFirst().orElse("");
        return (meaning + " This runbook does not apply: read the error of the failed job itself.").strip();
    }

    /** The delete may have happened, but nobody saw how Helm stands. */
    private static List<Line> unproven(Target target, Ending ending, String again) {
        List<Line> lines = new ArrayList<>();
        lines.add(Line.of("Look now whether the record is there (no rollback), and " + again + " to have it all checked:"));
        ending.plan().ifPresent(plan -> lines.add(Line.command(target.kubectl() + " get secret " + plan.secret()
                + " -o custom-columns=NAME:.metadata.name,UID:.metadata.uid")));
        lines.add(Line.command(target.helm() + " history " + target.release()));
        return lines;
    }

    private static List<Line> after(Aftermath aftermath, Target target, Ending ending, String again) {
        return switch (aftermath.helm()) {
            case Helm.Unlocked(int revision, ReleaseStatus status) -> switch (status) {
                case DEPLOYED, SUPERSEDED, FAILED -> rerun(aftermath, target, ending);
                case UNKNOWN, UNINSTALLED, UNINSTALLING, PENDING_INSTALL, PENDING_UPGRADE, PENDING_ROLLBACK -> history(target,
                        "Deploy nothing yet. Look at the history with somebody who knows Helm's storage:");
            };
            case Helm.NewRevision(int revision, ReleaseStatus status) -> status.isPending()
                    ? List.of(Line.of("Let that deploy end, and rerun nothing meanwhile. If it gets stuck too, " + again + "."))
                    : List.of(Line
                            .of("A newer deploy went through: look at its job. Rerun no older one, that would deploy an older version."));
            case Helm.StillPending(int revision, ReleaseStatus status) -> Afterwards.stillThere(ending)
                    ? List.of(Line.of("Rerun nothing and do not roll back. Look what keeps the record (a finalizer?), then " + again + ":"),
                            Line.command(target.kubectl() + " get secret " + ending.plan().orElseThrow().secret()
                                    + " -o custom-columns=UID:.metadata.uid,DELETED:.metadata.deletionTimestamp,FINALIZERS:.metadata.finalizers"))
                    : history(target, "Rerun nothing and do not roll back. Look at the history, then " + again + ":");
            case Helm.NotFound() -> List.of(Line.of("Deploy nothing. The revision below was there a moment ago: find out who removed it. "
                    + "The copy can be put back, so that Helm knows the release again, locked as before."));
            case Helm.Unread(String why) -> history(target, "Deploy nothing before you have seen how Helm stands:");
        };
    }

    private static List<Line> history(Target target, String words) {
        return List.of(Line.of(words), Line.command(target.helm() + " history " + target.release()));
    }

    private static List<Line> rerun(Aftermath aftermath, Target target, Ending ending) {
        if (!aftermath.jobsUnread().isEmpty()) {
            return List.of(
                    Line.of("Rerun the newest failed deploy job of this target in " + target.projects()
                            + ", never an older one. I could "
                            + "not look it up (" + aftermath.jobsUnread() + ")."));
        }
        if (aftermath.rerun().isEmpty()) {
            return List.of(Line.of("There is nothing to rerun: as far as GitLab shows, this target's newest deploy job did not fail. Start "
                    + "the next deploy as usual and watch it."));
        }
        CiJob job = aftermath.rerun().get();
        return List.of(
                Line.of(new Span.Text("Rerun the newest failed job, "), new Span.Anchor(job.name() + " #" + job.id(), job.url()),
                        new Span.Text(
                                ", and watch it. Not an older one: a retry keeps its pipeline's variables, so it would deploy its older "
                                        + "version, which is a rollback.")),
                Line.of(ending.plan().filter(NextDryRun::mayBeEmpty).isPresent()
                        ? "It can end green without a deploy, see below. These are the images that run:"
                        : "It usually lists changes. Generations that it leaves as they are show that nothing really rolled:"),
                Line.command(target.kubectl() + " get deploy -o custom-columns='NAME:.metadata.name,GENERATION:.metadata.generation,"
                        + "IMAGES:.spec.template.spec.containers[*].image'"));
    }
}
