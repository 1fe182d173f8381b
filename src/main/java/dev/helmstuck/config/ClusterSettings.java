package dev.helmstuck.config;

import java.nio.file.Path;
import java.util.List;

/**
 * How the clusters are reached.
 *
 * @param kubeconfigs {@code KUBECONFIG}: the files whose contexts the targets name, the first wins; without any only in-cluster
 * targets work
 * @param proxies what the environment says of proxies
 */
public record ClusterSettings(List<Path> kubeconfigs, ProxyVariables proxies) {

    public ClusterSettings {
        kubeconfigs = List.copyOf(kubeconfigs);
    }
}
