package dev.helmstuck.testing.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;

class RealClusterConditionTest {
    private ExtensionContext context;

    @RegisterExtension
    final BeforeEachCallback keep = seen -> context = seen;

    @BeforeEach
    void hasAContext() {
        assertThat(context).isNotNull();
    }

    @Test
    void withoutTheProgramsTheTestIsSkippedWithTheLineThatSaysHowToGetThem() {
        var result = new RealClusterCondition(() -> Optional.of("none: " + Assets.HOW_TO_GET), false).evaluateExecutionCondition(context);
        assertThat(result.isDisabled()).isTrue();
        assertThat(result.getReason()).hasValue("none: export KUBEBUILDER_ASSETS=$(.ci/kube-assets)");
    }

    @Test
    void whereCiIsTrueItFailsInstead() {
        assertThatThrownBy(() -> new RealClusterCondition(() -> Optional.of("none"), true).evaluateExecutionCondition(context))
                .isInstanceOf(ExtensionConfigurationException.class).hasMessage("CI must not skip the drill: none");
    }

    @Test
    void withTheProgramsItRunsEverywhere() {
        assertThat(new RealClusterCondition(Optional::empty, true).evaluateExecutionCondition(context).isDisabled()).isFalse();
    }
}
