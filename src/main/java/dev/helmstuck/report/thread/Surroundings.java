package dev.helmstuck.report.thread;

import java.util.List;
import java.util.Optional;

import dev.helmstuck.approval.Named;
import dev.helmstuck.approval.Policy;
import dev.helmstuck.remediation.Deed;
import dev.helmstuck.runbook.Target;

/**
 * What a thread says beside what is saved of its remediation.
 *
 * @param policy the target's; empty if the target is no longer configured, and then nothing more is asked of anybody
 * @param approvers whom the policy names, as people call them
 * @param request a link to the request that is open, once it is posted and a link is known
 * @param trail who did what when, once it has ended
 */
public record Surroundings(Target target, Optional<Policy> policy, List<Named> approvers, Optional<String> request, List<Deed> trail) {

    public Surroundings {
        approvers = List.copyOf(approvers);
        trail = List.copyOf(trail);
    }

    /** While it has not ended. */
    public Surroundings(Target target, Optional<Policy> policy, List<Named> approvers, Optional<String> request) {
        this(target, policy, approvers, request, List.of());
    }

    /** The same with who did what when. */
    public Surroundings with(List<Deed> done) {
        return new Surroundings(target, policy, approvers, request, done);
    }
}
