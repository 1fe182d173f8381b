package dev.helmstuck.forecast;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import dev.helmstuck.release.Payload;
import dev.helmstuck.release.ReleaseRecord;
import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.release.Revision;

/**
 * The release's records, and which part each plays: what is stuck, what is left once that is gone, what Helm then takes for the current
 * one, and what a revert would deploy.
 *
 * @param revisions all of them as metadata, the newest first
 * @param payloads by revision, of as many as were read; {@link #missing()} says whose are needed
 */
public record ReleaseHistory(List<Revision> revisions, Map<Integer, Payload> payloads) {
    private static final int MAX_READ = 6;

    public ReleaseHistory {
        revisions = revisions.stream().sorted(Comparator.comparingInt(Revision::number).reversed()).toList();
        payloads = Map.copyOf(payloads);
    }

    /** Whether the newest record that Helm sees is a pending one. */
    public boolean isStuck() {
        return stuck().flatMap(this::record).filter(record -> record.status().isPending()).isPresent();
    }

    /** The revision whose payload must be read before more can be told; empty once all that matters is there. */
    public Optional<Revision> missing() {
        if (payloads.size() >= MAX_READ) return Optional.empty();
        return seen().limit(2).filter(this::isUnread).findFirst()
                .or(() -> current().filter(this::isUnread))
                .or(() -> reverted().filter(this::isUnread));
    }

    /** The same with one payload more. */
    public ReleaseHistory with(int revision, Payload payload) {
        Map<Integer, Payload> more = new HashMap<>(payloads);
        more.put(revision, payload);
        return new ReleaseHistory(revisions, more);
    }

    private boolean isUnread(Revision revision) {
        return !payloads.containsKey(revision.number());
    }

    /** The record of a revision; empty if it was not read or does not decode. */
    Optional<ReleaseRecord> record(Revision revision) {
        return Optional.ofNullable(payloads.get(revision.number())).flatMap(payload -> switch (payload) {
            case Payload.Decoded(ReleaseRecord record) -> Optional.of(record);
            case Payload.Undecodable skipped -> Optional.empty();
            case Payload.Doubtful unread -> Optional.empty();
        });
    }

    /** The revisions that Helm sees: it skips in silence what it cannot decode. */
    private Stream<Revision> seen() {
        return revisions.stream().filter(one -> !(payloads.get(one.number()) instanceof Payload.Undecodable));
    }

    Optional<Revision> stuck() {
        return seen().findFirst();
    }

    /** The newest record once the stuck one is gone. */
    Optional<Revision> left() {
        return seen().skip(1).findFirst();
    }

    /** Whose deploy got stuck: below a rollback that followed a failed or stuck upgrade that upgrade, else the stuck one itself. */
    Optional<Revision> attempted() {
        boolean rollback = stuck().flatMap(this::record).filter(record -> record.status() == ReleaseStatus.PENDING_ROLLBACK).isPresent();
        return left().filter(under -> rollback).filter(under -> record(under).filter(ReleaseHistory::didNotEnd).isPresent())
                .or(this::stuck);
    }

    private static boolean didNotEnd(ReleaseRecord record) {
        return record.status().isPending() || record.hasFailed();
    }

    /**
     * What Helm takes for the current revision: the newest if it is deployed, else the newest with the label deployed, else the newest if
     * it is failed or superseded (Helm {@code pkg/action/upgrade.go}, prepareUpgrade). Empty if there is none: then only an install goes.
     */
    Optional<Revision> current() {
        Optional<ReleaseStatus> status = left().flatMap(this::record).map(ReleaseRecord::status);
        if (status.filter(is -> is == ReleaseStatus.DEPLOYED).isPresent()) return left();
        return seen().skip(1).filter(one -> one.isLabelled(ReleaseStatus.DEPLOYED)).findFirst()
                .or(() -> status.filter(is -> is == ReleaseStatus.FAILED || is == ReleaseStatus.SUPERSEDED).flatMap(is -> left()));
    }

    /** The newest revision below the attempted one that was deployed, and may have been uninstalled since. */
    Optional<Revision> reverted() {
        int attempted = attempted().map(Revision::number).orElse(0);
        return seen().filter(one -> one.number() < attempted)
                .filter(one -> Stream.of(ReleaseStatus.DEPLOYED, ReleaseStatus.SUPERSEDED, ReleaseStatus.UNINSTALLED)
                        .anyMatch(one::isLabelled))
                .filter(one -> record(one).filter(ReleaseRecord::hasFailed).isEmpty()).findFirst();
    }

    /** The revisions below the stuck one that carry the label deployed, the newest first; more than one is odd. */
    List<Integer> deployed() {
        return seen().skip(1).filter(one -> one.isLabelled(ReleaseStatus.DEPLOYED)).map(Revision::number).toList();
    }
}
