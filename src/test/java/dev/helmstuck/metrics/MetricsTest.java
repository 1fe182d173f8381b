package dev.helmstuck.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import dev.helmstuck.doctor.Checkup;
import dev.helmstuck.doctor.Examination;
import dev.helmstuck.doctor.Examination.Subject;
import dev.helmstuck.doctor.Point;
import dev.helmstuck.doctor.Severity;
import dev.helmstuck.doctor.Symptom;
import dev.helmstuck.ports.Catalog;
import dev.helmstuck.ports.ConfiguredTarget;
import dev.helmstuck.ports.Remediations.AuditRow;
import dev.helmstuck.ports.Signals.CallResult;
import dev.helmstuck.ports.Signals.Upstream;
import dev.helmstuck.ports.Signals.WatchResult;
import dev.helmstuck.ports.Version;
import dev.helmstuck.remediation.Event;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.testing.FakeClock;
import dev.helmstuck.testing.MemoryRemediations;
import dev.helmstuck.testing.Pages;
import dev.helmstuck.testing.Some;
import org.junit.jupiter.api.Test;

/** What the page says, and what it says when it cannot know. */
class MetricsTest {
    private final FakeClock clock = new FakeClock();
    private final MemoryRemediations store = new MemoryRemediations();
    private final Metrics metrics = new Metrics(new OnlyCny(), new OpenRemediations(store, clock), new Version("1.2.3"));

    private record OnlyCny() implements Catalog {
        @Override
        public Optional<ConfiguredTarget> target(String name) {
            return Optional.empty();
        }

        @Override
        public Optional<List<String>> group(String name) {
            return Optional.empty();
        }

        @Override
        public List<String> targetNames() {
            return List.of("gitlab-cny");
        }

        @Override
        public List<String> groupNames() {
            return List.of();
        }
    }

    private String value(String series) {
        return metrics.text().lines().filter(line -> line.startsWith(series + " ")).map(line -> line.substring(series.length() + 1))
                .findFirst().orElse("none");
    }

    private static Remediation opened() {
        return Remediation.open("r1", "gitlab-cny", Some.requester(), "C1", Some.NOW);
    }

    private void open() {
        var unused = store.open(opened(), new AuditRow("r1", Some.NOW, "URUTH", "command", "gitlab-cny", "opened"));
    }

    @Test
    void every_series_is_there_at_zero_before_anything_happens() {
        assertThat(value("helmstuck_remediations_total{outcome=\"FAILED\",target=\"gitlab-cny\"}")).isEqualTo("0.0");
        assertThat(value("helmstuck_remediation_time_seconds_count{to=\"unlock\"}")).isEqualTo("0");
        assertThat(value("helmstuck_upstream_calls_seconds_count{result=\"silent\",system=\"gitlab\"}")).isEqualTo("0");
        assertThat(value("helmstuck_open_remediations{state=\"AwaitingApproval\"}")).isEqualTo("0.0");
        assertThat(value("helmstuck_build_info{version=\"1.2.3\"}")).isEqualTo("1");
        assertThat(metrics.text()).contains("jvm_memory_used_bytes", "process_uptime_seconds");
    }

    @Test
    void every_metric_that_a_page_names_is_told() {
        metrics.slack(() -> true, () -> 1);
        metrics.watched("gitlab-cny", WatchResult.QUIET);
        assertThat(Pages.named("\\b((?:helmstuck|jvm|process)_[a-z_]+\\w)")).hasSizeGreaterThan(8)
                .allSatisfy(name -> assertThat(metrics.text())
                        .containsPattern("\n" + name + (name.endsWith("_") ? "" : "(_count)?[ {]")));
    }

    @Test
    void every_metric_of_the_bots_own_is_explained_on_a_page() {
        metrics.slack(() -> true, () -> 1);
        metrics.watched("gitlab-cny", WatchResult.QUIET);
        Collection<String> named = Pages.named("\\b(helmstuck_[a-z_]+\\w)");
        List<String> told = Pattern.compile("(?m)^# TYPE (helmstuck_\\w+) ").matcher(metrics.text()).results().map(type -> type.group(1))
                .toList();
        assertThat(told).hasSizeGreaterThan(8).allSatisfy(name -> assertThat(named).anyMatch(page -> page.equals(name)
                || page.equals(name.replaceAll("_max$", ""))));
    }

    @Test
    void an_end_counts_once_though_the_telling_of_it_is_saved_after_it() {
        Remediation ended = opened().on(new Event.Cancelled("Ruth"), Some.NOW);
        metrics.saved(opened(), ended);
        metrics.saved(ended, ended.on(new Event.Noted(), Some.NOW));
        metrics.saved(ended, ended.on(new Event.Told(), Some.NOW));
        assertThat(value("helmstuck_remediations_total{outcome=\"CANCELLED\",target=\"gitlab-cny\"}")).isEqualTo("1.0");
        assertThat(value("helmstuck_remediations_total{outcome=\"FAILED\",target=\"gitlab-cny\"}")).isEqualTo("0.0");
    }

    @Test
    void calls_are_counted_by_system_and_by_what_came_of_them() {
        metrics.called(Upstream.GITLAB, CallResult.of(502), Duration.ofMillis(300));
        metrics.called(Upstream.GITLAB, CallResult.of(404), Duration.ofMillis(3));
        assertThat(value("helmstuck_upstream_calls_seconds_count{result=\"failed\",system=\"gitlab\"}")).isEqualTo("1");
        assertThat(value("helmstuck_upstream_calls_seconds_count{result=\"absent\",system=\"gitlab\"}")).isEqualTo("1");
        assertThat(value("helmstuck_upstream_calls_seconds_bucket{result=\"failed\",system=\"gitlab\",le=\"0.25\"}")).isEqualTo("0");
        assertThat(value("helmstuck_upstream_calls_seconds_bucket{result=\"failed\",system=\"gitlab\",le=\"1.0\"}")).isEqualTo("1");
    }

    @Test
    void open_remediations_are_those_of_the_store_with_the_age_of_the_oldest() {
        open();
        clock.advance(Duration.ofSeconds(90));
        assertThat(value("helmstuck_open_remediations{state=\"Diagnosing\"}")).isEqualTo("1.0");
        assertThat(value("helmstuck_open_remediation_age_seconds{state=\"Diagnosing\"}")).isEqualTo("90.0");
    }

    @Test
    void while_the_store_does_not_answer_nobody_claims_that_nothing_is_open() {
        open();
        store.goDown("the database is gone");
        assertThat(value("helmstuck_open_remediations{state=\"Diagnosing\"}")).isEqualTo("NaN");
        store.comeUp();
        assertThat(value("helmstuck_open_remediations{state=\"Diagnosing\"}")).isEqualTo("1.0");
    }

    @Test
    void reconnects_are_the_greetings_after_the_first() {
        metrics.slack(() -> false, () -> 3);
        assertThat(value("helmstuck_slack_connected")).isEqualTo("0.0");
        assertThat(value("helmstuck_slack_reconnects_total")).isEqualTo("2.0");
    }

    @Test
    void what_doctor_found_is_no_number_before_its_first_round() {
        String problems = "helmstuck_doctor_findings{severity=\"problem\"}";
        assertThat(value(problems)).isEqualTo("NaN");
        metrics.examined(new Checkup(Some.NOW, List.of(new Examination(Subject.DATABASE, "the database",
                List.of(new Symptom(Point.DATABASE, Severity.PROBLEM, "it is none", "mend it"))))));
        assertThat(value(problems)).isEqualTo("1.0");
        assertThat(value("helmstuck_doctor_findings{severity=\"unknown\"}")).isEqualTo("0.0");
    }

    @Test
    void no_label_grows_with_what_people_do() {
        metrics.saved(opened(), opened().on(new Event.Cancelled("Ruth"), Some.NOW));
        var labels = Pattern.compile("[{,]([a-z_]+)=\"").matcher(metrics.text()).results().map(found -> found.group(1)).distinct().toList();
        assertThat(labels).containsOnly("target", "outcome", "to", "le", "system", "result", "state", "severity", "version", "area",
                "id");
        assertThat(metrics.text()).doesNotContain("r1\"", "Ruth", "URUTH", "C1");
    }
}
