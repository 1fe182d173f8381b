package dev.helmstuck.runbook;

/**
 * Where a runner with the Kubernetes executor runs its jobs.
 *
 * @param cluster a kubeconfig context, or {@value Target#IN_CLUSTER}
 * @param namespace the one namespace in which it makes the pods of all jobs
 */
public record RunnerPlace(String cluster, String namespace) {

    /** {@code kubectl} aimed at this place. */
    public String kubectl() {
        return Target.kubectl(cluster) + " -n " + namespace;
    }

    /** Shows by hand which pods run which jobs, and where. */
    public String showPods() {
        return kubectl() + " get pods -o custom-columns='NAME:.metadata.name,JOB:.metadata.annotations.job\\.runner\\.gitlab\\.com/id,"
                + "PHASE:.status.phase,NODE:.spec.nodeName'";
    }

    @Override
    public String toString() {
        return "namespace " + namespace + " of cluster " + cluster;
    }
}
