package dev.helmstuck.kubernetes;

import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;
import dev.helmstuck.release.Payload;
import dev.helmstuck.release.RecordDecoder;
import dev.helmstuck.release.Revision;
import dev.helmstuck.runbook.Releases;
import dev.helmstuck.runbook.SecretRef;
import dev.helmstuck.runbook.Target;

/**
 * Helm's records of a release: all as metadata, of the two highest the payload too.
 *
 * <p>Helm selects by the labels {@code owner} and {@code name} alone and decodes whatever it finds (Helm
 * {@code pkg/storage/driver/secrets.go}, Query). So a Secret with these labels that is no record by name or type is not simply left
 * out: if Helm can decode it, Helm counts it, and then nobody can say which record is the highest.
 */
final class HelmSecrets {
    private static final int MAX_ODD = 5;
    private static final int MAX_OTHERS = 10;

    private final Clients clients;
    private final ReadRecords read;

    /** @param read keeps what it reads */
    HelmSecrets(Clients clients, ReadRecords read) {
        this.clients = clients;
        this.read = read;
    }

    Releases read(Target target) {
        Api api = clients.of(target);
        return attempt(api, target).or(() -> attempt(api, target))
                .orElseThrow(() -> ClusterErrors.of("the records of " + target.release() + " in cluster " + target.cluster()
                        + " changed twice while they were read: a Helm is at work, or somebody deletes them by hand"));
    }

    /** One record as metadata; empty if there is none of that name. */
    Optional<Revision> revision(Target target, String secret) {
        int number = RecordName.require(target.release(), secret);
        ApiRequest ask = ApiRequest.secret(target, "get", secret);
        return clients.of(target).findMetadata(ask).map(object -> revision(Meta.of(ask, object), number));
    }

    /** The payload of a record that must still be the listed one. */
    Payload payload(Target target, Revision listed) {
        return payload(clients.of(target), target, listed).orElseThrow(() -> ClusterErrors.of("record " + listed.secret() + " in cluster "
                + target.cluster() + " changed while it was read: a Helm is at work, or somebody deletes records by hand"));
    }

    /** Empty if a record was not the listed one any more when its payload came. */
    private Optional<Releases> attempt(Api api, Target target) {
        ApiRequest ask = ApiRequest.list(target, Resource.SECRETS);
        List<Revision> records = new ArrayList<>();
        List<String> odd = new ArrayList<>();
        List<List<JsonNode>> listed = Together.ask(target.cluster(), List.of(() -> api.listMetadata(ask, recordsOf(target)),
                () -> HelmConfigMaps.list(api, target)));
        for (JsonNode object : listed.getFirst()) {
            Meta meta = Meta.of(ask, object);
            OptionalInt number = RecordName.number(target.release(), meta.name());
            number.ifPresentOrElse(found -> records.add(revision(meta, found)), () -> odd.add(meta.name()));
        }
        refuseReadable(api, target, odd);
        records.sort(Comparator.comparingInt(Revision::number).reversed());
        List<Callable<Optional<Payload>>> highest = records.stream().limit(2)
                .<Callable<Optional<Payload>>>map(one -> () -> payload(api, target, one)).toList();
        List<Optional<Payload>> payloads = Together.ask(target.cluster(), highest);
        if (payloads.stream().anyMatch(Optional::isEmpty)) return Optional.empty();
        Optional<Releases.ConfigMaps> configMaps = HelmConfigMaps.read(api, target, listed.getLast());
        if (configMaps.isEmpty()) return Optional.empty();
        List<String> others = records.isEmpty() ? others(api, target) : List.of();
        if (records.isEmpty() && configMaps.get().revisions().isEmpty() && others.isEmpty()
                && api.isGone(ApiRequest.namespace(target.cluster(), target.namespace()))) {
            throw ClusterErrors.of("cluster " + target.cluster() + " has no namespace \"" + target.namespace()
                    + "\"; see `namespace` and `cluster` of the target");
        }
        return Optional.of(new Releases(records, payload(payloads, 0), payload(payloads, 1), configMaps.get(),
                others));
    }

    private static Optional<Payload> payload(List<Optional<Payload>> payloads, int at) {
        return payloads.stream().skip(at).findFirst().flatMap(Function.identity());
    }

    private Optional<Payload> payload(Api api, Target target, Revision listed) {
        SecretRef object = SecretRef.of(listed);
        return read.find(target.cluster(), object).or(() -> read(api, target, object)).map(HelmSecrets::decode);
    }

    private Optional<JsonNode> read(Api api, Target target, SecretRef listed) {
        ApiRequest ask = ApiRequest.secret(target, "get", listed.name());
        Optional<JsonNode> secret = api.find(ask);
        if (secret.isEmpty()) return Optional.empty();
        Meta meta = Meta.of(ask, secret.get());
        if (!meta.uid().equals(listed.uid()) || !meta.resourceVersion().equals(listed.resourceVersion())) return Optional.empty();
        String type = secret.get().path("type").asText("");
        if (!type.equals(RecordName.TYPE)) {
            throw ClusterErrors
                    .of("Secret " + listed.name() + " has the name and labels of a Helm record, but its type is \""
                            + ApiResponse.cut(type)
                            + "\" and not \"" + RecordName.TYPE + "\". Helm reads it all the same; who made it?");
        }
        read.keep(target.cluster(), listed, secret.get());
        return secret;
    }

    static Payload decode(JsonNode secret) {
        try {
            return RecordDecoder.decode(Base64.getDecoder().decode(secret.path("data").path("release").asText("")));
        } catch (IllegalArgumentException notBase64) {
            return new Payload.Undecodable("its data.release is no base64");
        }
    }

    /**
     * What Helm reads is more than what {@link RecordDecoder} does (a revision beyond 2147483647, for instance), so only a Secret without any
     * {@code data.release} is known to be skipped by Helm too.
     */
    private void refuseReadable(Api api, Target target, List<String> odd) {
        for (String name : odd.subList(0, Math.min(MAX_ODD, odd.size()))) {
            Optional<JsonNode> secret = api.find(ApiRequest.secret(target, "get", name));
            if (secret.filter(it -> !it.path("data").path("release").asText("").isEmpty()).isEmpty()) continue;
            boolean record = decode(secret.get()) instanceof Payload.Decoded;
            throw misleading(target, "Secret", name,
                    record ? "holds a release record" : "holds something that Helm may read as a release record");
        }
        if (odd.size() > MAX_ODD) throw misleading(target, "Secret", odd.getLast(), "is one of " + odd.size() + " such");
    }

    static RuntimeException misleading(Target target, String kind, String name, String what) {
        return ClusterErrors
                .of(kind + " " + name + " carries Helm's labels (owner=helm, name=" + target.release() + ") under another name than a "
                        + "record's and " + what
                        + ". Helm counts what these labels select, so which revision is the highest cannot be told; take the "
                        + "labels off, or the " + kind + " away");
    }

    private static List<String> others(Api api, Target target) {
        ApiRequest ask = ApiRequest.list(target, Resource.SECRETS);
        return api.listMetadata(ask, "owner=helm").stream().flatMap(object -> Meta.of(ask, object).label("name").stream())
                .filter(name -> !name.equals(target.release())).distinct().sorted().limit(MAX_OTHERS).toList();
    }

    static Revision revision(Meta meta, int number) {
        return new Revision(meta.name(), number, meta.uid(), meta.resourceVersion(), meta.created(), meta.label("status"),
                meta.label("version"), meta.written(), DrillMark.made(meta));
    }

    static String recordsOf(Target target) {
        return "owner=helm,name=" + target.release();
    }
}
