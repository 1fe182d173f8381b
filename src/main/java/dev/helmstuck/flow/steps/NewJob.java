package dev.helmstuck.flow.steps;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

import dev.helmstuck.ports.Pipelines;
import dev.helmstuck.runbook.CiJob;

/** What was made of a job, whoever asked for it (the bot, a person, GitLab itself by {@code retry:}): nobody can tell. */
record NewJob(Pipelines pipelines) {

    /** The newest job of that name in its pipeline, if it is a later one. */
    Optional<CiJob> of(CiJob old) {
        return pipelines.jobsSince(old.project(), old.created().orElse(Instant.EPOCH)).stream()
                .filter(job -> job.id() > old.id() && job.pipeline() == old.pipeline() && job.name().equals(old.name()))
                .max(Comparator.comparingLong(CiJob::id));
    }
}
