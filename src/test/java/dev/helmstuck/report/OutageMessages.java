package dev.helmstuck.report;

import java.time.Duration;
import java.util.List;

import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.report.thread.OutageReport;

/** What open threads are told while the database is lost, in every state, and when it is back. */
public final class OutageMessages {
    private static final String WHY = "the database: look for remediations: it does not answer (Connection refused)";

    private OutageMessages() {}

    public static List<Said> all() {
        return List.of(lost("diagnosing", SomeLives.opened()), lost("awaiting approval", SomeLives.asked()),
                lost("looking again", SomeLives.approved()),
                lost("about to copy", SomeLives.deleting()), lost("about to delete", SomeLives.backedUp()),
                lost("deleted", SomeLives.deleted(SomeLives.stuck())), lost("ended", SomeLives.blocked()),
                new Said("back", OutageReport.over(Duration.ofSeconds(95))));
    }

    private static Said lost(String when, Remediation remediation) {
        return new Said("lost, " + when, OutageReport.lost(remediation.state(), WHY));
    }
}
