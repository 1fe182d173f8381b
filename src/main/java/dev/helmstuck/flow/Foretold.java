package dev.helmstuck.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.helmstuck.forecast.Forecast;
import dev.helmstuck.report.ForecastLines;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.Prospect;
import dev.helmstuck.runbook.ReleaseState;
import dev.helmstuck.runbook.StuckRevision;

/** What is foretold, put where people read it: as a table into the evidence, and in a few lines into the request. */
final class Foretold {
    private Foretold() {}

    /** The finding on the records, with the forecast as its table. That nothing could be foretold is one more thing that was seen. */
    static Finding finding(Questions evidence) {
        Finding finding = evidence.release().finding();
        if (!(evidence.release().release() instanceof ReleaseState.Stuck)) return finding;
        return evidence.forecast().either(
                forecast -> forecast.map(it -> with(finding, it, evidence)).orElse(finding),
                missing -> new Finding(finding.step(), finding.result(), finding.summary(), and(finding.seen(), List.of(
                        "what the next deploy will do could not be foretold: " + ForecastLines.why(missing))),
                        finding.next(), finding.links(), finding.byHand(), finding.table()));
    }

    /** What the records come to, with what the thread says of the next deploy. */
    static ReleaseState state(Questions evidence) {
        if (!(evidence.release().release() instanceof ReleaseState.Stuck(StuckRevision stuck))) return evidence.release().release();
        Prospect prospect = evidence.forecast().either(
                forecast -> forecast.map(it -> ForecastLines.of(evidence.target(), it))
                        .orElseGet(() -> Prospect.untold("no record is pending")),
                missing -> Prospect.untold(ForecastLines.why(missing)));
        return new ReleaseState.Stuck(stuck.foretold(prospect));
    }

    private static Finding with(Finding finding, Forecast forecast, Questions evidence) {
        return new Finding(finding.step(), finding.result(), finding.summary(), and(finding.seen(), ForecastLines.seen(forecast)),
                finding.next(), finding.links(), finding.byHand(), Optional.of(ForecastLines.table(evidence.target(), forecast)));
    }

    private static List<String> and(List<String> seen, List<String> more) {
        List<String> all = new ArrayList<>(seen);
        all.addAll(more);
        return all;
    }
}
