package dev.helmstuck.runbook;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import dev.helmstuck.release.Revision;

/**
 * Whether a revision is a job's own. Its number decides: it is above all that was there while the job had not begun. When it was made the
 * cluster's clock says, and when the job ran GitLab's: where these two are further apart than clocks are, nobody can tell.
 */
public final class JobsDeploy {

    private JobsDeploy() {}

    /**
     * Why it cannot be told whether the job made one of these revisions, as whole sentences; empty if it did.
     *
     * @param fresh those that came after the job was asked for, newest first; at least one
     */
    public static Optional<String> doubt(List<Revision> fresh, CiJob job) {
        if (job.started().isEmpty()) return Optional.of("GitLab does not say when the job began.");
        Instant earliest = job.started().get().minus(RerunChoice.CLOCKS);
        Optional<Instant> latest = job.finished().map(end -> end.plus(RerunChoice.CLOCKS));
        boolean meanwhile = fresh.stream().map(Revision::created)
                .anyMatch(made -> !made.isBefore(earliest) && latest.filter(made::isAfter).isEmpty());
        if (meanwhile) return Optional.empty();
        Instant made = fresh.getFirst().created();
        return Optional.of("it was made at " + Formats.moment(made) + " by the cluster's clock, and the job "
                + (made.isBefore(earliest)
                        ? "began only at " + Formats.moment(job.started().get())
                        : "had ended at " + Formats.moment(job.finished().orElseThrow()))
                + " by GitLab's. Either somebody else deployed it, or the two clocks differ; the job's log shows what it deployed.");
    }
}
