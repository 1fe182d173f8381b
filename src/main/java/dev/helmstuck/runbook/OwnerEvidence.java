package dev.helmstuck.runbook;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of the jobs that may have made a record, and of what is left of them.
 *
 * @param jobs what each of the target's projects says of its jobs since well before the record was made
 * @param logs what the logs say, by job; of those jobs only whose end proves too little by itself or whose Helm may have met the lock
 * @param pods what is left of jobs in each place where runners run them as pods
 * @param vouching what a person says who has looked
 */
public record OwnerEvidence(List<Fact<List<CiJob>>> jobs, Map<Long, Fact<JobLog>> logs, Map<RunnerPlace, Fact<RunnerPods>> pods,
        Optional<Vouching> vouching) {

    public OwnerEvidence {
        jobs = List.copyOf(jobs);
        logs = Map.copyOf(logs);
        pods = Map.copyOf(pods);
    }

    /** Without anybody's word. */
    public OwnerEvidence(List<Fact<List<CiJob>>> jobs, Map<Long, Fact<JobLog>> logs, Map<RunnerPlace, Fact<RunnerPods>> pods) {
        this(jobs, logs, pods, Optional.empty());
    }

    /** The same, and what a person says. */
    public OwnerEvidence and(Optional<Vouching> word) {
        return new OwnerEvidence(jobs, logs, pods, word);
    }

    /** The jobs, and nothing further. */
    public static OwnerEvidence of(List<Fact<List<CiJob>>> jobs) {
        return new OwnerEvidence(jobs, Map.of(), Map.of());
    }

    /** What the job's log says; empty if nobody looked. */
    public Optional<Fact<JobLog>> log(CiJob job) {
        return Optional.ofNullable(logs.get(job.id()));
    }

    /** What is left of jobs in this place; empty if nobody looked. */
    public Optional<Fact<RunnerPods>> pods(RunnerPlace place) {
        return Optional.ofNullable(pods.get(place));
    }
}
