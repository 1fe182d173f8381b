package dev.helmstuck.flow;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.DeletePlan;
import dev.helmstuck.runbook.JobLog;
import dev.helmstuck.runbook.SecretRef;
import dev.helmstuck.runbook.Workloads;

/**
 * What the last looks at stuck records saw, for the look after a yes. In memory only, and bounded: a look that finds nothing here waits for a
 * second sample of its own, and reads all itself.
 */
final class EarlierLooks {
    private static final int MOST = 64;

    private final Map<StuckObject, EarlierLook> looks = new LinkedHashMap<>();

    private record StuckObject(String cluster, SecretRef object) {}

    /**
     * One of them.
     *
     * @param object the stuck record, which was this object in this version
     * @param logs those that cannot get any longer: of jobs that were over, closed by the runner
     * @param at when all of it had been seen
     */
    record EarlierLook(SecretRef object, Workloads workloads, Map<CiJob, JobLog> logs, Instant at) {}

    /** The newest look at the record that this plan names. */
    synchronized Optional<EarlierLook> of(DeletePlan plan) {
        return Optional.ofNullable(looks.get(new StuckObject(plan.cluster(), plan.object())));
    }

    synchronized void keep(String cluster, EarlierLook look) {
        StuckObject stuck = new StuckObject(cluster, look.object());
        looks.remove(stuck);
        looks.put(stuck, look);
        if (looks.size() > MOST) looks.remove(looks.keySet().iterator().next());
    }
}
