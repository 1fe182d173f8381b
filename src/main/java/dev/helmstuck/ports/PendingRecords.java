package dev.helmstuck.ports;

import java.util.List;

import dev.helmstuck.release.Revision;
import dev.helmstuck.runbook.Target;

/**
 * Helm's records that wait for their end, as their metadata shows them: no payload is read. Every method throws {@link UnavailableException} if
 * the API server gives no usable answer.
 */
public interface PendingRecords {

    /** Those of a namespace whose label says {@code pending-*}, of all releases: one list. */
    List<PendingRecord> pending(String cluster, String namespace);

    /** Whether no record stands above this one, by a look for the next number: an older pending one holds nobody up. */
    boolean isNewest(Target target, Revision revision);

    /** A record of a release. */
    record PendingRecord(String release, Revision revision) {}
}
