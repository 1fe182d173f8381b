package dev.helmstuck.runbook;

import java.util.List;

/**
 * What was foretold of the next deploy, in a few lines fit to be shown and kept: names of objects and fields, never a value.
 *
 * @param died where the stuck deploy died, and what {@code helm status} says once its record is deleted; empty if nothing was foretold
 * @param next what the next deploy does, a line each, at most seven
 * @param emptyDryRun whether the dry run of the same deploy is empty, so that its job can end green without a deploy
 * @param untold why nothing was foretold; empty if it was
 */
public record Prospect(String died, List<String> next, boolean emptyDryRun, String untold) {

    public Prospect {
        next = List.copyOf(next);
    }

    /** Nothing was foretold. */
    public static Prospect untold(String why) {
        return new Prospect("", List.of(), false, why);
    }

    /** Whether anything was foretold. */
    public boolean told() {
        return untold.isEmpty();
    }
}
