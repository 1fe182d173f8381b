package dev.helmstuck.runbook.checks;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import dev.helmstuck.release.Revision;
import dev.helmstuck.runbook.Fact;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.Formats;
import dev.helmstuck.runbook.Result;
import dev.helmstuck.runbook.Step;
import dev.helmstuck.runbook.Target;

/**
 * The record of a drill: no Helm has written it, so none has to be waited for. It takes both, the drill's mark on the record and a target that
 * is there to practise on, and the same record at both looks; anything else is judged as every record is.
 */
final class DrillRecord {
    private DrillRecord() {}

    /** Empty unless it is such a record, unchanged at the second look. */
    static Optional<Finding> judged(Target target, Revision stuck, Fact<Optional<Revision>> later) {
        if (!target.drill() || stuck.drill().isEmpty()) return Optional.empty();
        boolean steady = later.either(again -> again.filter(stuck::equals).isPresent(), missing -> false);
        return steady ? Optional.of(made(target, stuck, stuck.drill().get())) : Optional.empty();
    }

    private static Finding made(Target target, Revision stuck, Instant at) {
        return new Finding(Step.OWNER_IS_DEAD, Result.PASS, "The stuck revision was made by helm-stuck's drill: no Helm has written it.",
                List.of("made by helm-stuck's drill at " + Formats.moment(at)
                        + ", and its mark is still on it, which the first write of a Helm takes off",
                        "in an incident this check looks for the job that wrote it, and for the end of that job's Helm"),
                "", List.of(), target.kubectl() + " get secret " + stuck.secret() + " -o custom-columns="
                        + "MADE:'.metadata.annotations.helm-stuck/drill-made',VERSION:.metadata.resourceVersion");
    }
}
