package dev.helmstuck.runbook;

import java.util.List;
import java.util.Optional;

/**
 * What nothing proves so far, and nothing speaks against: here a person's word may stand for the proof.
 *
 * @param vouching the word; empty while nobody gave it
 */
public record Unproven(Optional<Vouching> vouching) {

    /** Whether somebody's word is all that is missing for a delete. */
    public static boolean isAll(List<Finding> findings) {
        List<Finding> blocking = findings.stream().filter(finding -> finding.result().blocks()).toList();
        return blocking.size() == 1 && blocking.getFirst().unproven().isPresent()
                && findings.stream().map(Finding::step).distinct().count() == Step.values().length;
    }

    /** The word that a look relies on; empty if it relies on none. */
    public static Optional<Vouching> vouching(List<Finding> findings) {
        return findings.stream().flatMap(finding -> finding.unproven().flatMap(Unproven::vouching).stream()).findFirst();
    }
}
