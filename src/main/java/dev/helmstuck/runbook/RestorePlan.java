package dev.helmstuck.runbook;

import java.time.Instant;

import dev.helmstuck.release.ReleaseStatus;

/**
 * Put one deleted record back from this one copy, once. Where a record of that name, or a newer one, is there, nothing is put back.
 *
 * @param copy the Secret that is the copy, as it was when people were asked
 * @param record the name that the record will have again
 * @param status what the copy says of the record: where it is pending, Helm is locked again
 * @param bytes how much the copy holds
 * @param deleted when the copy was made, which is right before the record was deleted
 * @param by who deleted it, as people are told; empty text if that is not known
 * @param seen the records that were there when people were asked: each with uid and resourceVersion
 */
public record RestorePlan(String cluster, String namespace, String release, SecretRef copy, String record, int revision,
        ReleaseStatus status, long bytes, Instant deleted, String by, String seen) implements Plan {

    @Override
    public String fingerprint() {
        return copy + " over " + seen;
    }

    @Override
    public String describe() {
        return cluster + "/" + namespace + "/" + record + " from " + copy.name() + " uid=" + copy.uid() + " resourceVersion="
                + copy.resourceVersion();
    }

    /** Whether it is about a record of this target's release. */
    public boolean isOf(Target target) {
        return cluster.equals(target.cluster()) && namespace.equals(target.namespace()) && release.equals(target.release());
    }
}
