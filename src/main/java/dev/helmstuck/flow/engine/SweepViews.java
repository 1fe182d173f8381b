package dev.helmstuck.flow.engine;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import dev.helmstuck.ports.Remediations;
import dev.helmstuck.remediation.Outcome;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.State;
import dev.helmstuck.remediation.Sweep;
import dev.helmstuck.report.thread.SweepReport;
import dev.helmstuck.report.thread.SweepReport.TargetLine;
import dev.helmstuck.report.thread.ThreadMessage;
import dev.helmstuck.report.thread.ThreadView;
import jakarta.inject.Inject;

/** What the first message of a sweep should say now: a function of its remediations as they are saved. */
final class SweepViews {
    private final Remediations remediations;
    private final Views views;
    private final Threads threads;

    /**
     * The message, and how far it is.
     *
     * @param closed whether all have ended
     * @param linked whether every link that belongs there is known
     * @param since when the newest of it changed
     */
    record Now(ThreadMessage message, boolean closed, boolean linked, Instant since) {}

    @Inject
    SweepViews(Remediations remediations, Views views, Threads threads) {
        this.remediations = remediations;
        this.views = views;
        this.threads = threads;
    }

    Now of(Sweep sweep) {
        List<TargetLine> lines = sweep.lines().stream().map(line -> told(line, remediations.find(line.remediation()))).toList();
        List<Remediation> all = lines.stream().map(TargetLine::remediation).flatMap(Optional::stream).toList();
        return new Now(ThreadView.of(sweep, SweepReport.of(sweep, lines)), all.stream().allMatch(it -> it.state() instanceof State.Closed),
                lines.stream().allMatch(SweepViews::linked),
                all.stream().map(Remediation::since).max(Comparator.naturalOrder()).orElse(sweep.opened()));
    }

    /** That nothing is stuck is said by the line alone; what another thread tells always has a link there. */
    private static boolean linked(TargetLine told) {
        boolean alone = told.line().own() && told.remediation().flatMap(it -> it.state().end())
                .filter(ending -> ending.outcome() == Outcome.NOT_STUCK).isPresent();
        return alone || told.link().isPresent();
    }

    private TargetLine told(Sweep.SweepLine line, Optional<Remediation> remediation) {
        return new TargetLine(line, remediation, remediation.flatMap(views::around), remediation.flatMap(it -> link(line, it)));
    }

    /** Of its own ones the message to read next; of another's its first one. */
    private Optional<String> link(Sweep.SweepLine line, Remediation remediation) {
        if (!line.own()) return threads.link(remediation);
        return remediation.state().ended()
                ? threads.link(remediation, ThreadView.LAST)
                : remediation.proposal().map(ThreadView::request).flatMap(key -> threads.link(remediation, key));
    }
}
