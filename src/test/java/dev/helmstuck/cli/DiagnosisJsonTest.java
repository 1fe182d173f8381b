package dev.helmstuck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.runbook.Diagnosis;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.Link;
import dev.helmstuck.runbook.ReleaseState;
import dev.helmstuck.runbook.Result;
import dev.helmstuck.runbook.Step;
import dev.helmstuck.runbook.Table;
import dev.helmstuck.testing.Golden;
import dev.helmstuck.testing.Some;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The keys are an interface for scripts: a golden that loses or renames one is a broken promise. */
class DiagnosisJsonTest {
    private static final Finding FINDING = new Finding(Step.NO_DEPLOY_IN_FLIGHT, Result.STOP, "1 active job can write this release.",
            List.of("writes this release: gprd-cny:upgrade #7 \u001B[31m\u009B31m\u202E\n\"quoted\""), "Let it end.",
            List.of(new Link("gprd-cny:upgrade #7", "https://ops.example.com/jobs/7")), "glab api projects");

    private static final Finding TABLED = new Finding(Step.WORKLOADS_SETTLED, Result.PASS, "Settled.", List.of(), "", List.of(), "kubectl",
            Optional.of(new Table(List.of("name", "wanted"), List.of(List.of("web", "3"), List.of("kas", "2")))));

    static Stream<Arguments> diagnoses() {
        return Stream.of(
                Arguments.of("stuck", Some.diagnosis()),
                Arguments.of("blocked", Some.diagnosis(new ReleaseState.Stuck(Some.stuck()), List.of(FINDING))),
                Arguments.of("not-stuck", Some.diagnosis(new ReleaseState.NotStuck(1234, ReleaseStatus.FAILED), List.of(FINDING))),
                Arguments.of("first-install",
                        Some.diagnosis(new ReleaseState.Unclear(Optional.of(1), Optional.of(ReleaseStatus.PENDING_INSTALL)), List.of())),
                Arguments.of("with-a-table", Some.diagnosis(new ReleaseState.Stuck(Some.stuck()), List.of(TABLED))),
                Arguments.of("no-records", Some.diagnosis(new ReleaseState.Unclear(Optional.empty(), Optional.empty()), List.of())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("diagnoses")
    void each_verdict_has_its_document(String name, Diagnosis diagnosis) {
        Golden.check("diagnosis/" + name + ".json", DiagnosisJson.of(diagnosis));
    }

    @Test
    void it_is_one_document_that_carries_outside_text_unchanged_and_unable_to_steer() throws JsonProcessingException {
        String json = DiagnosisJson.of(Some.diagnosis(new ReleaseState.Stuck(Some.stuck()), List.of(FINDING)));

        JsonNode document = new ObjectMapper().readTree(json);
        assertThat(document.at("/findings/0/seen/0").asText()).isEqualTo(FINDING.seen().getFirst());
        assertThat(json).doesNotContain("\u001B", "\u009B", "\u202E");
    }
}
