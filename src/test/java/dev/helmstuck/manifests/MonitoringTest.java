package dev.helmstuck.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import dev.helmstuck.testing.MonitoringFiles;
import org.junit.jupiter.api.Test;

/** The shipped alerts and dashboard are complete by themselves; that the bot tells what they ask for is shown by a played remediation. */
class MonitoringTest {
    private static final String PAGE = """
            # HELP helmstuck_remediations_total Remediations that ended, by how
            helmstuck_remediations_total{outcome="FAILED",target="gitlab-cny"} 0.0
            """;

    @Test
    void every_alert_says_what_is_wrong_and_what_to_do() {
        assertThat(MonitoringFiles.alerts()).hasSizeGreaterThan(5).allSatisfy(alert -> {
            assertThat(alert.path("alert").asText()).startsWith("HelmStuck");
            assertThat(alert.at("/labels/severity").asText()).isIn("critical", "warning");
            assertThat(alert.at("/annotations/summary").asText()).isNotBlank().doesNotEndWith(".");
            assertThat(alert.at("/annotations/description").asText()).hasSizeGreaterThan(80).endsWith(".");
        });
        assertThat(MonitoringFiles.alerts().stream().map(alert -> alert.path("alert").asText())).doesNotHaveDuplicates();
    }

    @Test
    void every_panel_has_a_title_an_explanation_and_something_to_show() {
        assertThat(MonitoringFiles.panels()).hasSizeGreaterThan(8).allSatisfy(panel -> {
            assertThat(panel.path("title").asText()).isNotBlank();
            assertThat(panel.path("description").asText()).endsWith(".");
            assertThat(panel.path("targets")).isNotEmpty();
            assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}");
        });
        assertThat(MonitoringFiles.panels().stream().map(panel -> panel.path("id").asInt())).doesNotHaveDuplicates();
    }

    @Test
    void a_metric_a_label_or_a_word_that_is_not_told_would_be_found() {
        assertThat(MonitoringFiles.unknown(List.of("sum by (target) (helmstuck_remediations_total{outcome=~\"FAILED\"}) > 0"), PAGE))
                .isEmpty();
        assertThat(MonitoringFiles.unknown(List.of("sum(helmstuck_remediation_total)", "helmstuck_remediations_total{result=\"FAILED\"}",
                "helmstuck_remediations_total{outcome=~\"FAILED|LOST\"}", "sum by (system) (helmstuck_remediations_total)", "up == 0"),
                PAGE))
                .containsExactly("helmstuck_remediation_total", "helmstuck_remediations_total{result}",
                        "helmstuck_remediations_total{outcome=LOST}", "system in sum by (system) (helmstuck_remediations_total)",
                        "no metric in up == 0");
    }
}
