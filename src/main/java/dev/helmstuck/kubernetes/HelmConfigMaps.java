package dev.helmstuck.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import dev.helmstuck.release.Payload;
import dev.helmstuck.release.RecordDecoder;
import dev.helmstuck.release.Revision;
import dev.helmstuck.runbook.Releases;
import dev.helmstuck.runbook.Target;

/**
 * Helm's records of a release in ConfigMaps ({@code HELM_DRIVER=configmap}): the same names and labels, and the text that a Secret holds in
 * base64 (Helm {@code pkg/storage/driver/cfgmaps.go}). They are read, for Helm may be locked by one, and never written. Only the verb
 * {@code list} is needed.
 */
final class HelmConfigMaps {

    private HelmConfigMaps() {}

    static List<JsonNode> list(Api api, Target target) {
        return api.listMetadata(ApiRequest.list(target, Resource.CONFIG_MAPS), HelmSecrets.recordsOf(target));
    }

    /** Empty if the newest was not the listed one any more when its payload came. */
    static Optional<Releases.ConfigMaps> read(Api api, Target target, List<JsonNode> listed) {
        ApiRequest ask = ApiRequest.list(target, Resource.CONFIG_MAPS);
        List<Revision> records = new ArrayList<>();
        for (JsonNode object : listed) {
            Meta meta = Meta.of(ask, object);
            records.add(HelmSecrets.revision(meta, RecordName.number(target.release(), meta.name())
                    .orElseThrow(() -> HelmSecrets.misleading(target, "ConfigMap", meta.name(), "may hold one"))));
        }
        Optional<Revision> highest = records.stream().max(Comparator.comparingInt(Revision::number));
        if (highest.isEmpty()) return Optional.of(Releases.ConfigMaps.NONE);
        return payload(api, ask, highest.get()).map(top -> new Releases.ConfigMaps(records, Optional.of(top)));
    }

    private static Optional<Payload> payload(Api api, ApiRequest ask, Revision listed) {
        return api.listNamed(ask, listed.secret()).stream().findFirst().filter(whole -> {
            Meta meta = Meta.of(ask, whole);
            return meta.uid().equals(listed.uid()) && meta.resourceVersion().equals(listed.resourceVersion());
        }).map(whole -> RecordDecoder.decode(whole.path("data").path("release").asText("").getBytes(UTF_8)));
    }
}
