package dev.helmstuck.runbook;

import dev.helmstuck.release.ReleaseRecord;
import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.release.Revision;

/**
 * The highest revision, whose decoded status is pending, and what lies below it.
 *
 * @param revision the Secret, as metadata
 * @param record its decoded payload
 * @param below the revision that Helm will see once it is gone
 * @param belowStatus the decoded status of that one
 */
public record StuckRevision(Revision revision, ReleaseRecord record, Revision below, ReleaseStatus belowStatus) {}
