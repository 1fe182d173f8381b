package dev.helmstuck.report;

import java.util.ArrayList;
import java.util.List;

import dev.helmstuck.remediation.Event;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.report.thread.RootReport;
import dev.helmstuck.runbook.Finding;

/** The root message in every state and outcome. */
public final class RootMessages {

    private RootMessages() {}

    public static List<Said> all() {
        List<Said> said = new ArrayList<>();
        List<Finding> findings = SomeFindings.allows();
        say(said, "just opened", SomeLives.opened());
        say(said, "two checks have answered", SomeLives.opened().found(List.of(findings.get(0), findings.get(3))));
        say(said, "a plan, its request not posted yet", SomeLives.diagnosed(SomeLives.stuck()));
        say(said, "waits for a yes", SomeLives.asked());
        say(said, "somebody said yes", SomeLives.approved());
        say(said, "about to copy", SomeLives.deleting());
        say(said, "about to delete", SomeLives.backedUp());
        say(said, "deleted", SomeLives.deleted(SomeLives.stuck()));
        LastMessages.endings().forEach((when, remediation) -> say(said, "ended: " + when, remediation));
        say(said, "closed", SomeLives.after(SomeLives.notStuck(), new Event.Told()));
        return said;
    }

    private static void say(List<Said> said, String when, Remediation remediation) {
        Report report = RootReport.of(remediation, SomeLives.around());
        // what only the last message tells apart is one message here
        if (said.stream().noneMatch(other -> other.report().equals(report))) said.add(new Said(when, report));
    }
}
