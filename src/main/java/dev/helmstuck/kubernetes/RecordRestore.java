package dev.helmstuck.kubernetes;

import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.helmstuck.ports.Cluster.RecordPlace;
import dev.helmstuck.ports.Cluster.RestoreAnswer;
import dev.helmstuck.ports.Cluster.RestoreAnswer.NotRestored;
import dev.helmstuck.ports.Cluster.RestoreAnswer.Restored;
import dev.helmstuck.ports.Copies.Copy;
import dev.helmstuck.runbook.SecretRef;
import dev.helmstuck.runbook.Target;

/** Puts a record back from its copy: type, labels, annotations and data as they were; only uid and times are new. */
final class RecordRestore {
    private final Clients clients;

    RecordRestore(Clients clients) {
        this.clients = clients;
    }

    /** From this very copy, unchanged since it was listed. */
    RestoreAnswer run(Target target, Copy pinned) {
        ApiRequest get = ApiRequest.secret(target, "get", pinned.self().name());
        Optional<JsonNode> copy = clients.of(target).find(get);
        if (copy.isEmpty()) return new NotRestored("the copy " + pinned.self().name() + " is gone");
        Meta meta = Meta.of(get, copy.get());
        if (!new SecretRef(meta.name(), meta.uid(), meta.resourceVersion()).equals(pinned.self()))
            return new NotRestored("the copy " + pinned.self().name() + " was changed since it was listed");
        Optional<String> fault = fault(target, pinned, meta, copy.get());
        if (fault.isPresent()) return new NotRestored("the Secret " + pinned.self().name() + " is no copy of this record: " + fault.get());
        return BackupSecret.record(copy.get()).map(record -> write(target, pinned, record))
                .orElseGet(() -> new NotRestored("the copy " + pinned.self().name() + " does not say what it is a copy of"));
    }

    /** What lies in the record's place: data, type and labels as the copy has them, or something else. */
    RecordPlace place(Target target, Copy copy) {
        Api api = clients.of(target);
        ApiRequest get = ApiRequest.secret(target, "get", copy.record());
        Optional<JsonNode> there = api.find(get);
        if (there.isEmpty()) return new RecordPlace.Free();
        String uid = Meta.of(get, there.get()).uid();
        Optional<ObjectNode> record = api.find(ApiRequest.secret(target, "get", copy.self().name())).flatMap(BackupSecret::record);
        boolean same = record.filter(was -> BackupSecret.sameData(was, there.get()) && was.path("type").equals(there.get().path("type"))
                && labels(was).equals(labels(there.get()))).isPresent();
        return same ? new RecordPlace.Same(uid) : new RecordPlace.Taken(uid);
    }

    private static Map<String, String> labels(JsonNode secret) {
        return Meta.texts(secret.path("metadata").path("labels"));
    }

    private static Optional<String> fault(Target target, Copy pinned, Meta meta, JsonNode copy) {
        Optional<JsonNode> was = BackupSecret.original(meta.annotations());
        String name = was.map(one -> one.path("name").asText("")).orElse("");
        boolean record = RecordName.number(target.release(), name).isPresent() && name.equals(pinned.record())
                && was.filter(one -> one.path("type").asText("").equals(RecordName.TYPE)).isPresent();
        if (!copy.path("type").asText("").equals(BackupSecret.TYPE)) return Optional.of("its type is not " + BackupSecret.TYPE);
        if (meta.label(BackupSecret.MANAGED_BY).filter(BackupSecret.BOT::equals).isEmpty())
            return Optional.of("helm-stuck did not make it");
        if (meta.label(BackupSecret.RELEASE).filter(target.release()::equals).isEmpty()) return Optional.of("it is of another release");
        if (!record) return Optional.of("what it is a copy of is no record of " + target.release());
        return Optional.empty();
    }

    private RestoreAnswer write(Target target, Copy pinned, ObjectNode record) {
        String name = record.path("metadata").path("name").asText();
        ApiRequest ask = ApiRequest.secret(target, "create", name);
        // The record may carry no mark of ours, for it must be what it was. So the request says whose it is: the copy's name is the
        // field manager, which the admission policy asks for and `kubectl get --show-managed-fields` shows.
        ApiResponse answer = clients.deleter(target).create(ask, record.toString(), pinned.self().name());
        if (Creation.exists(answer)) return new NotRestored("a Secret " + name + " exists again; nothing was overwritten");
        if (!Creation.made(answer))
            return Creation.refusal(ask, answer).<RestoreAnswer>map(NotRestored::new).orElseThrow(() -> ClusterErrors.answer(ask, answer));
        JsonNode made = answer.ofKind("Secret").orElseThrow();
        if (!BackupSecret.sameData(made, record))
            throw ClusterErrors.of("the Secret " + name + " was made, but does not hold what was written");
        return new Restored(name, Meta.of(ask, made).uid());
    }
}
