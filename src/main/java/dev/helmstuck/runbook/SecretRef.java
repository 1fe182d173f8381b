package dev.helmstuck.runbook;

import dev.helmstuck.release.Revision;

/** One Secret at one version: a delete carries all three, so that it cannot hit another object of the same name. */
public record SecretRef(String name, String uid, String resourceVersion) {

    /** The Secret of a revision, as it was listed. */
    public static SecretRef of(Revision revision) {
        return new SecretRef(revision.secret(), revision.uid(), revision.resourceVersion());
    }
}
