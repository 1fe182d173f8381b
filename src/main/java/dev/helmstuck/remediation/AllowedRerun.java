package dev.helmstuck.remediation;

import java.util.List;
import java.util.Optional;

import dev.helmstuck.runbook.CiJob;

/**
 * A rerun that people allowed.
 *
 * @param of the job that was rerun
 * @param job the new one as last seen; empty if it is not known whether there is one
 * @param proof what came of it, once the job had succeeded
 */
public record AllowedRerun(CiJob of, List<Approval> approvals, Optional<CiJob> job, Optional<Proof> proof) {
    public AllowedRerun {
        approvals = List.copyOf(approvals);
    }
}
