package dev.helmstuck.runbook;

import java.util.List;

/**
 * A pod of the release: a workload's, a Job's, a hook's or its own. Of what its spec holds nothing is kept but images: the environment of a
 * container may be secret.
 *
 * @param owner whose it is, as {@code Deployment web}; empty if it is nobody's
 * @param hook whether Helm runs it as a hook
 * @param phase in Kubernetes' word: Pending, Running, Failed, Unknown
 * @param reason why it failed, in Kubernetes' word ({@code Evicted}); empty if that says nothing
 * @param revision the hash of the template that it was made from; empty if it has none
 * @param node where it runs; empty if no node has taken it
 * @param going whether it is being deleted
 * @param unscheduled why no node takes it; empty if that is not so
 * @param waiting its containers that cannot run, those of its beginning too
 * @param restarts of all its containers
 */
public record ReleasePod(String name, String owner, boolean hook, String phase, String reason, String revision, String node, boolean ready,
        boolean going, String unscheduled, List<Container> waiting, int restarts) {

    public ReleasePod {
        waiting = List.copyOf(waiting);
    }

    /**
     * A container that waits for something else than its making.
     *
     * @param reason in Kubernetes' word: {@code CrashLoopBackOff}, {@code ImagePullBackOff} …
     * @param lastEnd how it ended before, as {@code OOMKilled, exit code 137}; empty if it never ran
     */
    public record Container(String name, String image, String reason, String lastEnd) {}

    /** Whether it has failed for good; such a pod stays, and its controller has made another one. */
    public boolean failed() {
        return phase.equals("Failed");
    }
}
