package dev.helmstuck.release;

import java.time.Instant;
import java.util.Optional;

/**
 * What we read of a decoded release record. Values, manifest, chart files and notes are never kept.
 *
 * @param name the release's name
 * @param namespace its namespace
 * @param version the revision number that the payload claims
 * @param status the status that Helm's lock test uses
 * @param description Helm's own sentence on the operation, cut to a bound
 * @param chart the chart's name and version, as {@code helm list} joins them
 * @param appVersion the chart's appVersion, empty if it has none
 * @param lastDeployed when Helm says it began, if it says so
 */
public record ReleaseRecord(String name, String namespace, int version, ReleaseStatus status, String description, String chart,
        String appVersion, Optional<Instant> lastDeployed) {}
