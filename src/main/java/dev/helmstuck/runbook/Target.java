package dev.helmstuck.runbook;

/**
 * A configured name for one release in one cluster.
 *
 * @param name what people type
 * @param environment GitLab's name for the environment, shown only
 * @param cluster a kubeconfig context, or {@value #IN_CLUSTER}
 * @param namespace the namespace that holds Helm's records
 * @param release Helm's release name
 * @param ci where the jobs run that write this release
 */
public record Target(String name, String environment, String cluster, String namespace, String release, Ci ci) {

    /** The value of {@code cluster} that means the cluster the bot itself runs in. */
    public static final String IN_CLUSTER = "in-cluster";

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
