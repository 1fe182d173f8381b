package dev.helmstuck.flow.intake;

import java.time.Clock;
import java.time.Instant;
import java.util.List;

import dev.helmstuck.flow.engine.Queue;
import dev.helmstuck.flow.engine.SweepBoard;
import dev.helmstuck.flow.intake.Answers.CommandResult;
import dev.helmstuck.ports.ConfiguredTarget;
import dev.helmstuck.ports.Inbox;
import dev.helmstuck.ports.Remediations;
import dev.helmstuck.ports.Remediations.AuditRow;
import dev.helmstuck.remediation.Remediation.Requester;
import dev.helmstuck.remediation.Sweep;
import dev.helmstuck.remediation.Sweep.SweepLine;
import jakarta.inject.Inject;

/** Begins a sweep: a remediation of each target that may be asked for, or says why there is none. */
final class BeginSweep {
    private final Remediations remediations;
    private final Admission admission;
    private final SweepBoard board;
    private final Queue queue;
    private final Clock clock;

    @Inject
    BeginSweep(Remediations remediations, Admission admission, SweepBoard board, Queue queue, Clock clock) {
        this.remediations = remediations;
        this.admission = admission;
        this.board = board;
        this.queue = queue;
        this.clock = clock;
    }

    /**
     * Carries the command out.
     *
     * @param name what was asked for; empty for everything
     * @param leftOut how many were left out before
     */
    CommandResult work(Inbox.Command command, String name, List<ConfiguredTarget> entries, int leftOut) {
        Admission.Party party = admission.to(command, entries);
        return party.requester().map(requester -> begin(command, name, requester, party.entries(), leftOut + party.turned().size()))
                .orElseGet(() -> new CommandResult.Refusing(party.turned().getFirst()));
    }

    private static SweepLine line(Inbox.Command command, String target) {
        return new SweepLine(target, FreshId.of(command, target), true);
    }

    private CommandResult begin(Inbox.Command command, String name, Requester requester, List<ConfiguredTarget> entries, int leftOut) {
        Instant now = clock.instant();
        List<SweepLine> lines = entries.stream().map(entry -> line(command, entry.target().name()))
                .toList();
        Sweep asked = new Sweep(FreshId.of(command, "the sweep"), name, requester, command.channel(), command.thread(), now, lines,
                leftOut);
        List<AuditRow> rows = lines.stream().map(line -> new AuditRow(line.remediation(), now, requester.user(), "command", line.target(),
                "opened in " + command.channel() + ", sweep " + asked.id())).toList();
        Sweep sweep = remediations.open(asked, rows);
        board.show(sweep);
        sweep.lines().stream().filter(SweepLine::own).forEach(line -> queue.poke(line.remediation()));
        return new CommandResult.Silently();
    }
}
