package dev.helmstuck.runbook;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.helmstuck.release.ReleaseRecord;
import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.release.Revision;

/**
 * The highest revision, whose decoded status is pending, and what lies below it.
 *
 * @param revision the Secret, as metadata
 * @param record its decoded payload
 * @param below the revision that Helm will see once it is gone
 * @param belowRecord the decoded payload of that one
 * @param older all that lie below that one, newest first, as metadata; their labels are what Helm searches for a deployed one
 * @param conflicts what others took over, on which a server-side apply of the same deploy fails; empty where Helm applies client-side
 * @param prospect what was foretold of the next deploy; empty until somebody tried
 */
public record StuckRevision(Revision revision, ReleaseRecord record, Revision below, ReleaseRecord belowRecord, List<Revision> older,
        List<FieldConflict> conflicts, Optional<Prospect> prospect) {

    public StuckRevision {
        older = List.copyOf(older);
        conflicts = List.copyOf(conflicts);
    }

    /** One of which nothing was taken over. */
    public StuckRevision(Revision revision, ReleaseRecord record, Revision below, ReleaseRecord belowRecord, List<Revision> older) {
        this(revision, record, below, belowRecord, older, List.of(), Optional.empty());
    }

    /** The same with these conflicts. */
    public StuckRevision with(List<FieldConflict> found) {
        return new StuckRevision(revision, record, below, belowRecord, older, found, prospect);
    }

    /** The same with what was foretold. */
    public StuckRevision foretold(Prospect told) {
        return new StuckRevision(revision, record, below, belowRecord, older, conflicts, Optional.of(told));
    }

    /** The status that {@code helm status} will show once the stuck one is gone. */
    public ReleaseStatus belowStatus() {
        return belowRecord.status();
    }

    /** All of the release's records, newest first. */
    public List<Revision> all() {
        List<Revision> all = new ArrayList<>(List.of(revision, below));
        all.addAll(older);
        return all;
    }

    /** All revisions that are marked deployed, newest first: one at most, unless two Helms ran at once. */
    public List<Revision> deployed() {
        List<Revision> deployed = new ArrayList<>(older.stream().filter(it -> it.isLabelled(ReleaseStatus.DEPLOYED)).toList());
        if (belowStatus() == ReleaseStatus.DEPLOYED) deployed.addFirst(below);
        return deployed;
    }

    /**
     * The revision that Helm takes for the current one in the next deploy: the newest deployed, and without any the newest (Helm
     * {@code pkg/action/upgrade.go}, prepareUpgrade).
     */
    public Revision mergedFrom() {
        return deployed().stream().findFirst().orElse(below);
    }

    /** The record whose deploy got stuck: of a rollback the failed one below, which it was to undo, else its own. */
    public ReleaseRecord attempted() {
        boolean undoes = record.status() == ReleaseStatus.PENDING_ROLLBACK && belowRecord.hasFailed();
        return undoes ? belowRecord : record;
    }
}
