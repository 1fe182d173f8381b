package dev.helmstuck.ports;

import java.util.List;
import java.util.Optional;

import dev.helmstuck.release.ManifestObject;
import dev.helmstuck.release.Revision;
import dev.helmstuck.runbook.CopyAnswer;
import dev.helmstuck.runbook.DeleteAnswer;
import dev.helmstuck.runbook.FieldConflict;
import dev.helmstuck.runbook.Footprint;
import dev.helmstuck.runbook.Nodes;
import dev.helmstuck.runbook.Releases;
import dev.helmstuck.runbook.RunnerPlace;
import dev.helmstuck.runbook.RunnerPods;
import dev.helmstuck.runbook.SecretRef;
import dev.helmstuck.runbook.Target;
import dev.helmstuck.runbook.WarningEvent;
import dev.helmstuck.runbook.Workloads;

/**
 * The cluster of a target. Reads, and creates and deletes Secrets; it never updates or patches anything.
 * Every method throws {@link UnavailableException} if the API server gives no usable answer; a missing permission is named in it with verb,
 * resource and namespace.
 */
public interface Cluster extends Contents {

    /** The release's records: all as metadata, the payloads of the two highest only. */
    Releases releases(Target target);

    /** One record as metadata; empty if there is none of that name. */
    Optional<Revision> revision(Target target, String secret);

    /** The release's workloads and their pods in every namespace of its footprint. */
    Workloads workloads(Target target, Footprint footprint);

    /** The nodes, unless the account may not look at them. */
    Nodes nodes(Target target);

    /** What the cluster warns of in the namespaces of the footprint, whatever it is about. */
    List<WarningEvent> warnings(Target target, Footprint footprint);

    /**
     * The fields of these objects' workloads that others own with another value, so that applying the objects server-side would fail. Empty
     * for a workload that is not there.
     */
    List<FieldConflict> fieldConflicts(Target target, List<ManifestObject> wanted);

    /** The pods of CI jobs in that place that have not ended, and the nodes of its cluster on which something may run unseen. */
    RunnerPods runnerPods(RunnerPlace place);

    /** {@code /readyz} of the API server: "ok", or its complaint. */
    String ready(Target target);

    /** A server-side dry run of {@link #delete}: authorization, admission and preconditions, nothing stored. */
    DeleteAnswer tryDelete(Target target, SecretRef secret);

    /** A server-side dry run of {@link #backUp}: the very copy, nothing stored. */
    CopyAnswer tryBackUp(Target target, SecretRef secret);

    /**
     * Deletes this object and no other: uid and resourceVersion go along as preconditions. Never sent twice by itself; throws
     * {@link UnavailableException} if it is not known whether it happened.
     */
    DeleteAnswer delete(Target target, SecretRef secret);

    /**
     * Copies the record into a backup Secret of its namespace, data byte for byte. Repeating it for the same object and version
     * gives the same backup.
     *
     * @param remediation the remediation's id, kept with the copy
     */
    BackupAnswer backUp(Target target, SecretRef secret, String remediation);

    /** The copies of this target's records with all that tells one from another, newest first. */
    List<Copies.Copy> copies(Target target);

    /** What lies in the place of the record that this copy is of. */
    RecordPlace placeOf(Target target, Copies.Copy copy);

    /**
     * Puts the record of this very copy back: type, labels, annotations, data byte for byte. NotRestored if its name exists, or if the copy
     * was changed since it was listed. Never sent twice by itself; throws {@link UnavailableException} if it is not known whether it happened.
     */
    RestoreAnswer restore(Target target, Copies.Copy copy);

    /** What became of a backup. */
    sealed interface BackupAnswer {
        /** It is there. */
        record Kept(String name) implements BackupAnswer {}

        /** The object is no longer the one named: nothing was written. */
        record Replaced(String message) implements BackupAnswer {}

        /** It cannot be written: the API server's own words. */
        record NotKept(String message) implements BackupAnswer {}
    }

    /** What lies where a record was. */
    sealed interface RecordPlace {
        /** Nothing. */
        record Free() implements RecordPlace {}

        /** A record that holds what the copy holds, with this uid. */
        record Same(String uid) implements RecordPlace {}

        /** Something else. */
        record Taken(String uid) implements RecordPlace {}
    }

    /** What became of a restore. */
    sealed interface RestoreAnswer {
        /** It is back, under this new uid. */
        record Restored(String secret, String uid) implements RestoreAnswer {}

        /** It was not done, and why. */
        record NotRestored(String message) implements RestoreAnswer {}
    }
}
