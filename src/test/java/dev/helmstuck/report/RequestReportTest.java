package dev.helmstuck.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

import dev.helmstuck.cli.TerminalText;
import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.report.thread.RequestReport;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.testing.Some;
import org.junit.jupiter.api.Test;

/** What must stand in every request, however it is worded. */
class RequestReportTest {

    private static String open(List<Finding> findings) {
        return TerminalText
                .of(RequestReport.open(RequestMessages.plan(ReleaseStatus.PENDING_UPGRADE, ReleaseStatus.DEPLOYED), Some.policy(),
                        Some.NOW, Some.NOW.plus(Duration.ofMinutes(15)), new RequestReport.Standing("", findings, List.of())));
    }

    @Test
    void what_was_found_stands_in_the_request_a_line_a_check() {
        assertThat(open(SomeFindings.allows())).contains(SomeFindings.allows().stream().map(FindingReport::line).toList());
    }

    @Test
    void a_remark_stands_in_the_request_with_what_was_seen() {
        assertThat(open(SomeFindings.allowsWithRemarks())).contains("Remark: Settled, with 2 remarks",
                "Deployment gitlab-pages is paused: its rollout waits for a person", "HPA gitlab-pages cannot scale");
    }
}
