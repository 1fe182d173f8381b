package dev.helmstuck.remediation;

import java.util.Optional;

import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.Hindsight;

/**
 * Where Helm stands after the delete, as {@code helm status} would see it.
 *
 * @param helm the newest revision now
 * @param rerun the job that a rerun would be right for, if there is one
 * @param jobsUnread why the jobs could not be read; empty if they were
 * @param hindsight what became of the forecast so far; empty if there was none
 * @param noRerun why there is no job to rerun, as a whole sentence
 * @param instead the job that is to be started or watched in place of a rerun, if there is one
 */
public record Aftermath(Helm helm, Optional<CiJob> rerun, String jobsUnread, Optional<Hindsight> hindsight, Optional<String> noRerun,
        Optional<CiJob> instead) {

    /** One without a job that is to be started in place of a rerun. */
    public Aftermath(Helm helm, Optional<CiJob> rerun, String jobsUnread, Optional<Hindsight> hindsight, Optional<String> noRerun) {
        this(helm, rerun, jobsUnread, hindsight, noRerun, Optional.empty());
    }

    /** One of which nothing was foretold, and with no reason known for the lack of a job to rerun. */
    public Aftermath(Helm helm, Optional<CiJob> rerun, String jobsUnread) {
        this(helm, rerun, jobsUnread, Optional.empty(), Optional.empty());
    }

    /** The newest revision as Helm sees it. */
    public sealed interface Helm {
        /** The revision that was below the deleted one is the newest now. */
        record Unlocked(int revision, ReleaseStatus status) implements Helm {}

        /** A new revision is already there: somebody deploys again. */
        record NewRevision(int revision, ReleaseStatus status) implements Helm {}

        /** Still pending: the same or another record. */
        record StillPending(int revision, ReleaseStatus status) implements Helm {}

        /** No record at all. */
        record NotFound() implements Helm {}

        /** It could not be read. */
        record Unread(String why) implements Helm {}

        /** In a few words, for the audit trail. */
        default String words() {
            return switch (this) {
                case Unlocked(int revision, ReleaseStatus status) -> "revision " + revision + " is " + status.word() + ", Helm is unlocked";
                case NewRevision(int revision, ReleaseStatus status) -> "new revision " + revision + " is " + status.word();
                case StillPending(int revision, ReleaseStatus status) ->
                    "revision " + revision + " is " + status.word() + ", Helm is locked";
                case NotFound() -> "no record of the release";
                case Unread(String why) -> "not read: " + why;
            };
        }
    }
}
