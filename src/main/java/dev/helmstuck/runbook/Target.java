package dev.helmstuck.runbook;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
 * @param beside the patterns of all other targets that have the same cluster
 * @param gitlab the address of the GitLab that has the projects; empty where nobody asks it
 * @param drill whether it is a release to practise on, in a namespace of its own: one that nobody needs
 */
public record Target(String name, String environment, String cluster, String namespace, String release, List<Ci> ci,
        Optional<String> deleter, List<JobPattern> beside, Optional<String> gitlab, boolean drill) {

    /** The value of {@code cluster} that means the cluster the bot itself runs in. */
    public static final String IN_CLUSTER = "in-cluster";

    public Target {
        ci = List.copyOf(ci);
        beside = List.copyOf(beside);
        if (ci.isEmpty()) throw new IllegalArgumentException("the target " + name + " has no project whose jobs write it");
    }

    /** One account for everything. */
    public Target(String name, String environment, String cluster, String namespace, String release, List<Ci> ci) {
        this(name, environment, cluster, namespace, release, ci, Optional.empty());
    }

    /** The only one in its cluster. */
    public Target(String name, String environment, String cluster, String namespace, String release, List<Ci> ci,
            Optional<String> deleter) {
        this(name, environment, cluster, namespace, release, ci, deleter, List.of(), Optional.empty(), false);
    }

    /** The same to practise on, or not. */
    public Target drill(boolean only) {
        return new Target(name, environment, cluster, namespace, release, ci, deleter, beside, gitlab, only);
    }

    /** This target where others have the same cluster: whatever writes it for them, writes it. */
    public Target beside(List<Target> others) {
        List<JobPattern> theirs = others.stream().flatMap(other -> other.ci().stream().flatMap(one -> one.patterns().stream())
                .map(it -> new JobPattern(it.project(), it.names(), false, Optional.of(other.name())))).toList();
        return new Target(name, environment, cluster, namespace, release, ci, deleter, theirs, gitlab, drill);
    }

    /** This target in this GitLab. */
    public Target of(String url) {
        return new Target(name, environment, cluster, namespace, release, ci, deleter, beside, Optional.of(url), drill);
    }

    /** By what a job is judged: the patterns of its own projects, then those of other targets that have the same cluster. */
    public List<JobPattern> patterns() {
        return Stream.concat(ci.stream().flatMap(one -> one.patterns().stream()), beside.stream()).toList();
    }

    /** Whether this job writes this release: a job counts by the pattern of its own project. */
    public boolean writesRelease(CiJob job) {
        return ci.stream().flatMap(one -> one.patterns().stream()).anyMatch(pattern -> pattern.release() && pattern.matches(job));
    }

    /** By which pattern this job writes this release, or else its cluster; empty if nothing is known of it. */
    public Optional<JobPattern> pattern(CiJob job) {
        return patterns().stream().filter(pattern -> pattern.matches(job)).max(Comparator.comparing(JobPattern::release));
    }

    /** Every project with jobs that write this release or its cluster, with those of its resource groups that are shown. */
    public Map<String, List<String>> watched() {
        Map<String, List<String>> watched = new LinkedHashMap<>();
        ci.forEach(one -> watched.put(one.project(), one.resourceGroups()));
        beside.stream().filter(pattern -> watched.keySet().stream().noneMatch(pattern::isOf))
                .forEach(pattern -> watched.put(pattern.project(), List.of()));
        return watched;
    }

    /** Where this job ran as a pod, if its project says so. */
    public Optional<RunnerPlace> runnerPods(CiJob job) {
        return ci.stream().filter(one -> one.patterns().stream().anyMatch(pattern -> pattern.release() && pattern.matches(job)))
                .flatMap(one -> one.runnerPods().stream()).findFirst();
    }

    /** Its projects, for a sentence. */
    public String projects() {
        return ci.stream().map(Ci::project).collect(Collectors.joining(" and "));
    }

    /** {@code kubectl} aimed at this target, for the commands that show a finding by hand. */
    public String kubectl() {
        return kubectlOfCluster() + " -n " + namespace;
    }

    /** {@code kubectl} aimed at its cluster, for what lies in no namespace. */
    public String kubectlOfCluster() {
        return kubectl(cluster);
    }

    /** {@code kubectl} aimed at a context, or at the cluster that it runs in. */
    public static String kubectl(String context) {
        return "kubectl" + option("--context", context);
    }

    /** {@code helm} aimed at this target. */
    public String helm() {
        return "helm" + option("--kube-context", cluster) + " -n " + namespace;
    }

    private static String option(String flag, String context) {
        return context.equals(IN_CLUSTER) ? "" : " " + flag + " " + context;
    }
}
