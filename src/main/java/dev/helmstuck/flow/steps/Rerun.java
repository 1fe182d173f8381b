package dev.helmstuck.flow.steps;

import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;

import dev.helmstuck.flow.steps.Progress.Entry;
import dev.helmstuck.ports.Backoff;
import dev.helmstuck.ports.Pipelines;
import dev.helmstuck.ports.Reruns;
import dev.helmstuck.ports.Reruns.RerunAnswer;
import dev.helmstuck.ports.Sleeper;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.remediation.Event;
import dev.helmstuck.remediation.State;
import dev.helmstuck.runbook.CiJob;
import jakarta.inject.Inject;

/**
 * {@code Rerunning}: asks GitLab once. The intent is already saved.
 *
 * <p>Without an answer the new job is looked for, and nothing is sent again: GitLab may still be at it.
 */
final class Rerun {
    private static final int LOOKS = 5;
    private static final Backoff BETWEEN = Backoff.steady(Duration.ofSeconds(3));

    private final Reruns reruns;
    private final Pipelines pipelines;
    private final Sleeper sleeper;

    @Inject
    Rerun(Reruns reruns, Pipelines pipelines, Sleeper sleeper) {
        this.reruns = reruns;
        this.pipelines = pipelines;
        this.sleeper = sleeper;
    }

    Progress work(State.Rerunning state) {
        CiJob job = state.plan().job();
        try {
            return switch (reruns.rerun(job)) {
                case RerunAnswer.Made(long id) -> begun(state, job.again(id));
                // a job that was rerun already is refused too
                case RerunAnswer.NotMade(String why) -> lookedUp(job).map(made -> begun(state, made)).orElseGet(() -> Progress
                        .moved(new Event.RerunRefused(why), Entry.ours("rerun", state.plan().describe(), "refused: " + why)));
            };
        } catch (UnavailableException unknown) {
            return searched(state, unknown);
        }
    }

    /** The intent was saved by a process that is gone: whether it was sent, only GitLab knows. */
    Progress resume(State.Rerunning state) {
        return lookedUp(state.plan().job()).map(made -> begun(state, made)).orElseGet(() -> Progress.moved(
                new Event.Reopened(state.approvals()),
                Entry.ours("resume", state.plan().describe(), "no new job; people's yes is looked at again")));
    }

    private Progress searched(State.Rerunning state, UnavailableException unknown) {
        for (int look = 1; look <= LOOKS; look++) {
            sleeper.pause(BETWEEN.after(look));
            try {
                Optional<CiJob> made = lookedUp(state.plan().job());
                if (made.isPresent()) return begun(state, made.get());
            } catch (UnavailableException still) {
                unknown.addSuppressed(still);
            }
        }
        String why = "Whether the job is rerun is not known: " + unknown.why()
                + ", and no new job of it is seen so far. It is not sent again.";
        return Progress.moved(new Event.GaveUp(why, true), Entry.ours("rerun", state.plan().describe(), "no answer, no new job seen"));
    }

    /** The newest job that was made of this one, whoever asked for it: nobody can tell. */
    private Optional<CiJob> lookedUp(CiJob old) {
        return pipelines.jobsSince(old.project(), old.created().orElseThrow()).stream()
                .filter(job -> job.id() > old.id() && job.pipeline() == old.pipeline() && job.name().equals(old.name()))
                .max(Comparator.comparingLong(CiJob::id));
    }

    private static Progress begun(State.Rerunning state, CiJob made) {
        return Progress.moved(new Event.RerunBegun(made), Entry.ours("rerun", state.plan().describe(), "rerun as job " + made.id()));
    }
}
