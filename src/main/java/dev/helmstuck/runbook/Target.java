package dev.helmstuck.runbook;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A configured name for one release in one cluster.
 *
 * @param name what people type
 * @param environment GitLab's name for the environment, shown only
 * @param cluster a kubeconfig context, or {@value #IN_CLUSTER}
 * @param namespace the namespace that holds Helm's records
 * @param release Helm's release name
 * @param ci where the jobs run that write this release: at least one project, and none of them twice
 * @param deleter the context of the account that backs up, deletes and restores; without it that of {@code cluster} does all
 */
public record Target(String name, String environment, String cluster, String namespace, String release, List<Ci> ci,
        Optional<String> deleter) {

    /** The value of {@code cluster} that means the cluster the bot itself runs in. */
    public static final String IN_CLUSTER = "in-cluster";

    public Target {
        ci = List.copyOf(ci);
        if (ci.isEmpty()) throw new IllegalArgumentException("the target " + name + " has no project whose jobs write it");
    }

    /** One account for everything. */
    public Target(String name, String environment, String cluster, String namespace, String release, List<Ci> ci) {
        this(name, environment, cluster, namespace, release, ci, Optional.empty());
    }

    /** Whether this job writes this release: a job counts by the pattern of its own project. */
    public boolean writesRelease(CiJob job) {
        return ci.stream().anyMatch(one -> one.project().equals(job.project()) && one.writesRelease(job.name()));
    }

    /** Whether this job writes the same cluster, by the pattern of its own project. */
    public boolean writesCluster(CiJob job) {
        return ci.stream().anyMatch(one -> one.project().equals(job.project()) && one.writesCluster(job.name()));
    }

    /** Of its projects the one whose Helm can live longest: whoever does not know which of them wrote a record has to wait for that. */
    public Ci slowest() {
        return ci.stream().max(Comparator.comparing(Ci::longestHelm)).orElseThrow();
    }

    /** The longest that a Helm started by any of its jobs can live. */
    public Duration longestHelm() {
        return slowest().longestHelm();
    }

    /** Its projects, for a sentence. */
    public String projects() {
        return ci.stream().map(Ci::project).collect(Collectors.joining(" and "));
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
