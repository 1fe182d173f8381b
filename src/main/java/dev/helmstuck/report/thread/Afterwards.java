package dev.helmstuck.report.thread;

import java.util.List;

import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.remediation.Aftermath;
import dev.helmstuck.remediation.Aftermath.Helm;
import dev.helmstuck.remediation.Ending;
import dev.helmstuck.report.Line;
import dev.helmstuck.runbook.Target;

/** Where Helm stands after the delete, in the words of {@code helm status} (runbook, step 5). */
final class Afterwards {

    private Afterwards() {}

    /** Whether the very record was seen after its delete; one of the same number and another uid would be a new revision. */
    static boolean stillThere(Ending ending) {
        return ending.aftermath().map(Aftermath::helm).filter(helm -> helm instanceof Helm.StillPending(int revision, ReleaseStatus status)
                && ending.plan().filter(plan -> plan.revision() == revision).isPresent()).isPresent();
    }

    static List<Line> helm(Helm helm, Target target) {
        return List.of(Line.bullet(stands(helm)), Line.command(target.helm() + " status " + target.release()));
    }

    /** The same after a rerun, whose own work a new revision is. */
    static List<Line> now(Helm helm, Target target) {
        return List.of(
                Line.bullet(helm instanceof Helm.NewRevision(int revision, ReleaseStatus status) ? says(revision, status) : stands(helm)),
                Line.command(target.helm() + " status " + target.release()));
    }

    private static String stands(Helm helm) {
        return switch (helm) {
            case Helm.Unlocked(int revision, ReleaseStatus status) -> says(revision, status) + ": " + meaning(status);
            case Helm.NewRevision(int revision, ReleaseStatus status) -> status.isPending()
                    ? says(revision, status) + ", a new record: somebody deploys again"
                    : says(revision, status) + ", a new record: somebody deployed again";
            case Helm.StillPending(int revision, ReleaseStatus status) -> says(revision, status) + ": Helm is still locked";
            case Helm.NotFound() -> "helm status finds no record of the release any more: the next plain helm upgrade fails";
            case Helm.Unread(String why) -> "could not be read: " + why;
        };
    }

    private static String says(int revision, ReleaseStatus status) {
        return "helm status says " + status.word() + ", revision " + revision;
    }

    private static String meaning(ReleaseStatus status) {
        return switch (status) {
            case DEPLOYED -> "Helm is healthy and the next deploy can run";
            case SUPERSEDED ->
                "not deployed as the runbook expects, but no lock either; the next deploy can run (Helm 3's plain helm list does not show it)";
            case FAILED ->
                "not deployed as the runbook expects, but no lock either; the next deploy can run. It is what the upgrade before left";
            case UNKNOWN, UNINSTALLED, UNINSTALLING, PENDING_INSTALL, PENDING_UPGRADE, PENDING_ROLLBACK ->
                "no status that a deploy can build on";
        };
    }
}
