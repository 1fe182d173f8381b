package dev.helmstuck.flow;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import dev.helmstuck.ports.MessageRef;
import dev.helmstuck.ports.Remediations.AuditRow;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.remediation.Ending;
import dev.helmstuck.remediation.Event;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.State;
import dev.helmstuck.report.thread.LastReport;
import dev.helmstuck.report.thread.RequestReport;
import dev.helmstuck.report.thread.RootReport;
import dev.helmstuck.runbook.Ci;
import dev.helmstuck.runbook.Target;
import jakarta.inject.Inject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code Closing}: the last message, broadcast once, then the root and the request say that it ended. */
final class Close {
    private static final Logger LOG = LoggerFactory.getLogger(Close.class);
    /** An edit that fails for so long never will succeed (message deleted, edits not allowed); the last message is there anyway. */
    private static final Duration EDITS_GIVEN_UP = Duration.ofMinutes(10);

    private final Postings postings;
    private final Clock clock;

    @Inject
    Close(Postings postings, Clock clock) {
        this.postings = postings;
        this.clock = clock;
    }

    /** @param configured the target, unless it was taken out of the configuration meanwhile: the thread gets its last message all the same */
    Progress work(Remediation remediation, State.Closing state, Optional<Target> configured) {
        Ending ending = state.ending();
        Target target = configured.orElseGet(() -> forgotten(remediation, ending));
        MessageRef root = postings.root(remediation, RootReport.of(remediation, target, remediation.findings()));
        postings.once(remediation, "last", true, LastReport.of(remediation, target, ending));
        try {
            postings.settle(root, RootReport.of(remediation, target, remediation.findings()));
            ending.plan().ifPresent(plan -> postings.settleRequest(remediation, plan, RequestReport.ended(plan, ending.why())));
        } catch (UnavailableException edit) {
            if (Duration.between(remediation.since(), clock.instant()).compareTo(EDITS_GIVEN_UP) < 0) throw edit;
            LOG.warn("{}: an ended message could not be edited: {}", remediation.id(), edit.why());
        }
        return Progress.moved(new Event.Told(),
                new AuditRow(remediation.id(), clock.instant(), "helm-stuck", "end", remediation.target(), ending.outcome().name()));
    }

    /** What is still known of a target that is no longer configured. */
    private static Target forgotten(Remediation remediation, Ending ending) {
        String unknown = "(no longer configured)";
        Ci ci = new Ci(unknown, Pattern.compile("(?!)"), Optional.empty(), List.of(), Duration.ZERO, false);
        return ending.plan()
                .map(plan -> new Target(remediation.target(), unknown, plan.cluster(), plan.namespace(), plan.release(), List.of(ci)))
                .orElseGet(() -> new Target(remediation.target(), unknown, unknown, unknown, unknown, List.of(ci)));
    }
}
