package dev.helmstuck.remediation;

import java.util.List;
import java.util.Optional;

import dev.helmstuck.release.ReleaseStatus;

/** The part of {@link Moves} after people allowed a rerun. */
final class RerunMoves {

    private RerunMoves() {}

    static State rerunning(State.Rerunning state, Event.WhileRerunning event) {
        return switch (event) {
            case Event.RerunBegun(var job) -> new State.Following(state.plan(), state.approvals(), state.before(), job);
            case Event.RerunRefused(String why, var instead) -> new State.Closing(
                    Ending.of(Outcome.UNLOCKED, "The job was not rerun: " + why).instead(instead));
            case Event.Reopened(List<Approval> yes) -> new State.AwaitingApproval(state.plan(), Optional.of(state.request()), yes);
            case Event.GaveUp(String why, boolean unsure) -> new State.Closing(Ending.of(Outcome.UNLOCKED, why,
                    new AllowedRerun(state.plan().job(), state.approvals(), Optional.empty(), Optional.empty())));
        };
    }

    static State following(State.Following state, Event.WhileFollowing event) {
        return switch (event) {
            case Event.JobSeen(var job, var others) -> others.map(state.of(job)::over).orElseGet(() -> state.of(job));
            case Event.JobUnseen(String why) -> state.unseen(why);
            case Event.LockedAgain again -> new State.Diagnosing();
            case Event.RerunFailed(var job, String why) -> ended(state.of(job), Outcome.UNLOCKED, why, Optional.empty());
            case Event.Proven(var job, Proof proof) -> proven(state.of(job), proof);
            case Event.GaveUp(String why, boolean unsure) -> ended(state, Outcome.UNLOCKED, why, Optional.empty());
        };
    }

    /** Resolved is only what was seen to be: a new revision that is deployed, with settled workloads. */
    private static State proven(State.Following state, Proof proof) {
        return switch (proof.helm()) {
            case Aftermath.Helm.NewRevision(int revision, var status) when status == ReleaseStatus.DEPLOYED && proof.doubt().isPresent() ->
                ended(state, Outcome.UNLOCKED, "The job is green and revision " + revision
                        + " is deployed, but whether the job deployed it cannot be told: " + proof.doubt().get(), Optional.of(proof));
            case Aftermath.Helm.NewRevision(int revision, var status) when status == ReleaseStatus.DEPLOYED -> proof.unsettled()
                    .map(why -> ended(state, Outcome.UNLOCKED, "Revision " + revision + " is deployed, but its workloads did not settle: "
                            + why, Optional.of(proof)))
                    .orElseGet(() -> ended(state, Outcome.RESOLVED, "Revision " + revision + " is deployed and its workloads are settled.",
                            Optional.of(proof)));
            case Aftermath.Helm.NewRevision(int revision, var status) -> ended(state, Outcome.NEEDS_ATTENTION,
                    "The job is green, but revision " + revision + " is " + status.word() + ".", Optional.of(proof));
            case Aftermath.Helm.Unlocked(int revision, var status) -> ended(state, Outcome.UNLOCKED,
                    "The job is green, but it deployed nothing: revision " + revision + " was there before and is still the newest.",
                    Optional.of(proof));
            case Aftermath.Helm.StillPending(int revision, var status) -> ended(state, Outcome.NEEDS_ATTENTION,
                    "The job is green, but revision " + revision + " is " + status.word() + ".", Optional.of(proof));
            case Aftermath.Helm.NotFound none -> ended(state, Outcome.NEEDS_ATTENTION,
                    "The job is green, but Helm has no record of the release any more.", Optional.of(proof));
            case Aftermath.Helm.Unread(String why) -> ended(state, Outcome.NEEDS_ATTENTION,
                    "The job is green, but where Helm stands could not be read: " + why, Optional.of(proof));
        };
    }

    private static State ended(State.Following state, Outcome outcome, String why, Optional<Proof> proof) {
        return new State.Closing(Ending.of(outcome, why,
                new AllowedRerun(state.plan().job(), state.approvals(), Optional.of(state.job()), proof)));
    }
}
