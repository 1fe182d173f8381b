package dev.helmstuck.runbook;

import java.time.Duration;

/**
 * Two looks at the workloads, some seconds apart.
 *
 * @param first the workloads at the first look
 * @param second the workloads at the second look
 * @param gap the time between them
 */
public record Samples(Workloads first, Workloads second, Duration gap) {}
