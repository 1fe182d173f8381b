package dev.helmstuck.approval;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

import dev.helmstuck.runbook.DeletePlan;
import dev.helmstuck.runbook.Plan;
import dev.helmstuck.runbook.RerunPlan;
import dev.helmstuck.runbook.RestorePlan;

/**
 * Who may ask and who may say yes, where and for how long.
 *
 * @param channels names of the channels in which the command is accepted
 * @param approvers never empty: an empty list must not mean everybody
 * @param requesters empty means every full member
 * @param approvals how many different people must say yes, at least 1
 * @param deadline how long a yes may be given
 * @param sampleGap between the two looks at the workloads
 * @param approve emoji names that mean yes, without colons
 * @param deny emoji names that mean no
 * @param vouching whether a person's word may stand for the proof that what wrote a stuck record lives no more; one more has to say yes then
 */
public record Policy(List<Pattern> channels, Members approvers, Members requesters, int approvals, Duration deadline, Duration sampleGap,
        List<String> approve, List<String> deny, boolean vouching) {

    public Policy {
        channels = List.copyOf(channels);
        approve = List.copyOf(approve);
        deny = List.copyOf(deny);
        if (approvers.isEmpty()) throw new IllegalArgumentException("approvers must not be empty");
        if (approvals < 1) throw new IllegalArgumentException("approvals must be at least 1");
        if (approve.isEmpty() || deny.isEmpty()) throw new IllegalArgumentException("emoji must not be empty");
    }

    /** A {@link Pattern} is equal to itself alone, so a policy that is read for several targets would never be the same for them. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Policy policy && parts().equals(policy.parts());
    }

    @Override
    public int hashCode() {
        return parts().hashCode();
    }

    private List<Object> parts() {
        return List.of(channels.stream().map(Pattern::toString).toList(), approvers, requesters, approvals, deadline, sampleGap, approve,
                deny, vouching);
    }

    /** One under which people may vouch. */
    public Policy(List<Pattern> channels, Members approvers, Members requesters, int approvals, Duration deadline, Duration sampleGap,
            List<String> approve, List<String> deny) {
        this(channels, approvers, requesters, approvals, deadline, sampleGap, approve, deny, true);
    }

    /** What holds for this plan: one more has to say yes to what relies on a person's word. */
    public Policy on(Plan plan) {
        return switch (plan) {
            case DeletePlan delete -> delete.vouching().isPresent() ? vouched() : this;
            case RerunPlan rerun -> this;
            case RestorePlan restore -> this;
        };
    }

    private Policy vouched() {
        return new Policy(channels, approvers, requesters, approvals + 1, deadline, sampleGap, approve, deny, vouching);
    }

    /** Whether people may vouch, and enough of them could say yes then. */
    public boolean takesVouching() {
        return vouching && (!approvers.groups().isEmpty() || approvers.users().size() > approvals);
    }

    /** Whether the command is accepted in a channel of this name. */
    public boolean acceptsChannel(String name) {
        return channels.stream().anyMatch(pattern -> pattern.matcher(name).find());
    }
}
