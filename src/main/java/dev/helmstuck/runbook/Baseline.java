package dev.helmstuck.runbook;

import java.util.List;

/**
 * What a forecast is held against later: the objects that it is about, as they were.
 *
 * @param objects those of which most was foretold first
 * @param more how many were too many to be kept
 */
public record Baseline(List<TrackedObject> objects, int more) {

    public Baseline {
        objects = List.copyOf(objects);
    }
}
