package dev.helmstuck.runbook;

import java.util.Optional;

import dev.helmstuck.release.ReleaseStatus;

/** What the release's records come to. */
public sealed interface ReleaseState {

    /** The highest revision is pending, decodes, agrees with its label and has a revision below it. */
    record Stuck(StuckRevision stuck) implements ReleaseState {}

    /** The highest revision decodes and is not pending. */
    record NotStuck(int revision, ReleaseStatus status) implements ReleaseState {}

    /** Anything else: no records, undecodable, the only revision, contradictory, or not to be read. */
    record Unclear(Optional<Integer> revision, Optional<ReleaseStatus> status) implements ReleaseState {}
}
