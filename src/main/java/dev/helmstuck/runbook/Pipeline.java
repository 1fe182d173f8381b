package dev.helmstuck.runbook;

import java.util.List;
import java.util.Optional;

/**
 * A GitLab pipeline.
 *
 * @param status as GitLab spells it (also one that no library knows yet)
 * @param jobs all of its jobs but those that were retried, those that trigger other pipelines included
 * @param url its page
 */
public record Pipeline(long id, String status, List<CiJob> jobs, String url) {

    public Pipeline {
        jobs = List.copyOf(jobs);
    }

    /** Its job of this id. */
    public Optional<CiJob> job(long number) {
        return jobs.stream().filter(job -> job.id() == number).findFirst();
    }
}
