package dev.helmstuck.runbook;

import java.time.Instant;
import java.util.Optional;

import dev.helmstuck.release.ReleaseRecord;
import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.release.Revision;

/**
 * Exactly what a yes would do: delete this one object, named by uid and resourceVersion, never by name alone.
 *
 * @param created the Secret's creationTimestamp
 * @param leftRevision the revision that Helm will see afterwards
 * @param leftStatus its status
 * @param fingerprint of the diagnosis that the approver saw
 * @param outlook what the records tell of the next deploy; empty in a plan that an older version stored
 * @param vouching the word of a person that it relies on where a proof is missing; then one more has to say yes
 */
public record DeletePlan(String cluster, String namespace, String release, String secret, int revision, String uid, String resourceVersion,
        ReleaseStatus status, Instant created, String chart, String appVersion, String description, int leftRevision,
        ReleaseStatus leftStatus, String fingerprint, Optional<Outlook> outlook, Optional<Vouching> vouching) implements Plan {

    /** One that relies on nobody's word. */
    public DeletePlan(String cluster, String namespace, String release, String secret, int revision, String uid, String resourceVersion,
            ReleaseStatus status, Instant created, String chart, String appVersion, String description, int leftRevision,
            ReleaseStatus leftStatus, String fingerprint, Optional<Outlook> outlook) {
        this(cluster, namespace, release, secret, revision, uid, resourceVersion, status, created, chart, appVersion, description,
                leftRevision, leftStatus, fingerprint, outlook, Optional.empty());
    }

    static DeletePlan of(Target target, StuckRevision stuck, String fingerprint, Optional<Vouching> vouching) {
        Revision revision = stuck.revision();
        ReleaseRecord record = stuck.record();
        return new DeletePlan(target.cluster(), target.namespace(), target.release(), revision.secret(), revision.number(), revision.uid(),
                revision.resourceVersion(), record.status(), revision.created(), record.chart(), record.appVersion(),
                record.description(), stuck.below().number(), stuck.belowStatus(), fingerprint,
                Optional.of(Outlook.of(stuck)), vouching);
    }

    /** Whether it is about a record of this target's release. */
    public boolean isOf(Target target) {
        return cluster.equals(target.cluster()) && namespace.equals(target.namespace()) && release.equals(target.release());
    }

    /** The object this plan names. */
    public SecretRef object() {
        return new SecretRef(secret, uid, resourceVersion);
    }

    @Override
    public String describe() {
        return cluster + "/" + namespace + "/" + secret + " uid=" + uid + " resourceVersion=" + resourceVersion;
    }
}
