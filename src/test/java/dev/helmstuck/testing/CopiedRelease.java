package dev.helmstuck.testing;

import java.util.List;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.helmstuck.simulator.kubernetes.ClusterSimulator;
import dev.helmstuck.simulator.kubernetes.Kind;
import dev.helmstuck.testing.cluster.Payload;

/** The release of the recorded story once more, in another namespace of the simulated cluster. */
public final class CopiedRelease {
    private static final String NAMESPACE = "gitlab-cny";
    private static final String STUCK = "sh.helm.release.v1.gitlab-cny.v1234";

    private CopiedRelease() {}

    /** Stuck as it is, or without the record that makes it so. */
    public static void into(ClusterSimulator cluster, String namespace, boolean stuck) {
        for (Kind kind : List.of(Kind.SECRET, Kind.CONFIG_MAP, Kind.DEPLOYMENT, Kind.REPLICA_SET, Kind.HORIZONTAL_POD_AUTOSCALER)) {
            for (ObjectNode object : cluster.list(kind, NAMESPACE)) {
                if (!stuck && object.at("/metadata/name").asText().equals(STUCK)) continue;
                var unused = cluster.put(moved(object.deepCopy(), namespace));
            }
        }
    }

    private static ObjectNode moved(ObjectNode copy, String namespace) {
        copy.withObject("/metadata").put("namespace", namespace).remove(List.of("resourceVersion", "managedFields"));
        if (copy.at("/metadata/annotations").has("meta.helm.sh/release-namespace"))
            copy.withObject("/metadata/annotations").put("meta.helm.sh/release-namespace", namespace);
        if (copy.path("type").asText().equals("helm.sh/release.v1")) {
            String text = Payload.decode(copy.at("/data/release").asText());
            copy.withObject("/data").put("release",
                    Payload.encode(text.replace("\"namespace\":\"" + NAMESPACE + "\"", "\"namespace\":\"" + namespace + "\"")));
        }
        return copy;
    }
}
