package dev.helmstuck.kubernetes;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import dev.helmstuck.ports.PendingRecords.PendingRecord;
import dev.helmstuck.release.Revision;
import dev.helmstuck.runbook.Target;

/** The pending records of a whole namespace, by their labels alone. */
final class PendingSecrets {
    private static final String PENDING = "owner=helm,status in (pending-install,pending-upgrade,pending-rollback)";

    private final Clients clients;

    PendingSecrets(Clients clients) {
        this.clients = clients;
    }

    /** One list, for which a server is asked once: whoever watches has promised it one a minute. */
    List<PendingRecord> list(String cluster, String namespace) {
        ApiRequest ask = ApiRequest.list(cluster, namespace, Resource.SECRETS);
        return clients.of(cluster).listMetadataOnce(ask, PENDING).stream().map(object -> Meta.of(ask, object))
                .flatMap(PendingSecrets::record)
                .toList();
    }

    /** What has no record's name is none to judge by its label alone; {@link HelmSecrets} looks closer. */
    private static Stream<PendingRecord> record(Meta meta) {
        Optional<PendingRecord> record = meta.label("name").flatMap(release -> RecordName.number(release, meta.name()).stream().boxed()
                .map(number -> new PendingRecord(release, HelmSecrets.revision(meta, number))).findFirst());
        return record.stream();
    }

    boolean isNewest(Target target, Revision revision) {
        String next = RecordName.of(target.release(), revision.number() + 1);
        return clients.of(target).findMetadata(ApiRequest.secret(target, "get", next)).isEmpty();
    }
}
