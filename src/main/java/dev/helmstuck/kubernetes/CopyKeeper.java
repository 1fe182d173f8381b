package dev.helmstuck.kubernetes;

import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import dev.helmstuck.ports.Copies.Copy;
import dev.helmstuck.runbook.DeleteAnswer;
import dev.helmstuck.runbook.SecretRef;
import dev.helmstuck.runbook.Target;

/** Lists the copies of records with their size, and removes old ones, as the account of whoever looks. */
final class CopyKeeper {
    private final Clients clients;

    CopyKeeper(Clients clients) {
        this.clients = clients;
    }

    /** Newest first. A Secret with the labels but without usable marks is no copy of ours. */
    List<Copy> list(Target target) {
        ApiRequest ask = ApiRequest.list(target, Resource.SECRETS);
        String labels = BackupSecret.MANAGED_BY + "=" + BackupSecret.BOT + "," + BackupSecret.RELEASE + "=" + target.release();
        return clients.of(target).listMetadata(ask, labels).stream().map(object -> Meta.of(ask, object))
                .filter(meta -> record(target, meta).isPresent()).flatMap(meta -> read(target, meta.name()).stream())
                .sorted(Comparator.comparing(Copy::created).thenComparing(Copy::revision).thenComparing(copy -> copy.self().name())
                        .reversed())
                .toList();
    }

    private Optional<Copy> read(Target target, String name) {
        ApiRequest ask = ApiRequest.secret(target, "get", name);
        return clients.of(target).find(ask).filter(copy -> isOurs(target, ask, copy)).map(copy -> {
            Meta meta = Meta.of(ask, copy);
            String record = record(target, meta).orElseThrow();
            return new Copy(new SecretRef(meta.name(), meta.uid(), meta.resourceVersion()), record,
                    RecordName.require(target.release(), record), meta.created(), meta.annotation(BackupSecret.REMEDIATION).orElse(""),
                    bytes(copy));
        });
    }

    /** Which of the release's records it says it is a copy of. */
    private static Optional<String> record(Target target, Meta meta) {
        return BackupSecret.original(meta.annotations()).map(was -> was.path("name").asText(""))
                .filter(name -> RecordName.number(target.release(), name).isPresent() && meta.annotation(BackupSecret.UID).isPresent());
    }

    /** The labels could be on any Secret, and a Role cannot tell them apart. */
    private static boolean isOurs(Target target, ApiRequest ask, JsonNode copy) {
        Meta meta = Meta.of(ask, copy);
        return copy.path("type").asText("").equals(BackupSecret.TYPE) && record(target, meta).isPresent()
                && meta.label(BackupSecret.MANAGED_BY).filter(BackupSecret.BOT::equals).isPresent()
                && meta.label(BackupSecret.RELEASE).filter(target.release()::equals).isPresent();
    }

    private static long bytes(JsonNode copy) {
        long all = 0;
        for (JsonNode value : copy.path("data")) {
            try {
                all += Base64.getDecoder().decode(value.asText("")).length;
            } catch (IllegalArgumentException noBase64) {
                all += value.asText("").length();
            }
        }
        return all;
    }

    DeleteAnswer remove(Target target, Copy copy) {
        String name = copy.self().name();
        ApiRequest get = ApiRequest.secret(target, "get", name);
        Optional<JsonNode> there = clients.of(target).find(get);
        if (there.isEmpty()) return new DeleteAnswer.Gone();
        if (!isOurs(target, get, there.get())) {
            return new DeleteAnswer.Forbidden("the Secret " + name + " is no copy of a record of " + target.release());
        }
        ApiRequest delete = ApiRequest.secret(target, "delete", name);
        return GuardedDelete.send(clients.of(target), delete, copy.self());
    }
}
