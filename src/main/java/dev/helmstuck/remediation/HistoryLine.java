package dev.helmstuck.remediation;

import java.time.Instant;
import java.util.List;

import dev.helmstuck.release.Revision;

/**
 * One of Helm's records at the moment of a look, as its metadata shows it.
 *
 * @param status by its label; empty text if it has none
 */
public record HistoryLine(int revision, String status, String secret, String uid, String resourceVersion, Instant created) {
    /** Helm keeps ten, unless it is told otherwise. */
    private static final int MOST = 10;

    /** The newest ones. */
    public static List<HistoryLine> of(List<Revision> newestFirst) {
        return newestFirst.stream().limit(MOST).map(it -> new HistoryLine(it.number(), it.statusLabel().orElse(""), it.secret(), it.uid(),
                it.resourceVersion(), it.created())).toList();
    }
}
