package dev.helmstuck.kubernetes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import dev.helmstuck.runbook.ReleasePod;

/**
 * Pods as the runbook's values: whose they are and what keeps them from running. Messages of containers are not read, for they hold what a
 * process printed at its end; the environment of a container is not either.
 *
 * @param ours the workloads and Jobs of the namespace that are the release's, as {@code Deployment web}
 */
record PodStates(HelmOwnership ownership, Set<String> ours) {
    private static final String TEMPLATE = "pod-template-hash";
    /** What every container says while it is made. */
    private static final Set<String> BEGINNING = Set.of("", "ContainerCreating", "PodInitializing");

    /** Empty if it is not the release's. */
    Optional<ReleasePod> of(ApiRequest ask, JsonNode pod) {
        Meta meta = Meta.of(ask, pod);
        Optional<String> owner = owner(meta, pod);
        // a template may carry the marks of a hook; only a pod that nobody else made is one
        if (!owner.map(ours::contains).orElseGet(() -> ownership.has("Pod", pod))) return Optional.empty();
        String namespace = pod.path("metadata").path("namespace").asText("");
        JsonNode status = pod.path("status");
        return Optional.of(new ReleasePod(ownership.shown(namespace, meta.name()), owner.map(one -> shown(namespace, one)).orElse(""),
                owner.isEmpty() && HelmOwnership.isHook(pod), status.path("phase").asText("Unknown"), status.path("reason").asText(""),
                meta.label(TEMPLATE).or(() -> meta.label("controller-revision-hash")).orElse(""),
                pod.path("spec").path("nodeName").asText(""), is(status, "Ready", "True").isPresent(),
                pod.path("metadata").hasNonNull("deletionTimestamp"), unscheduled(status), waiting(status), restarts(status)));
    }

    /** A ReplicaSet's name is its Deployment's and the hash of the template, which its pods carry as a label. */
    private static Optional<String> owner(Meta meta, JsonNode pod) {
        for (JsonNode owner : pod.path("metadata").path("ownerReferences")) {
            if (!owner.path("controller").asBoolean(false)) continue;
            String kind = owner.path("kind").asText("");
            String name = owner.path("name").asText("");
            String hash = "-" + meta.label(TEMPLATE).orElse("");
            boolean ofDeployment = kind.equals("ReplicaSet") && hash.length() > 1 && name.endsWith(hash);
            return Optional.of(ofDeployment ? "Deployment " + name.substring(0, name.length() - hash.length()) : kind + " " + name);
        }
        return Optional.empty();
    }

    private String shown(String namespace, String owner) {
        int blank = owner.indexOf(' ');
        return owner.substring(0, blank + 1) + ownership.shown(namespace, owner.substring(blank + 1));
    }

    private static Optional<JsonNode> is(JsonNode status, String type, String value) {
        for (JsonNode condition : status.path("conditions")) {
            if (condition.path("type").asText("").equals(type) && condition.path("status").asText("").equals(value)) {
                return Optional.of(condition);
            }
        }
        return Optional.empty();
    }

    /** The scheduler's words; a pod with a gate has none but the reason. */
    private static String unscheduled(JsonNode status) {
        return is(status, "PodScheduled", "False")
                .map(said -> ApiResponse.cut(said.path("reason").asText("") + ": " + said.path("message").asText(""))).orElse("");
    }

    private static List<ReleasePod.Container> waiting(JsonNode status) {
        List<ReleasePod.Container> waiting = new ArrayList<>();
        for (String each : List.of("initContainerStatuses", "containerStatuses")) {
            for (JsonNode container : status.path(each)) {
                String reason = container.path("state").path("waiting").path("reason").asText("");
                if (BEGINNING.contains(reason)) continue;
                waiting.add(new ReleasePod.Container(container.path("name").asText(""), ApiResponse.cut(container.path("image").asText("")),
                        reason, lastEnd(container.path("lastState").path("terminated"))));
            }
        }
        return waiting;
    }

    private static String lastEnd(JsonNode ended) {
        if (ended.isMissingNode()) return "";
        String reason = ended.path("reason").asText("");
        return (reason.isEmpty() ? "" : reason + ", ") + "exit code " + ended.path("exitCode").asInt();
    }

    private static int restarts(JsonNode status) {
        int restarts = 0;
        for (String each : List.of("initContainerStatuses", "containerStatuses")) {
            for (JsonNode container : status.path(each))
                restarts += container.path("restartCount").asInt();
        }
        return restarts;
    }
}
