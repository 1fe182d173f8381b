package dev.helmstuck.kubernetes;

import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import com.fasterxml.jackson.databind.JsonNode;
import dev.helmstuck.ports.Cluster.Backup;
import dev.helmstuck.ports.Copies.Copy;
import dev.helmstuck.runbook.DeleteAnswer;
import dev.helmstuck.runbook.SecretRef;
import dev.helmstuck.runbook.Target;

/** Lists the copies of records with their size, and removes old ones, as the account of whoever looks. */
final class CopyKeeper {
    private final Clients clients;
    private final Backups backups;

    CopyKeeper(Clients clients, Backups backups) {
        this.clients = clients;
        this.backups = backups;
    }

    List<Copy> list(Target target) {
        return backups.list(target).stream().flatMap(backup -> read(target, backup).stream())
                .sorted(Comparator.comparing(Copy::created).thenComparing(Copy::revision).reversed()).toList();
    }

    private Optional<Copy> read(Target target, Backup backup) {
        ApiRequest ask = ApiRequest.secret(target, "get", backup.name());
        return clients.of(target).find(ask).filter(copy -> isOurs(target, ask, copy)).map(copy -> {
            Meta meta = Meta.of(ask, copy);
            return new Copy(new SecretRef(meta.name(), meta.uid(), meta.resourceVersion()), backup.secret(), backup.revision(),
                    meta.created(), meta.annotation(BackupSecret.REMEDIATION).orElse(""), bytes(copy));
        });
    }

    /** The labels could be on any Secret, and a Role cannot tell them apart. */
    private static boolean isOurs(Target target, ApiRequest ask, JsonNode copy) {
        Meta meta = Meta.of(ask, copy);
        OptionalInt revision = BackupSecret.original(meta.annotations()).map(was -> RecordName.number(target.release(),
                was.path("name").asText(""))).orElse(OptionalInt.empty());
        return copy.path("type").asText("").equals(BackupSecret.TYPE) && revision.isPresent()
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
