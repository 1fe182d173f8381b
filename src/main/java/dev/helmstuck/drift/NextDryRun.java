package dev.helmstuck.drift;

import java.util.ArrayList;
import java.util.List;

import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.runbook.Plan;

/**
 * What {@code helm status} and the next dry run show once the record is gone (runbook: "understand what Helm will show"; each case
 * measured with Helm 3 and 4, but a rollback typed by hand, which follows from the same rule). A dry run here is {@code helm diff}: it
 * compares with the newest revision that is left, whatever its status.
 */
public final class NextDryRun {
    private static final String GREEN_WITHOUT_DEPLOY = "helmfile apply then does nothing and the job is green without a deploy. "
            + "Look at the images that run before you call it done.";

    private NextDryRun() {}

    /** One sentence: what {@code helm status} will say, and that this is no lock. */
    public static String believes(Plan plan) {
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
    public static boolean mayBeEmpty(Plan plan) {
        return plan.status() == ReleaseStatus.PENDING_ROLLBACK || plan.leftStatus() == ReleaseStatus.FAILED;
    }

    /** Sentences on the next dry run and the deploy after it, the most important first. */
    public static List<String> shows(Plan plan) {
        List<String> lines = new ArrayList<>();
        lines.add(lists(plan));
        if (!mayBeEmpty(plan)) {
            lines.add(
                    "If revision " + plan.revision() + " changed more than images, the next auto-deploy stops with \"Unexpected number of "
                            + "changes for an image-only update\": read its list, then let it pass with IMAGE_CHECK_OVERRIDE=true.");
        }
        lines.add("A deploy runs its hook Jobs (migrations) again, even if nothing else changes.");
        if (plan.status() != ReleaseStatus.PENDING_ROLLBACK) {
            lines.add("Roll forward: going back would leave behind what only revision " + plan.revision() + " added.");
        }
        return lines;
    }

    private static String lists(Plan plan) {
        String again = "The next dry run lists the changes of revision " + plan.revision() + " again";
        return switch (plan.leftStatus()) {
            case FAILED -> "The next dry run compares with that failed revision, so it can be empty although "
                    + (plan.status() == ReleaseStatus.PENDING_ROLLBACK
                            ? "the rollback may have put older code back. "
                            : "part of it may never have been applied. ")
                    + GREEN_WITHOUT_DEPLOY;
            case DEPLOYED, SUPERSEDED -> {
                // somebody's helm rollback, for no failed upgrade lies below it
                if (mayBeEmpty(plan)) {
                    yield "The rollback may have put older code back, but the next dry run of the version of revision "
                            + plan.leftRevision() + " is empty. " + GREEN_WITHOUT_DEPLOY;
                }
                yield plan.leftStatus() == ReleaseStatus.SUPERSEDED
                        ? again + ". All of them were applied: deploying the same change again rolls nothing."
                        : again + ", although some or all of them may be in the cluster already. Deploying the same change again rolls only "
                                + "what is missing.";
            }
            case UNKNOWN, UNINSTALLED, UNINSTALLING, PENDING_INSTALL, PENDING_UPGRADE, PENDING_ROLLBACK ->
                "What the next dry run compares with cannot be told: read helm history first.";
        };
    }
}
