package dev.helmstuck.drift;

import java.util.ArrayList;
import java.util.List;

import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.runbook.Plan;

/**
 * What {@code helm status} and the next dry run show once the record is gone (runbook: "understand what Helm will show"; each case
 * measured with Helm 3 and 4). A dry run here is {@code helm diff}: it compares with the newest revision that is left.
 */
public final class NextDryRun {

    private NextDryRun() {}

    /** Sentences for people, the most important first. */
    public static List<String> explain(Plan plan) {
        List<String> lines = new ArrayList<>();
        int left = plan.leftRevision();
        int gone = plan.revision();
        switch (plan.leftStatus()) {
            case DEPLOYED -> {
                lines.add("Helm believes revision " + left + " is what runs. The next dry run lists the changes of revision " + gone
                        + " again, although they may already be in the cluster.");
                lines.add(
                        "Deploying the same change again leaves workloads that already have it as they are and rolls only what is missing.");
            }
            case SUPERSEDED -> {
                lines.add("helm status says superseded for revision " + left
                        + " (Helm 3's plain helm list hides it): Helm is unlocked all the same.");
                lines.add("Everything of revision " + gone
                        + " had been applied. The next dry run lists those changes again; deploying them rolls nothing.");
            }
            case FAILED -> {
                lines.add("helm status says failed for revision " + left + ": Helm is unlocked all the same.");
                lines.add("The next dry run compares with that failed revision. It can be empty although the cluster runs older code: then "
                        + "helmfile apply does nothing and the job is green without a deploy. Check the images that run.");
            }
            case UNKNOWN, UNINSTALLED, UNINSTALLING, PENDING_INSTALL, PENDING_UPGRADE, PENDING_ROLLBACK -> lines
                    .add("Revision " + left + " is " + plan.leftStatus().word()
                            + ", which is unusual here: read helm history before you deploy.");
        }
        lines.add("Hook Jobs (migrations) of the deploy run again.");
        if (plan.status() != ReleaseStatus.PENDING_ROLLBACK) {
            lines.add("Going back instead of forward leaves behind what only revision " + gone + " added: roll forward.");
        }
        return lines;
    }
}
