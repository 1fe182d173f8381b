package dev.helmstuck.flow.steps;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

import dev.helmstuck.flow.steps.Progress.Entry;
import dev.helmstuck.ports.Backoff;
import dev.helmstuck.ports.ConfiguredTarget;
import dev.helmstuck.ports.Pipelines;
import dev.helmstuck.ports.Reruns;
import dev.helmstuck.ports.Reruns.RerunAnswer;
import dev.helmstuck.ports.Sleeper;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.remediation.Event;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.State;
import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.RerunChoice;
import jakarta.inject.Inject;

/**
 * {@code Rerunning}: asks GitLab once. The intent is already saved.
 *
 * <p>GitLab knows no precondition as the API server does, so its jobs are looked at once more right before. Without an answer the new job is
 * looked for, and nothing is sent again: GitLab may still be at it.
 */
final class Rerun {
    /** GitLab ends a request after 60 s. Until then one whose asker is gone may still make a job. */
    static final Duration UNDER_WAY = Duration.ofSeconds(75);
    private static final Backoff BETWEEN = Backoff.steady(Duration.ofSeconds(3));
    private static final int LOOKS = 25;

    private final Reruns reruns;
    private final RerunLook look;
    private final StandingYes yes;
    private final NewJob newJob;
    private final AnswerWait waiting;

    /** How time passes while an answer is waited for. */
    record AnswerWait(Clock clock, Sleeper sleeper) {
        @Inject
        AnswerWait {}
    }

    @Inject
    Rerun(Reruns reruns, RerunLook look, StandingYes yes, Pipelines pipelines, AnswerWait waiting) {
        this.reruns = reruns;
        this.look = look;
        this.yes = yes;
        this.newJob = new NewJob(pipelines);
        this.waiting = waiting;
    }

    Progress work(Remediation remediation, State.Rerunning state, ConfiguredTarget entry) {
        Optional<RerunChoice.None> overruled = look.inTheWay(remediation, state.plan(), entry.target());
        if (overruled.isPresent()) return refused(state, overruled.get().why(), overruled.get().instead());
        Optional<Progress> stops = yes.stops(remediation, state, entry.policy(), false, "rerun");
        if (stops.isPresent()) return stops.get();
        try {
            return switch (reruns.rerun(state.plan().job())) {
                case RerunAnswer.Made(long id) -> begun(state, state.plan().job().again(id));
                case RerunAnswer.NotMade(String why) -> notMade(state, why);
            };
        } catch (UnavailableException unknown) {
            return searched(state, unknown);
        }
    }

    /** The intent was saved by a process that is gone: whether it was sent, only GitLab knows. */
    Progress resume(Remediation remediation, State.Rerunning state) {
        Optional<CiJob> made = newJob.of(state.plan().job());
        if (made.isPresent()) return begun(state, made.get());
        if (waiting.clock().instant().isBefore(remediation.since().plus(UNDER_WAY))) return new Progress.Waits();
        return StandingYes.reopened(state, "resume");
    }

    /** A job that was rerun already is refused too: then that one is followed. */
    private Progress notMade(State.Rerunning state, String why) {
        try {
            return newJob.of(state.plan().job()).map(made -> begun(state, made)).orElseGet(() -> refused(state, why));
        } catch (UnavailableException unread) {
            return refused(state, why + " Whether somebody else has rerun it could not be read: " + unread.source() + ": " + unread.why());
        }
    }

    private Progress searched(State.Rerunning state, UnavailableException unknown) {
        String looked = "and no new job of it is seen so far";
        for (int each = 1; each <= LOOKS; each++) {
            waiting.sleeper().pause(BETWEEN.after(each));
            try {
                Optional<CiJob> made = newJob.of(state.plan().job());
                if (made.isPresent()) return begun(state, made.get());
                looked = "and no new job of it is seen so far";
            } catch (UnavailableException still) {
                looked = "and its jobs could not be read either (" + still.source() + ": " + still.why() + ")";
            }
        }
        String why = "Whether the job is rerun is not known: " + unknown.source() + ": " + unknown.why() + ", " + looked
                + ". It is not sent again.";
        return Progress.moved(new Event.GaveUp(why, true), Entry.ours("rerun", state.plan().describe(), "no answer, no new job seen"));
    }

    private static Progress refused(State.Rerunning state, String why) {
        return refused(state, why, Optional.empty());
    }

    private static Progress refused(State.Rerunning state, String why, Optional<CiJob> instead) {
        return Progress.moved(new Event.RerunRefused(why, instead), Entry.ours("rerun", state.plan().describe(), "not rerun: " + why));
    }

    private static Progress begun(State.Rerunning state, CiJob made) {
        return Progress.moved(new Event.RerunBegun(made), Entry.ours("rerun", state.plan().describe(), "rerun as job " + made.id()));
    }
}
