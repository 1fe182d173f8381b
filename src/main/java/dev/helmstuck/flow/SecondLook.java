package dev.helmstuck.flow;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import dev.helmstuck.flow.EarlierLooks.EarlierLook;
import dev.helmstuck.release.Revision;
import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.JobLog;
import dev.helmstuck.runbook.SecretRef;
import dev.helmstuck.runbook.Workloads;

/**
 * When what may be moving is looked at for a second time: after the gap. A look after a yes is itself the second one, if the first is as long
 * ago and every value is still what it was then; anything else, and it takes two of its own. What cannot have changed is not read again.
 *
 * @param gap between two looks
 * @param earlier one at the same record
 */
record SecondLook(Duration gap, Optional<EarlierLook> earlier) {

    /** How long the record has been this object in this version, if that is long enough. */
    Optional<Duration> steady(Revision stuck, Instant now) {
        return earlier.filter(look -> look.object().equals(SecretRef.of(stuck))).map(look -> Duration.between(look.at(), now))
                .filter(since -> since.compareTo(gap) >= 0);
    }

    /** How long the workloads beside it have been like this, if that is long enough. */
    Optional<Duration> steady(Revision stuck, Workloads workloads, Instant now) {
        return steady(stuck, now).filter(since -> earlier.filter(look -> look.workloads().equals(workloads)).isPresent());
    }

    /** What the log of this very job said, if it cannot have got any longer. */
    Optional<JobLog> log(CiJob job) {
        return earlier.map(look -> look.logs().get(job));
    }
}
