package dev.helmstuck.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.report.Line.Span;
import dev.helmstuck.report.thread.RootReport;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.Link;
import dev.helmstuck.runbook.Result;
import dev.helmstuck.runbook.Step;
import dev.helmstuck.runbook.Table;
import org.junit.jupiter.api.Test;

class FindingReportTest {
    private static final Link FIFTEEN = new Link("upgrade #15", "https://ops.example.com/15");
    private static final Link LONGER = new Link("upgrade #151", "https://ops.example.com/151");

    private static Finding finding(List<String> seen, Link... links) {
        return new Finding(Step.NO_DEPLOY_IN_FLIGHT, Result.STOP, "Two jobs run.", seen, "", List.of(links), "glab api");
    }

    private static List<Span> links(Report report) {
        return report.sections().stream().flatMap(section -> section.lines().stream()).flatMap(line -> line.spans().stream())
                .filter(Span.Anchor.class::isInstance).toList();
    }

    @Test
    void the_title_is_the_answer_and_not_what_would_be_good() {
        assertThat(FindingReport.of(finding(List.of())).title()).isEqualTo("1a Stop: Two jobs run");
    }

    @Test
    void a_table_is_shown_with_its_columns_below_one_another_and_as_many_rows_as_a_message_holds() {
        List<List<String>> rows = IntStream.range(0, 40).mapToObj(i -> List.of("gitlab-" + "x".repeat(i % 3) + i, "" + i, "True")).toList();
        Finding finding = new Finding(Step.WORKLOADS_SETTLED, Result.PASS, "Settled.", List.of(), "", List.of(), "kubectl",
                Optional.of(new Table(List.of("name", "wanted", "Available"), rows)));

        List<String> lines = FindingReport.of(finding).sections().stream().flatMap(section -> section.lines().stream())
                .filter(line -> line.kind() == Line.Kind.TABLE).flatMap(line -> line.spans().stream()).map(Span::words).toList();

        assertThat(lines).hasSize(27).startsWith("name         wanted  Available", "gitlab-0     0       True", "gitlab-x1    1       True")
                .last().isEqualTo("… and 15 more rows, see `java -jar helm-stuck.jar check --json`");
    }

    @Test
    void not_stuck_is_no_bad_news_and_gets_neither_a_stop_nor_a_red_cross() {
        Report report = FindingReport.of(SomeFindings.stuck(ReleaseStatus.DEPLOYED, ReleaseStatus.SUPERSEDED).finding());

        assertThat(report.title()).isEqualTo("3 Not stuck: the newest revision, 1234, is deployed");
        assertThat(report.tone()).isEqualTo(Tone.NEUTRAL);
    }

    @Test
    void not_stuck_is_no_stopped_step_of_the_checklist_whatever_state_shows_it() {
        Finding notStuck = SomeFindings.stuck(ReleaseStatus.DEPLOYED, ReleaseStatus.SUPERSEDED).finding();

        assertThat(Stream.of(SomeLives.opened(), SomeLives.notStuck())
                .flatMap(life -> RootReport.of(life.found(List.of(notStuck)), SomeLives.around()).tasks().stream())
                .filter(task -> task.id().equals(Step.RELEASE_IS_STUCK.name())))
                .hasSize(2).allSatisfy(task -> {
                    assertThat(task.state()).isEqualTo(Report.TaskState.COMPLETE);
                    assertThat(task.title()).startsWith("3 Not stuck: ");
                });
    }

    @Test
    void an_item_of_the_checklist_names_no_time_by_another_clock_than_the_rest() {
        Finding alive = SomeFindings.owner(List.of(), SomeFindings.stuckFor(Duration.ofMinutes(25)));
        assertThat(alive.summary()).contains("UTC");

        assertThat(RootReport.of(SomeLives.opened().found(List.of(alive)), SomeLives.around()).tasks())
                .noneMatch(task -> task.title().contains("UTC"));
    }

    @Test
    void the_link_lies_on_the_words_that_name_its_page() {
        Line line = FindingReport.seen("writes this release: upgrade #15 is running", List.of(FIFTEEN));

        assertThat(line.spans()).containsExactly(new Span.Text("writes this release: "), new Span.Anchor("upgrade #15", FIFTEEN.url()),
                new Span.Text(" is running"));
    }

    @Test
    void a_job_whose_number_only_begins_alike_gets_its_own_page() {
        assertThat(FindingReport.seen("upgrade #151 is running", List.of(FIFTEEN, LONGER)).spans())
                .contains(new Span.Anchor("upgrade #151", LONGER.url()));
        assertThat(FindingReport.seen("upgrade #151 is running", List.of(FIFTEEN)).spans())
                .containsExactly(new Span.Text("upgrade #151 is running"));
    }

    @Test
    void a_page_is_linked_once_and_one_that_no_line_names_is_linked_below() {
        Report report = FindingReport.of(finding(List.of("upgrade #15 is running"), FIFTEEN, LONGER));

        assertThat(links(report)).containsExactly(new Span.Anchor("upgrade #15", FIFTEEN.url()),
                new Span.Anchor("upgrade #151", LONGER.url()));
        assertThat(report.sections().stream().flatMap(section -> section.lines().stream()).map(line -> line.spans().getFirst()))
                .contains(new Span.Text("Links: "));
    }
}
