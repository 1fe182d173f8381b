package dev.helmstuck.runbook;

import java.time.Duration;

/**
 * The two looks at the workloads and at the stuck record, some seconds apart.
 *
 * @param first the workloads at the first look
 * @param second the workloads at the second look
 * @param gap the time between them
 * @param ready what the API server's {@code /readyz} said: "ok" or its complaint
 */
public record Samples(Workloads first, Workloads second, Duration gap, String ready) {}
