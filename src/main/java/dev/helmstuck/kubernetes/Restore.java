package dev.helmstuck.kubernetes;

import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.helmstuck.flow.Cluster.Backup;
import dev.helmstuck.flow.Cluster.RestoreAnswer;
import dev.helmstuck.flow.Cluster.RestoreAnswer.Refused;
import dev.helmstuck.flow.Cluster.RestoreAnswer.Restored;
import dev.helmstuck.runbook.Target;

/** Puts a record back from its copy: type, labels, annotations and data as they were; only uid and times are new. */
final class Restore {
    private final Clients clients;

    Restore(Clients clients) {
        this.clients = clients;
    }

    RestoreAnswer run(Target target, Backup backup) {
        Api api = clients.of(target);
        Ask get = Ask.secret(target, "get", backup.name());
        Optional<JsonNode> copy = api.find(get);
        if (copy.isEmpty()) return new Refused("there is no backup " + backup.name() + " in namespace " + target.namespace());
        Optional<String> fault = fault(target, backup, get, copy.get());
        if (fault.isPresent()) return new Refused("the Secret " + backup.name() + " is no backup of this record: " + fault.get());
        return BackupSecret.record(copy.get()).map(record -> write(target, backup, record))
                .orElseGet(() -> new Refused("the Secret " + backup.name() + " does not say what it is a copy of"));
    }

    private static Optional<String> fault(Target target, Backup backup, Ask ask, JsonNode copy) {
        Meta meta = Meta.of(ask, copy);
        Optional<JsonNode> was = BackupSecret.original(meta.annotations());
        String name = was.map(one -> one.path("name").asText("")).orElse("");
        boolean record = RecordName.number(target.release(), name).isPresent() && name.equals(backup.secret())
                && was.filter(one -> one.path("type").asText("").equals(RecordName.TYPE)).isPresent();
        if (!copy.path("type").asText("").equals(BackupSecret.TYPE)) return Optional.of("its type is not " + BackupSecret.TYPE);
        if (meta.label(BackupSecret.MANAGED_BY).filter(BackupSecret.BOT::equals).isEmpty())
            return Optional.of("helm-stuck did not make it");
        if (meta.label(BackupSecret.RELEASE).filter(target.release()::equals).isEmpty()) return Optional.of("it is of another release");
        if (meta.annotation(BackupSecret.UID).filter(backup.uid()::equals).isEmpty()) return Optional.of("it is a copy of another object");
        if (!record) return Optional.of("what it is a copy of is no record of " + target.release());
        return Optional.empty();
    }

    private RestoreAnswer write(Target target, Backup backup, ObjectNode record) {
        String name = record.path("metadata").path("name").asText();
        Ask ask = Ask.secret(target, "create", name);
        // The record may carry no mark of ours, for it must be what it was. So the request says whose it is: the copy's name is the
        // field manager, which the admission policy asks for and `kubectl get --show-managed-fields` shows.
        Answer answer = clients.deleter(target).create(ask, record.toString(), backup.name());
        if (Creation.exists(answer)) return new Refused("a Secret " + name + " exists again; nothing was overwritten");
        if (!Creation.made(answer))
            return Creation.refusal(ask, answer).<RestoreAnswer>map(Refused::new).orElseThrow(() -> Trouble.answer(ask, answer));
        JsonNode made = answer.ofKind("Secret").orElseThrow();
        if (!BackupSecret.sameData(made, record)) throw Trouble.of("the Secret " + name + " was made, but does not hold what was written");
        return new Restored(name, Meta.of(ask, made).uid());
    }
}
