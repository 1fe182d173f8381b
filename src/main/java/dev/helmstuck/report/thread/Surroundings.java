package dev.helmstuck.report.thread;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import dev.helmstuck.approval.Named;
import dev.helmstuck.approval.Policy;
import dev.helmstuck.remediation.Deed;
import dev.helmstuck.remediation.Ending;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.Restoration;
import dev.helmstuck.runbook.Ci;
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

    /** What is still known of a target that is no longer configured. */
    public static Surroundings forgotten(Remediation remediation, Ending ending) {
        String unknown = "(no longer configured)";
        Ci ci = new Ci(unknown, Pattern.compile("(?!)"), Optional.empty(), List.of(), Duration.ZERO, false);
        Target target = ending.plan()
                .map(plan -> new Target(remediation.target(), unknown, plan.cluster(), plan.namespace(), plan.release(), List.of(ci)))
                .or(() -> ending.restore().map(Restoration::plan)
                        .map(plan -> new Target(remediation.target(), unknown, plan.cluster(), plan.namespace(), plan.release(),
                                List.of(ci))))
                .orElseGet(() -> new Target(remediation.target(), unknown, unknown, unknown, unknown, List.of(ci)));
        return new Surroundings(target, Optional.empty(), List.of(), Optional.empty());
    }
}
