package dev.helmstuck.doctor;

import java.time.Instant;
import java.util.List;

import dev.helmstuck.runbook.CiJob;

/**
 * A project's jobs of late, the newest first.
 *
 * @param since when the look back ends
 * @param whole whether all of them were read; else the look stopped after so many
 */
public record RecentJobs(List<CiJob> jobs, Instant since, boolean whole) {

    public RecentJobs {
        jobs = List.copyOf(jobs);
    }
}
