package dev.helmstuck.kubernetes;

import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.helmstuck.ports.Cluster.BackupAnswer;
import dev.helmstuck.ports.Cluster.BackupAnswer.Kept;
import dev.helmstuck.ports.Cluster.BackupAnswer.NotKept;
import dev.helmstuck.ports.Cluster.BackupAnswer.Replaced;
import dev.helmstuck.release.Payload;
import dev.helmstuck.runbook.CopyAnswer;
import dev.helmstuck.runbook.SecretRef;
import dev.helmstuck.runbook.Target;

/** Copies of records, one Secret per delete, in the namespace of the record. */
final class Backups {
    /** Stands where the remediation's id stands in a copy that is kept. */
    private static final String REHEARSAL = "rehearsal";

    private final Clients clients;
    private final ReadRecords read;

    /** @param read what was read of records already */
    Backups(Clients clients, ReadRecords read) {
        this.clients = clients;
        this.read = read;
    }

    /** Reads the record, and copies it only if it is the very object and version named; what was written is read back and compared. */
    BackupAnswer keep(Target target, SecretRef ref, String remediation) {
        return copy(target, ref, remediation, false, record(target, ref));
    }

    /**
     * All of it but that nothing is stored: what the record is, then authorization, admission, quota and size. The look that it is a part of has
     * mostly read the record, and then it is not read again: if it was changed since, the dry run of the delete says so.
     */
    CopyAnswer rehearse(Target target, SecretRef ref) {
        Optional<JsonNode> record = read.find(target.cluster(), ref).or(() -> record(target, ref));
        return switch (copy(target, ref, REHEARSAL, true, record)) {
            case Kept kept -> new CopyAnswer.Possible();
            case Replaced(String message) -> new CopyAnswer.RecordReplaced(message);
            case NotKept(String message) -> new CopyAnswer.CopyRefused(message);
        };
    }

    private Optional<JsonNode> record(Target target, SecretRef ref) {
        RecordName.require(target.release(), ref.name());
        return clients.of(target).find(ApiRequest.secret(target, "get", ref.name()));
    }

    private BackupAnswer copy(Target target, SecretRef ref, String remediation, boolean dryRun, Optional<JsonNode> record) {
        int revision = RecordName.require(target.release(), ref.name());
        ApiRequest ask = ApiRequest.secret(target, "get", ref.name());
        if (record.isEmpty()) return new Replaced("the Secret " + ref.name() + " is gone");
        Meta meta = Meta.of(ask, record.get());
        if (!meta.uid().equals(ref.uid())) return new Replaced("another object has the name " + ref.name() + ": its uid is " + meta.uid());
        if (!meta.resourceVersion().equals(ref.resourceVersion())) {
            return new Replaced("the Secret " + ref.name() + " was written since: its resourceVersion is " + meta.resourceVersion());
        }
        if (!record.get().path("type").asText("").equals(RecordName.TYPE))
            return new NotKept(ref.name() + " is not of type " + RecordName.TYPE);
        return write(target, BackupSecret.of(record.get(), target.release(), revision, ref, remediation), dryRun);
    }

    private BackupAnswer write(Target target, ObjectNode copy, boolean dryRun) {
        String name = copy.path("metadata").path("name").asText();
        ApiRequest create = ApiRequest.secret(target, "create", name);
        Api api = clients.deleter(target);
        ApiResponse answer = dryRun
                ? api.tryCreate(create, copy.toString(), BackupSecret.BOT)
                : api.create(create, copy.toString(), BackupSecret.BOT);
        boolean exists = Creation.exists(answer);
        if (!exists && !(dryRun ? Creation.possible(answer) : Creation.made(answer))) {
            return Creation.refusal(create, answer).map(NotKept::new).orElseThrow(() -> ClusterErrors.answer(create, answer));
        }
        if (dryRun && !exists) return new Kept(name);
        Optional<JsonNode> stored = clients.of(target).find(ApiRequest.secret(target, "get", name));
        if (stored.filter(same -> BackupSecret.sameMarks(same, copy) && BackupSecret.sameData(same, copy)).isPresent())
            return new Kept(name);
        return new NotKept(
                "the Secret " + name + (exists ? " is there already and holds something else" : " does not read back as it was written"));
    }

    /** What a copy holds. */
    Payload payload(Target target, String name) {
        Optional<JsonNode> copy = clients.of(target).find(ApiRequest.secret(target, "get", name));
        return copy.filter(it -> it.path("type").asText("").equals(BackupSecret.TYPE)).map(HelmSecrets::decode)
                .orElseThrow(() -> ClusterErrors.of("there is no copy " + name + " in namespace " + target.namespace()));
    }
}
