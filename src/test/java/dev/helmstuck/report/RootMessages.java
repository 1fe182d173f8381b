package dev.helmstuck.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import dev.helmstuck.remediation.Event;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.Sweep;
import dev.helmstuck.remediation.Sweep.SweepLine;
import dev.helmstuck.report.thread.RootReport;
import dev.helmstuck.report.thread.SweepReport;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.testing.Some;

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
        said.add(new Said("a sweep begins", sweep(4, SomeLives.opened())));
        said.add(new Said("a sweep asks, and one line cannot be read", sweep(3, SomeLives.opened(), SomeLives.asked())));
        said.add(new Said("a sweep of many has ended", sweep(40, LastMessages.endings().values().toArray(Remediation[]::new))));
        return said;
    }

    /** So many targets, as these remediations stand; the others are not stuck, or if all of them are open, cannot be read. */
    private static Report sweep(int targets, Remediation... known) {
        List<SweepLine> lines = IntStream.range(0, targets).mapToObj(each -> new SweepLine("gitlab-" + each, "r" + each, true)).toList();
        Sweep sweep = new Sweep("s1", "gprd", Some.requester(), "C1", Optional.empty(), Some.NOW, lines, 0);
        Optional<Remediation> other = known.length > 2 ? Optional.of(SomeLives.notStuck()) : Optional.empty();
        return SweepReport.of(sweep, IntStream.range(0, targets).mapToObj(each -> new SweepReport.TargetLine(lines.get(each),
                each < known.length ? Optional.of(known[each]) : other, Optional.of(SomeLives.around()), Optional.empty())).toList());
    }

    private static void say(List<Said> said, String when, Remediation remediation) {
        Report report = RootReport.of(remediation, SomeLives.around());
        // what only the last message tells apart is one message here
        if (said.stream().noneMatch(other -> other.report().equals(report))) said.add(new Said(when, report));
    }
}
