package dev.helmstuck.testing.browser;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Marks tests that look through a {@link Browser}: without one they are skipped with a line that says so, and fail where {@code CI=true}. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsBrowser.BrowserCondition.class)
public @interface NeedsBrowser {

    /** Whether there is a browser. */
    final class BrowserCondition implements ExecutionCondition {
        private static final String MISSING = "there is no chromium on the PATH (Debian: apt-get install chromium)";

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (Browser.installed().isPresent()) return ConditionEvaluationResult.enabled("there is a browser");
            if ("true".equalsIgnoreCase(System.getenv("CI"))) throw new ExtensionConfigurationException("CI must not skip it: " + MISSING);
            System.err.println("skipped " + context.getDisplayName() + ": " + MISSING);
            return ConditionEvaluationResult.disabled(MISSING);
        }
    }
}
