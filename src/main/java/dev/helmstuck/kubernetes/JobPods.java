package dev.helmstuck.kubernetes;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.runbook.RunnerPlace;
import dev.helmstuck.runbook.RunnerPods;
import dev.helmstuck.runbook.RunnerPods.Pod;

/**
 * The pods that a GitLab Runner's Kubernetes executor made for CI jobs: their metadata only, for the specs hold the jobs' variables.
 * Which have ended is for the API server to tell ({@code fieldSelector=status.phase}).
 *
 * <p>Nobody is told that nothing is there because the place does not exist, or may not be looked at.
 */
final class JobPods {
    static final String JOB_ID = "job.runner.gitlab.com/id";
    private static final String NOT_ENDED = "status.phase!=Succeeded,status.phase!=Failed";

    private final Clients clients;

    JobPods(Clients clients) {
        this.clients = clients;
    }

    RunnerPods read(RunnerPlace place) {
        Api api = clients.of(place.cluster());
        ApiRequest ask = ApiRequest.list(place, Resource.PODS);
        List<JsonNode> objects = api.listMetadataByFields(ask, NOT_ENDED);
        if (objects.isEmpty() && api.isGone(ApiRequest.namespace(place.cluster(), place.namespace()))) {
            throw ClusterErrors.of("cluster " + place.cluster() + " has no namespace \"" + place.namespace()
                    + "\"; see `ci.runnerPods` of the target");
        }
        List<Pod> pods = new ArrayList<>();
        List<String> unmarked = new ArrayList<>();
        for (JsonNode object : objects) {
            Meta meta = Meta.of(ask, object);
            Optional<String> job = meta.annotation(JOB_ID);
            if (job.isPresent()) pods.add(new Pod(meta.name(), job.get(), goneBy(ask, object)));
            else if (isRunners(meta)) unmarked.add(meta.name());
        }
        return new RunnerPods(pods, unmarked, lostNodes(api, place));
    }

    /** Of a pod that is being deleted this is when its grace period is over, not when somebody asked for it. */
    private static Optional<Instant> goneBy(ApiRequest ask, JsonNode object) {
        String text = object.path("metadata").path("deletionTimestamp").asText("");
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
        } catch (DateTimeException noTime) {
            throw ClusterErrors
                    .of("cluster " + ask.cluster() + " gave a pod with an unreadable deletionTimestamp, asked to " + ask.words());
        }
    }

    /** {@code runner-TOKEN-project-ID-concurrent-N-HASH}, as the executor names its pods. */
    private static boolean isRunners(Meta meta) {
        return meta.label("job.runner.gitlab.com/pod").isPresent() || meta.name().matches("runner-.+-project-\\d+-concurrent-.+");
    }

    private static List<String> lostNodes(Api api, RunnerPlace place) {
        ApiRequest ask = ApiRequest.nodes(place.cluster());
        List<JsonNode> nodes = api.list(ask);
        // a cluster in which pods run has nodes
        if (nodes.isEmpty()) throw new UnavailableException("the cluster", "cluster " + place.cluster() + " shows no node at all");
        return nodes.stream().filter(node -> !isReady(node)).map(node -> Meta.of(ask, node).name()).sorted().toList();
    }

    private static boolean isReady(JsonNode node) {
        for (JsonNode condition : node.path("status").path("conditions")) {
            if (condition.path("type").asText("").equals("Ready")) return condition.path("status").asText("").equals("True");
        }
        return false;
    }
}
