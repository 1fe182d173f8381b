package dev.helmstuck.runbook.checks;

import java.util.List;

import dev.helmstuck.runbook.Fact;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.Link;
import dev.helmstuck.runbook.Result;
import dev.helmstuck.runbook.Step;

/** The finding for "could not look", which blocks. */
final class Unknown {
    private Unknown() {}

    static Finding of(Step step, String what, Fact.Unavailable<?> missing, String byHand) {
        return of(step, what, List.of(line(missing)), List.of(), byHand);
    }

    /** @param seen what did not answer, and what is known all the same */
    static Finding of(Step step, String what, List<String> seen, List<Link> links, String byHand) {
        return new Finding(step, Result.UNKNOWN, "Could not look: " + what + ".", seen,
                "Nothing is deleted on a guess. Look by hand, or mend the access and run the command again.", links, byHand);
    }

    /** Who did not answer, and why. */
    static String line(Fact.Unavailable<?> missing) {
        return missing.source() + ": " + missing.why();
    }
}
