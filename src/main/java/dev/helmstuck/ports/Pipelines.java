package dev.helmstuck.ports;

import java.time.Instant;
import java.util.List;

import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.Deploys;
import dev.helmstuck.runbook.JobLog;
import dev.helmstuck.runbook.Pipeline;

/**
 * The ops GitLab. Read only. Every method follows the paging to its end and throws {@link UnavailableException} for an answer that is cut,
 * odd or missing.
 */
public interface Pipelines {

    /**
     * Every job of this project that is not over (in any status not known to be final), and the resource groups.
     *
     * @param resourceGroups the keys of those that are to be read
     */
    Deploys deploys(String project, List<String> resourceGroups);

    /** A pipeline with its jobs. */
    Pipeline pipeline(String project, long id);

    /** One job as it is now. */
    CiJob job(String project, long id);

    /** Every job of this project created since then, in any status, newest first. */
    List<CiJob> jobsSince(String project, Instant since);

    /** What the log of a job says; of its lines one is handed out at most, the error that it ended with, masked. */
    JobLog log(String project, long job);
}
