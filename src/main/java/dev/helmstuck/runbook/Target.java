package dev.helmstuck.runbook;

import java.util.Optional;

/**
 * A configured name for one release in one cluster.
 *
 * @param name what people type
 * @param environment GitLab's name for the environment, shown only
 * @param cluster a kubeconfig context, or {@value #IN_CLUSTER}
 * @param namespace the namespace that holds Helm's records
 * @param release Helm's release name
 * @param ci where the jobs run that write this release
 * @param deleter the context of the account that backs up, deletes and restores; without it that of {@code cluster} does all
 */
public record Target(String name, String environment, String cluster, String namespace, String release, Ci ci, Optional<String> deleter) {

    /** The value of {@code cluster} that means the cluster the bot itself runs in. */
    public static final String IN_CLUSTER = "in-cluster";

    /** One account for everything. */
    public Target(String name, String environment, String cluster, String namespace, String release, Ci ci) {
        this(name, environment, cluster, namespace, release, ci, Optional.empty());
    }

    /** {@code kubectl} aimed at this target, for the commands that show a finding by hand. */
    public String kubectl() {
        return "kubectl" + context("--context") + " -n " + namespace;
    }

    /** {@code helm} aimed at this target. */
    public String helm() {
        return "helm" + context("--kube-context") + " -n " + namespace;
    }

    private String context(String flag) {
        return cluster.equals(IN_CLUSTER) ? "" : " " + flag + " " + cluster;
    }
}
