package dev.helmstuck.flow.steps;

import java.util.List;
import java.util.Optional;

import dev.helmstuck.flow.steps.Progress.Entry;
import dev.helmstuck.ports.Catalog;
import dev.helmstuck.ports.ConfiguredTarget;
import dev.helmstuck.ports.MessageRef;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.remediation.Event;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.State;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.RestorePlan;
import dev.helmstuck.runbook.Target;
import jakarta.inject.Inject;

/** The work that belongs to each state. */
public final class Steps {
    private static final String CONFIGURATION = UnavailableException.CONFIGURATION;

    private final Catalog catalog;
    private final Diagnose diagnose;
    private final Approve approve;
    private final AfterYes afterYes;
    private final TellIncident incident;

    /** What a step may want of the thread: that it says by now what it should, never what that is. */
    public interface ThreadOf {

        /** The checks have found this much. */
        void found(List<Finding> soFar);

        /** Where the message with this key lies; throws {@link UnavailableException} unless it is there and complete. */
        MessageRef posted(String key);

        /** Throws {@link UnavailableException} unless the thread says everything. */
        void settled();

        /** The record as Markdown, as the thread's file holds it; empty if there is nothing to be kept. */
        Optional<String> record();
    }

    /** The work of the states after people said yes. */
    record AfterYes(Recheck recheck, Delete delete, Validate validate, OfRerun reruns, Restore restore) {
        @Inject
        AfterYes {}
    }

    /** The work of a rerun. */
    record OfRerun(Rerun rerun, Follow follow) {
        @Inject
        OfRerun {}
    }

    @Inject
    Steps(Catalog catalog, Diagnose diagnose, Approve approve, AfterYes afterYes, TellIncident incident) {
        this.catalog = catalog;
        this.diagnose = diagnose;
        this.approve = approve;
        this.afterYes = afterYes;
        this.incident = incident;
    }

    /**
     * Works on a state.
     *
     * @param resumed whether another process, or an earlier try, came to this state: then nothing of it is known to be our own doing
     */
    public Progress work(Remediation remediation, boolean resumed, ThreadOf thread) {
        return switch (remediation.state()) {
            case State.Diagnosing diagnosing when remediation.restore().isPresent() ->
                afterYes.restore().plan(remediation, configured(remediation).target());
            case State.Diagnosing diagnosing -> diagnose.work(remediation, configured(remediation), thread::found);
            case State.AwaitingApproval awaiting -> approve.work(remediation, awaiting, resumed,
                    configured(remediation).policy().on(awaiting.plan()), thread);
            case State.Rechecking rechecking -> resumed
                    ? Progress.moved(new Event.Reopened(rechecking.approvals()))
                    : afterYes.recheck().work(remediation, rechecking, configured(remediation));
            case State.Deleting deleting -> resumed
                    ? afterYes.delete().resume(deleting, configured(remediation).target())
                    : afterYes.delete().work(remediation, deleting, configured(remediation));
            case State.Validating validating -> {
                Target target = configured(remediation).target();
                yield afterYes.validate().work(validating, target, remediation.drill().isPresent() || target.drill());
            }
            case State.Rerunning rerunning -> resumed
                    ? afterYes.reruns().rerun().resume(remediation, rerunning)
                    : afterYes.reruns().rerun().work(remediation, rerunning, configured(remediation));
            case State.Following following ->
                afterYes.reruns().follow().work(remediation, following, () -> configured(remediation).target());
            case State.Restoring restoring -> {
                ConfiguredTarget entry = ofRestore(remediation, restoring.plan());
                yield resumed
                        ? afterYes.restore().resume(restoring, entry.target())
                        : afterYes.restore().work(remediation, restoring, entry);
            }
            case State.Closing closing -> {
                thread.settled();
                yield incident.work(remediation, resumed, thread::record).orElseGet(() -> Progress.moved(new Event.Told(),
                        Entry.ours("end", remediation.target(), closing.ending().outcome().name())));
            }
            case State.Closed closed -> new Progress.Waits();
        };
    }

    /** What is put back belongs to the release that people were asked about. */
    private ConfiguredTarget ofRestore(Remediation remediation, RestorePlan plan) {
        ConfiguredTarget entry = configured(remediation);
        if (plan.isOf(entry.target())) return entry;
        throw new UnavailableException(CONFIGURATION, "target " + remediation.target() + " is another release by now; this is about "
                + plan.release() + " in " + plan.cluster() + "/" + plan.namespace());
    }

    private ConfiguredTarget configured(Remediation remediation) {
        ConfiguredTarget now = catalog.target(remediation.target()).orElseThrow(() -> new UnavailableException(CONFIGURATION,
                "target " + remediation.target() + " is no longer configured"));
        // what is looked at from the intent to delete on proves something of that release alone
        boolean deleted = remediation.state() instanceof State.Deleting || remediation.state() instanceof State.Validating
                || remediation.unlocked().isPresent();
        remediation.lastDelete().filter(plan -> deleted && !plan.isOf(now.target())).ifPresent(plan -> {
            throw new UnavailableException(CONFIGURATION, "target " + remediation.target() + " is another release by now; this is about "
                    + plan.release() + " in " + plan.cluster() + "/" + plan.namespace());
        });
        return now;
    }
}
