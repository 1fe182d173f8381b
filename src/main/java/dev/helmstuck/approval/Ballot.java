package dev.helmstuck.approval;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

import dev.helmstuck.runbook.Fact;

/**
 * The question that candidates answer.
 *
 * @param requester who typed the command
 * @param deadline the last moment for a yes
 * @param groups the members of every group that the policy names, as read just now
 */
public record Ballot(Policy policy, Person requester, Instant deadline, Map<String, Fact<Set<String>>> groups) {

    public Ballot {
        groups = Map.copyOf(groups);
    }
}
