package dev.helmstuck.flow;

import java.time.Clock;
import java.time.Duration;

import dev.helmstuck.flow.Remediations.AuditRow;
import dev.helmstuck.remediation.Ending;
import dev.helmstuck.remediation.Event;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.State;
import dev.helmstuck.report.LastReport;
import dev.helmstuck.report.RequestReport;
import dev.helmstuck.report.RootReport;
import jakarta.inject.Inject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code Closing}: the last message, broadcast once, then the root and the request say that it ended. */
final class Tell {
    private static final Logger LOG = LoggerFactory.getLogger(Tell.class);
    /** An edit that fails for so long never will succeed (message deleted, edits not allowed); the last message is there anyway. */
    private static final Duration EDITS_GIVEN_UP = Duration.ofMinutes(10);

    private final Postings postings;
    private final Clock clock;

    @Inject
    Tell(Postings postings, Clock clock) {
        this.postings = postings;
        this.clock = clock;
    }

    Answer work(Remediation remediation, State.Closing state, Catalog.Entry entry) {
        Ending ending = state.ending();
        MessageRef root = postings.root(remediation, RootReport.of(remediation, entry.target(), remediation.findings()));
        postings.once(remediation, "last", true, LastReport.of(remediation, entry.target(), ending));
        try {
            postings.settle(root, RootReport.of(remediation, entry.target(), remediation.findings()));
            ending.plan().ifPresent(plan -> {
                for (int look = 1; look <= remediation.looks(); look++) {
                    postings.find(remediation.id(), Postings.requestKey(look))
                            .ifPresent(request -> postings.settle(request, RequestReport.ended(plan, ending.why())));
                }
            });
        } catch (Unavailable edit) {
            if (Duration.between(remediation.since(), clock.instant()).compareTo(EDITS_GIVEN_UP) < 0) throw edit;
            LOG.warn("{}: an ended message could not be edited: {}", remediation.id(), edit.why());
        }
        return Answer.moves(new Event.Told(),
                new AuditRow(remediation.id(), clock.instant(), "helm-stuck", "end", remediation.target(), ending.outcome().name()));
    }
}
