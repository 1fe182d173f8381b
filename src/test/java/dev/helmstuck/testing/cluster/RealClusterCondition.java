package dev.helmstuck.testing.cluster;

import java.util.Optional;
import java.util.function.Supplier;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;

final class RealClusterCondition implements ExecutionCondition {
    private final Supplier<Optional<String>> problem;
    private final boolean ci;

    RealClusterCondition() {
        this(Assets::problem, "true".equalsIgnoreCase(System.getenv("CI")));
    }

    RealClusterCondition(Supplier<Optional<String>> problem, boolean ci) {
        this.problem = problem;
        this.ci = ci;
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<String> missing = problem.get();
        if (missing.isEmpty())
            return ConditionEvaluationResult.enabled("a real cluster can be started");
        if (ci)
            throw new ExtensionConfigurationException("CI must not skip the drill: " + missing.orElseThrow());
        System.err.println("skipped " + context.getDisplayName() + ": " + missing.orElseThrow());
        return ConditionEvaluationResult.disabled(missing.orElseThrow());
    }
}
