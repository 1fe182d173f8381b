package dev.helmstuck.flow.intake;

import java.time.Clock;
import java.util.List;
import java.util.Optional;

import dev.helmstuck.flow.intake.Answers.CommandResult;
import dev.helmstuck.ports.ConfiguredTarget;
import dev.helmstuck.ports.Drills;
import dev.helmstuck.ports.Drills.DrillAnswer;
import dev.helmstuck.ports.Inbox;
import dev.helmstuck.ports.Remediations;
import dev.helmstuck.ports.Remediations.AuditRow;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.replies.DrillReplies;
import dev.helmstuck.runbook.Target;
import jakarta.inject.Inject;

/** Makes a release that is there to practise on stuck, and begins its remediation as that of any other; or says why not. */
final class BeginDrill {
    private final Remediations remediations;
    private final Admission admission;
    private final Begin begin;
    private final Drills drills;
    private final Clock clock;

    @Inject
    BeginDrill(Remediations remediations, Admission admission, Begin begin, Drills drills, Clock clock) {
        this.remediations = remediations;
        this.admission = admission;
        this.begin = begin;
        this.drills = drills;
        this.clock = clock;
    }

    CommandResult work(Inbox.Command command, ConfiguredTarget entry) {
        if (admission.to(command, entry) instanceof Admission.Admitted.Turned(Report why)) return new CommandResult.Refusing(why);
        Target target = entry.target();
        // what people are asked about at this moment stays what it is
        Optional<Report> open = remediations.openFor(target.name()).map(begin::alreadyOpen);
        if (open.isPresent()) return new CommandResult.Refusing(open.get());
        remediations.audit(new AuditRow("", clock.instant(), command.user(), "drill", target.name() + " in " + command.channel(),
                "begins to make " + target.release() + " in " + target.cluster() + "/" + target.namespace() + " stuck"));
        return switch (made(target)) {
            case DrillAnswer.DrillMade(String stuck) -> begun(command, entry, stuck);
            case DrillAnswer.InTheWay(List<String> objects) -> new CommandResult.Refusing(DrillReplies.inTheWay(target, objects));
            case DrillAnswer.DrillRefused(String why, boolean unready, List<String> made) ->
                new CommandResult.Refusing(DrillReplies.notMade(target, why, unready, made));
        };
    }

    private DrillAnswer made(Target target) {
        try {
            return drills.make(target);
        } catch (UnavailableException silent) {
            return new DrillAnswer.DrillRefused(silent.source() + ": " + silent.why(), false, List.of());
        }
    }

    private CommandResult begun(Inbox.Command command, ConfiguredTarget entry, String stuck) {
        try {
            return begin.drill(command, entry, stuck);
        } catch (UnavailableException silent) {
            return new CommandResult.Refusing(DrillReplies.notBegun(entry.target(), silent.source(), silent.why()));
        }
    }
}
