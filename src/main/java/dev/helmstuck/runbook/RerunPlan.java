package dev.helmstuck.runbook;

/**
 * Rerun this one job, named by its id, once (runbook, step 6).
 *
 * @param job as it was when people were asked
 * @param revision the newest revision that Helm had then
 */
public record RerunPlan(CiJob job, int revision) implements Plan {

    @Override
    public String fingerprint() {
        return job.project() + "#" + job.id() + " over " + revision;
    }

    @Override
    public String describe() {
        return job.project() + " job " + job.id() + " " + job.name();
    }
}
