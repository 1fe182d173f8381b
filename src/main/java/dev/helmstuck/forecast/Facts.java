package dev.helmstuck.forecast;

import java.util.Map;

/**
 * All that a forecast is made from.
 *
 * @param live what the cluster has
 * @param state the same, by what it is
 */
record Facts(ReleaseHistory history, Manifests manifests, Live live, Kubernetes kubernetes, Scope scope, LiveState state) {

    Facts(ReleaseHistory history, Manifests manifests, Live live, String namespace, String release) {
        this(history, manifests, live, new Scope(Kubernetes.builtIn().schema(), release, namespace, live.clusterWide()));
    }

    private Facts(ReleaseHistory history, Manifests manifests, Live live, Scope scope) {
        this(history, manifests, live, Kubernetes.builtIn(), scope, new LiveState(live, scope));
    }

    Schema schema() {
        return kubernetes.schema();
    }

    Map<String, Object> normal(Map<String, Object> object, Shape root) {
        return kubernetes.normal(object, root);
    }
}
