package dev.helmstuck.report.thread;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.runbook.DeletePlan;
import dev.helmstuck.runbook.Outlook;
import dev.helmstuck.runbook.Prospect;

/**
 * What {@code helm status} and the next dry run show once the record is gone (runbook: "understand what Helm will show"): as it was
 * foretold, and where that failed, what the statuses of the records tell alone (each case measured with Helm 3 and 4, but a rollback typed
 * by hand, which follows from the same rule). A dry run here is {@code helm diff}: it compares with the newest revision that is left,
 * whatever its status, while a deploy merges from the newest that is marked deployed.
 */
public final class NextDryRun {
    private static final String GREEN_WITHOUT_DEPLOY = "helmfile apply then does nothing and the job is green without a deploy. "
            + "Look at the images that run before you call it done.";

    private NextDryRun() {}

    /** What whoever says yes must know, in at most eight lines. */
    static List<String> asked(DeletePlan plan) {
        List<String> lines = new ArrayList<>();
        prospect(plan).ifPresentOrElse(prospect -> {
            lines.add(prospect.died());
            lines.addAll(prospect.next());
        }, () -> {
            untold(plan).ifPresent(lines::add);
            lines.add(believes(plan));
            lines.add(shows(plan).getFirst());
        });
        return lines;
    }

    /** What whoever deploys next must know, the most important first. */
    static List<String> next(DeletePlan plan) {
        Optional<Prospect> told = prospect(plan);
        if (told.isPresent()) return told.get().next();
        List<String> lines = new ArrayList<>(shows(plan));
        untold(plan).ifPresent(lines::addFirst);
        return lines;
    }

    /** What was foretold, if anything was. */
    static Optional<Prospect> prospect(DeletePlan plan) {
        return plan.outlook().flatMap(Outlook::prospect).filter(Prospect::told);
    }

    private static Optional<String> untold(DeletePlan plan) {
        return plan.outlook().flatMap(Outlook::prospect).map(Prospect::untold).filter(why -> !why.isEmpty()).map(
                why -> "The next deploy could not be foretold (" + why + "). The records' statuses alone tell this:");
    }

    /** One sentence: what {@code helm status} will say, and that this is no lock. */
    public static String believes(DeletePlan plan) {
        String says = "helm status will say " + plan.leftStatus().word() + ", revision " + plan.leftRevision();
        return switch (plan.leftStatus()) {
            case DEPLOYED -> says + ": Helm is unlocked and believes that this is what runs.";
            case SUPERSEDED -> says + ", and Helm 3's plain helm list will not show the release: Helm is unlocked all the same.";
            case FAILED -> says + ": Helm is unlocked all the same.";
            case UNKNOWN, UNINSTALLED, UNINSTALLING, PENDING_INSTALL, PENDING_UPGRADE, PENDING_ROLLBACK ->
                says + ", which is unusual here: read helm history before you deploy.";
        };
    }

    /** Whether the next dry run can be empty although the cluster does not run what was to be deployed. */
    public static boolean mayBeEmpty(DeletePlan plan) {
        return prospect(plan).map(Prospect::emptyDryRun).orElseGet(() -> mayBeEmptyByStatus(plan));
    }

    private static boolean mayBeEmptyByStatus(DeletePlan plan) {
        return plan.status() == ReleaseStatus.PENDING_ROLLBACK || plan.leftStatus() == ReleaseStatus.FAILED || mergesFromAnother(plan);
    }

    private static boolean mergesFromAnother(DeletePlan plan) {
        return plan.status() != ReleaseStatus.PENDING_INSTALL
                && plan.outlook().filter(outlook -> outlook.mergesFrom() != plan.leftRevision()).isPresent();
    }

    /** Sentences on the next dry run and the deploy after it, the most important first. */
    public static List<String> shows(DeletePlan plan) {
        List<String> lines = new ArrayList<>();
        lines.add(lists(plan));
        plan.outlook().filter(outlook -> mergesFromAnother(plan)).ifPresent(outlook -> lines.add("A deploy merges from revision "
                + outlook.mergesFrom() + ", the newest that is marked deployed, and not from revision " + plan.leftRevision()
                + ", which the dry run compares with: what it changes is not what the dry run lists."));
        plan.outlook().map(Outlook::conflicts).filter(conflicts -> !conflicts.isEmpty())
                .ifPresent(conflicts -> lines.add(conflict(conflicts)));
        lines.add("A deploy runs its hook Jobs (migrations) again, even if nothing else changes.");
        if (plan.status() != ReleaseStatus.PENDING_ROLLBACK) lines.add(goingBack(plan));
        return lines;
    }

    private static String conflict(List<String> fields) {
        return "With Helm 4 the next deploy applies server-side and fails on what others took over: " + String.join("; ", fields)
                + ". No dry run shows it. They give it up, or a person decides to take it back with --force-conflicts.";
    }

    /** Helm's client-side merge does not know what only the stuck revision added; server-side the API server knows who set a field. */
    private static String goingBack(DeletePlan plan) {
        return plan.outlook().filter(Outlook::prunesFields).isPresent()
                ? "Roll forward: going back would take away the fields that only revision " + plan.revision()
                        + " set (it was applied server-side), but leave behind the objects that only it made."
                : "Roll forward: going back would leave behind what only revision " + plan.revision() + " added.";
    }

    private static String lists(DeletePlan plan) {
        return switch (plan.leftStatus()) {
            case FAILED -> "The next dry run compares with that failed revision, so it can be empty although "
                    + (plan.status() == ReleaseStatus.PENDING_ROLLBACK
                            ? "the rollback may have put older code back. "
                            : "part of it may never have been applied. ")
                    + GREEN_WITHOUT_DEPLOY;
            case DEPLOYED, SUPERSEDED -> switch (plan.status()) {
                // somebody's helm rollback, or a rollback that failed, too
                case PENDING_ROLLBACK -> "The rollback may have put older code back, but the next dry run of the version of revision "
                        + plan.leftRevision() + " is empty. " + GREEN_WITHOUT_DEPLOY;
                case PENDING_INSTALL -> overUninstalled(plan);
                case PENDING_UPGRADE, UNKNOWN, DEPLOYED, UNINSTALLED, SUPERSEDED, FAILED, UNINSTALLING -> again(plan);
            };
            case UNKNOWN, UNINSTALLED, UNINSTALLING, PENDING_INSTALL, PENDING_UPGRADE, PENDING_ROLLBACK ->
                "What the next dry run compares with cannot be told: read helm history first.";
        };
    }

    private static String again(DeletePlan plan) {
        if (mergesFromAnother(plan)) {
            return "The next dry run compares with revision " + plan.leftRevision()
                    + ", which need not be what runs, so it can be empty although "
                    + "part of it was never applied. " + GREEN_WITHOUT_DEPLOY;
        }
        String again = "The next dry run lists the changes of revision " + plan.revision() + " again";
        boolean applied = plan.outlook().filter(Outlook::applied).isPresent();
        return applied
                ? again + ". As the records tell, all of them were applied: deploying the same change again then rolls nothing."
                : again + ", although some or all of them may be in the cluster already. Deploying the same change again rolls only what is "
                        + "missing.";
    }

    private static String overUninstalled(DeletePlan plan) {
        return "The next dry run compares with revision " + plan.leftRevision()
                + ", which was uninstalled before this install began, so it "
                + "does not tell what is in the cluster. Deploy with helm upgrade --install: a plain helm install says that the name is still "
                + "in use.";
    }
}
