package dev.helmstuck.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.helmstuck.runbook.Verdict;
import org.junit.jupiter.api.Test;

class DiagnosisReportTest {

    @Test
    void each_verdict_has_the_exit_code_that_the_command_line_promises() {
        assertThat(DiagnosisReport.exitCode(Verdict.NOT_STUCK)).isZero();
        assertThat(DiagnosisReport.exitCode(Verdict.STUCK)).isEqualTo(10);
        assertThat(DiagnosisReport.exitCode(Verdict.BLOCKED)).isEqualTo(11);
    }
}
