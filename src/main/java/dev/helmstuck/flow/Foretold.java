package dev.helmstuck.flow;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import dev.helmstuck.forecast.Forecast;
import dev.helmstuck.report.ForecastLines;
import dev.helmstuck.runbook.Diagnosis;
import dev.helmstuck.runbook.Fact;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.Prospect;
import dev.helmstuck.runbook.ReleaseState;
import dev.helmstuck.runbook.Step;
import dev.helmstuck.runbook.StuckRevision;
import dev.helmstuck.runbook.Table;
import dev.helmstuck.runbook.Target;

/** What is foretold, put where people read it: as a table into the evidence, and in a few lines into the request. */
final class Foretold {
    private Foretold() {}

    /** The diagnosis with the forecast; nothing is foretold of what is not stuck. */
    static Diagnosis in(Diagnosis diagnosis, Fact<Optional<Forecast>> forecast) {
        if (!(diagnosis.release() instanceof ReleaseState.Stuck(StuckRevision stuck))) return diagnosis;
        Target target = diagnosis.target();
        Prospect prospect = forecast.either(it -> it.map(known -> ForecastLines.of(target, known))
                .orElseGet(() -> Prospect.untold("no record is pending")), missing -> Prospect.untold(ForecastLines.why(missing)));
        return new Diagnosis(target, diagnosis.at(), new ReleaseState.Stuck(stuck.foretold(prospect)), diagnosis.findings().stream()
                .map(finding -> finding.step() == Step.RELEASE_IS_STUCK ? finding(finding, target, forecast) : finding).toList());
    }

    /** The finding on the records, with the forecast as its table. That nothing could be foretold is one more thing that was seen. */
    private static Finding finding(Finding finding, Target target, Fact<Optional<Forecast>> forecast) {
        return forecast.either(
                known -> known.map(it -> with(finding, ForecastLines.seen(it), Optional.of(ForecastLines.table(target, it))))
                        .orElse(finding),
                missing -> with(finding, List.of("what the next deploy will do could not be foretold: " + ForecastLines.why(missing)),
                        finding.table()));
    }

    private static Finding with(Finding finding, List<String> seen, Optional<Table> table) {
        return new Finding(finding.step(), finding.result(), finding.summary(), Stream.concat(finding.seen().stream(), seen.stream())
                .toList(), finding.next(), finding.links(), finding.byHand(), table);
    }
}
