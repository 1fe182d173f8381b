package dev.helmstuck.runbook;

import java.util.List;
import java.util.Optional;

/**
 * What was foretold of the next deploy, in a few lines fit to be shown and kept: names of objects and fields, never a value.
 *
 * @param died where the stuck deploy died, and what {@code helm status} says once its record is deleted; empty if nothing was foretold
 * @param next what the next deploy does, a line each, at most seven
 * @param emptyDryRun whether the dry run of the same deploy is empty, so that its job can end green without a deploy
 * @param untold why nothing was foretold; empty if it was
 * @param baseline what it can be held against later; empty if nothing was foretold, or by an older version
 */
public record Prospect(String died, List<String> next, boolean emptyDryRun, String untold, Optional<Baseline> baseline) {

    public Prospect {
        next = List.copyOf(next);
    }

    /** Nothing was foretold. */
    public static Prospect untold(String why) {
        return new Prospect("", List.of(), false, why, Optional.empty());
    }

    /** Whether anything was foretold. */
    public boolean told() {
        return untold.isEmpty();
    }
}
