package dev.helmstuck.remediation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import dev.helmstuck.remediation.Remediation.Requester;

/**
 * One command for several targets: a remediation each, all told in one thread. It never changes; what its first message says follows from its
 * remediations.
 *
 * @param id unique, random
 * @param name what was asked for: a group, an environment, a cluster; empty for everything
 * @param requester who asked
 * @param channel the chat channel
 * @param thread the message in whose thread it was asked, by its timestamp; empty: it begins a thread of its own
 * @param opened when
 * @param lines one for each target, in order
 * @param leftOut how many more were meant, and may not be asked for there or by this person
 */
public record Sweep(String id, String name, Requester requester, String channel, Optional<String> thread, Instant opened,
        List<SweepLine> lines, int leftOut) {

    public Sweep {
        lines = List.copyOf(lines);
    }

    /**
     * A target of it.
     *
     * @param target the target's name
     * @param remediation the id of the remediation that the line tells of
     * @param own whether this sweep has opened it; another's is only linked to
     */
    public record SweepLine(String target, String remediation, boolean own) {}
}
