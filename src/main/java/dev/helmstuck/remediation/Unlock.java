package dev.helmstuck.remediation;

import java.util.List;

import dev.helmstuck.runbook.DeletePlan;

/** A record that was deleted so that Helm is unlocked: which one, who said yes, its copy, and where Helm stood afterwards. */
public record Unlock(DeletePlan plan, List<Approval> approvals, String backup, Aftermath aftermath) {
    public Unlock {
        approvals = List.copyOf(approvals);
    }
}
