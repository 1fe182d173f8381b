package dev.helmstuck.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import dev.helmstuck.approval.Named;
import dev.helmstuck.cli.TerminalText;
import dev.helmstuck.remediation.Event;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.report.thread.RequestReport;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.testing.Some;
import org.junit.jupiter.api.Test;

/** What must stand in every request, however it is worded. */
class RequestReportTest {

    private static String open(List<Finding> findings, Named... approvers) {
        return TerminalText.of(RequestMessages.open("", SomeLives.asked(SomeLives.with(findings)), Some.policy(), approvers).report());
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

    @Test
    void who_may_answer_is_called_by_name_and_never_by_id() {
        assertThat(open(SomeFindings.allows(), new Named("UANN", "@ann", false), new Named("S0SRE", "@sre-oncall", true)))
                .contains("@ann, @sre-oncall: ").doesNotContain("UANN", "S0SRE");
    }

    @Test
    void one_whose_time_was_over_says_how_to_ask_again() {
        Remediation expired = SomeLives.after(SomeLives.asked(), new Event.Expired());

        assertThat(TerminalText.of(RequestReport.ended(expired.target(), Some.plan(), SomeLives.ending(expired))))
                .contains("To ask again, type /helm-stuck gitlab-cny.");
    }
}
