package dev.helmstuck.flow;

import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.ReleaseState;
import dev.helmstuck.runbook.Step;
import dev.helmstuck.runbook.StuckRevision;

/**
 * A check of the runbook: takes what it needs of the evidence and lets a class of {@code runbook/checks} judge it.
 *
 * @param step the step of the runbook that it is
 * @param finding what it finds; empty where there is nothing to judge
 */
record Check(Step step, Function<Questions, Optional<Finding>> finding) {

    /** One that is always made. */
    static Check of(Step step, Function<Questions, Finding> finding) {
        return new Check(step, evidence -> Optional.of(finding.apply(evidence)));
    }

    /** One that is about the stuck revision, and is made only if there is one. */
    static Check ofStuck(Step step, BiFunction<Questions, StuckRevision, Finding> finding) {
        return new Check(step, evidence -> evidence.release().release() instanceof ReleaseState.Stuck(var stuck)
                ? Optional.of(finding.apply(evidence, stuck))
                : Optional.empty());
    }
}
