package dev.helmstuck.simulator.kubernetes;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.helmstuck.testing.Canary;
import dev.helmstuck.testing.cluster.Payload;

/** Puts the canary where a cluster keeps secrets. */
final class Hidden {
    /** The types of Secrets that live beside records, with the key that each must have. */
    private static final Map<String, String> TYPES = Map.of("Opaque", "password", "kubernetes.io/dockerconfigjson", ".dockerconfigjson",
            "kubernetes.io/tls", "tls.key", "kubernetes.io/service-account-token", "token", "example.com/any", "any");

    private Hidden() {}

    /** The record with secret values, rendered Secrets and notes in its payload, as any chart may leave them there. */
    static ObjectNode within(ObjectNode record) {
        ObjectNode copy = record.deepCopy();
        ObjectNode data = copy.withObject("/data");
        ObjectNode release = Json.parse(Payload.decode(data.path("release").asText()));
        release.withObject("/config/password").put("of", Canary.AWKWARD).put("again", Canary.VALUE);
        release.withObject("/info").put("notes", "The password is " + Canary.VALUE);
        release.put("manifest", release.path("manifest").asText() + """
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: hidden}
                data: {password: %s}
                """.formatted(base64(Canary.VALUE)));
        data.put("release", Payload.encode(release.toString()));
        return copy;
    }

    static List<ObjectNode> beside(ObjectNode record) {
        String namespace = record.at("/metadata/namespace").asText();
        return TYPES.entrySet().stream().map(type -> {
            ObjectNode secret = Json.object().put("apiVersion", "v1").put("kind", "Secret").put("type", type.getKey());
            secret.putObject("metadata").put("namespace", namespace).put("name", "hidden-" + type.getValue().replaceAll("[^a-z]", ""));
            secret.putObject("data").put(type.getValue(), base64(Canary.AWKWARD)).put("more", base64(Canary.VALUE));
            return secret;
        }).toList();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
