package dev.helmstuck.remediation;

import java.time.Instant;
import java.util.List;

import dev.helmstuck.approval.Vote;
import dev.helmstuck.runbook.Finding;

/** Something that happened on the way and that the thread tells about. Kept in the order of happening. */
public sealed interface Note {

    /** What a look found: everything at the first look, at a later one what differs from the look before. */
    record Evidence(int look, List<Finding> findings) implements Note {
        public Evidence {
            findings = List.copyOf(findings);
        }
    }

    /** A reaction that does not count, once for each person, reason and request. */
    record RefusedReaction(Request request, Vote.Rejected why) implements Note {}

    /** A yes was taken back while everything was looked at again. */
    record YesTakenBack(Request request, Instant at) implements Note {}

    /** Half of the time until this proposal's deadline had passed without enough yes. */
    record HalfTime(int proposal, Instant deadline) implements Note {}

    /** Helm was unlocked, and what follows is another matter. {@code look} is the last one before it. */
    record HelmUnlocked(int look, Unlock unlock) implements Note {}

    /** The job of this proposal was rerun and met a lock again. */
    record RerunMetLock(int proposal, AllowedRerun rerun) implements Note {}

    /** Helm's records, the newest first: as they were before anything was done, and after it. */
    record HelmHistory(Occasion when, Instant at, List<HistoryLine> records) implements Note {
        public HelmHistory {
            records = List.copyOf(records);
        }
    }

    /** When Helm's records were written down. */
    enum Occasion {
        BEFORE,
        AFTER_DELETE,
        AFTER_RERUN,
        AFTER_RESTORE
    }

    /** What became of the note in the issue of the incident: a name of its own for what lies between the command and the end. */
    sealed interface OfIncident extends Note {}

    /** As far as could be read at the beginning, no note can be posted there, and what would help: whole sentences. */
    record IncidentObstacle(String why) implements OfIncident {}

    /** The intent to post the note is saved. */
    record IncidentIntent(Instant at) implements OfIncident {}

    /** The note is there, at this address. */
    record IncidentTold(String url) implements OfIncident {}

    /** The note is not there, or not known to be, and no more is tried; why, in whole sentences. */
    record IncidentUntold(String why) implements OfIncident {}

    /** The bot's own database was away. */
    record DatabaseAway(Instant from, Instant until) implements Note {}
}
