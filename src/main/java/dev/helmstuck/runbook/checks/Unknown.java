package dev.helmstuck.runbook.checks;

import java.util.List;

import dev.helmstuck.runbook.Fact;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.Result;
import dev.helmstuck.runbook.Step;

/** The finding for "could not look", which blocks. */
final class Unknown {
    private Unknown() {}

    static Finding of(Step step, String what, Fact.Unavailable<?> missing, String byHand) {
        return new Finding(step, Result.UNKNOWN, "Could not look: " + what + ".", List.of(missing.source() + ": " + missing.why()),
                "Nothing is deleted on a guess. Look by hand, or mend the access and run the command again.", List.of(), byHand);
    }
}
