package dev.helmstuck.simulator;

import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.helmstuck.simulator.gitlab.SimulatedJob;
import dev.helmstuck.simulator.kubernetes.ClusterSimulator;
import dev.helmstuck.simulator.kubernetes.Kind;
import dev.helmstuck.testing.cluster.Payload;

/**
 * The runner of the simulated GitLab where the cluster is simulated too: a job that a retry makes deploys what got stuck. Of the recorded
 * release everything had been applied but the Secret {@code hidden}, which the simulator itself put into its manifest.
 */
public final class SimulatedHelm implements Consumer<SimulatedJob> {
    private final ClusterSimulator cluster;
    private final ObjectNode stuck;
    private final ObjectNode below;
    private final Clock clock;
    private final Runnable takesTime;

    /**
     * Before anything is deleted.
     *
     * @param takesTime returns when Helm is done
     */
    public SimulatedHelm(ClusterSimulator cluster, String namespace, List<String> stuckAndBelow, Clock clock, Runnable takesTime) {
        this.cluster = cluster;
        this.stuck = cluster.get(Kind.SECRET, namespace, stuckAndBelow.get(0)).orElseThrow();
        this.below = cluster.get(Kind.SECRET, namespace, stuckAndBelow.get(1)).orElseThrow();
        this.clock = clock;
        this.takesTime = takesTime;
    }

    @Override
    public void accept(SimulatedJob job) {
        job.startedAt(clock.instant());
        takesTime.run();
        upgrade();
        job.log("Release \"gitlab-cny\" has been upgraded. Happy Helming!\nJob succeeded\n").succeededAt(clock.instant());
    }

    private void upgrade() {
        ObjectNode hidden = stuck.objectNode().put("apiVersion", "v1").put("kind", "Secret").put("type", "Opaque");
        String namespace = stuck.at("/metadata/namespace").asText();
        ObjectNode metadata = hidden.putObject("metadata").put("namespace", namespace).put("name", "hidden");
        metadata.putObject("labels").put("app.kubernetes.io/managed-by", "Helm");
        metadata.putObject("annotations").put("meta.helm.sh/release-name", stuck.at("/metadata/labels/name").asText())
                .put("meta.helm.sh/release-namespace", namespace);
        var unusedSecret = cluster.put(hidden);
        var unusedBelow = cluster.put(as("superseded", below));
        var unusedDeployed = cluster.put(as("deployed", stuck));
    }

    private static ObjectNode as(String status, ObjectNode record) {
        ObjectNode other = record.deepCopy();
        String before = other.at("/metadata/labels/status").asText();
        other.withObject("/metadata").remove(List.of("uid", "resourceVersion", "creationTimestamp", "managedFields"));
        other.withObject("/metadata/labels").put("status", status);
        other.withObject("/data").put("release", Payload.encode(Payload.decode(other.at("/data/release").asText())
                .replace("\"status\":\"" + before + "\"", "\"status\":\"" + status + "\"")));
        return other;
    }
}
