package dev.helmstuck.incident;

import java.util.List;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.helmstuck.simulator.kubernetes.Kind;

/** A record that the bot deleted earlier: only its copy is there. */
final class Copied {
    private Copied() {}

    static void of(Incident incident, String secret) {
        ObjectNode record = incident.cluster.get(Kind.SECRET, Incident.NAMESPACE, secret).orElseThrow();
        if (!incident.cluster.remove(Kind.SECRET, Incident.NAMESPACE, secret)) throw new AssertionError(secret);
        ObjectNode was = JsonNodeFactory.instance.objectNode().put("type", record.path("type").asText()).put("name", secret);
        was.set("labels", record.at("/metadata/labels"));
        was.set("annotations", JsonNodeFactory.instance.objectNode());
        String revision = record.at("/metadata/labels/version").asText();
        ObjectNode copy = record.deepCopy().put("type", Incident.BACKUP).put("immutable", true);
        ObjectNode meta = copy.withObject("/metadata");
        meta.remove(List.of("uid", "resourceVersion", "creationTimestamp", "managedFields", "labels", "annotations"));
        meta.put("name", "helm-stuck.gitlab-cny.v" + revision + ".0123456789abcdef");
        meta.withObject("/labels").put("app.kubernetes.io/managed-by", "helm-stuck").put("helm-stuck/release", "gitlab-cny")
                .put("helm-stuck/revision", revision);
        meta.withObject("/annotations").put("helm-stuck/original", was.toString())
                .put("helm-stuck/uid", record.at("/metadata/uid").asText())
                .put("helm-stuck/resource-version", record.at("/metadata/resourceVersion").asText()).put("helm-stuck/remediation", "r0");
        var unused = incident.cluster.put(copy);
    }
}
