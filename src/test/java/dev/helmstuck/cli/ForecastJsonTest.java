package dev.helmstuck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.helmstuck.forecast.Forecast;
import dev.helmstuck.forecast.SomeForecasts;
import dev.helmstuck.runbook.Diagnosis;
import dev.helmstuck.runbook.Fact;
import dev.helmstuck.testing.Golden;
import dev.helmstuck.testing.Some;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code check --json} is what its schema says, and its key {@code forecast} holds nothing secret. */
class ForecastJsonTest {
    private static final JsonSchema SCHEMA = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(ForecastJsonTest.class.getResourceAsStream("check.schema.json"));

    static Stream<Arguments> forecasts() {
        return Stream.of(Arguments.of("nothing-applied", SomeForecasts.nothingApplied()),
                Arguments.of("all-applied", SomeForecasts.allApplied()),
                Arguments.of("rolled-back", SomeForecasts.rolledBack()), Arguments.of("partly-unknown", SomeForecasts.partlyUnknown()),
                Arguments.of("failing", SomeForecasts.failing()), Arguments.of("first-install", SomeForecasts.firstInstall()),
                Arguments.of("custom-resource", SomeForecasts.customResource()), Arguments.of("odd-history", SomeForecasts.oddHistory()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forecasts")
    void each_forecast_has_its_document(String name, Forecast forecast) throws JsonProcessingException {
        String json = DiagnosisJson.of(Some.diagnosis(), new Fact.Known<>(Optional.of(forecast)));
        assertThat(problems(json)).isEmpty();
        assertThat(json).doesNotContain("hunter", "s3cr3t", "czNjcj");
        Golden.check("forecast/" + name + ".json", new ObjectMapper().writerWithDefaultPrettyPrinter()
                .writeValueAsString(new ObjectMapper().readTree(json).get("forecast")));
    }

    @Test
    void a_document_without_a_forecast_is_what_the_schema_says_too() throws JsonProcessingException {
        String json = DiagnosisJson.of(Some.diagnosis());
        assertThat(problems(json)).isEmpty();
        assertThat(new ObjectMapper().readTree(json).has("forecast")).isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.helmstuck.cli.DiagnosisJsonTest#diagnoses")
    void every_diagnosis_is_what_the_schema_says(String name, Diagnosis diagnosis) throws JsonProcessingException {
        assertThat(problems(DiagnosisJson.of(diagnosis))).as(name).isEmpty();
    }

    @Test
    void if_nothing_could_be_read_only_the_reason_is_there() throws JsonProcessingException {
        String json = DiagnosisJson.of(Some.diagnosis(), new Fact.Unavailable<>("the cluster", "it gave no answer"));
        JsonNode forecast = new ObjectMapper().readTree(json).get("forecast");
        assertThat(problems(json)).isEmpty();
        assertThat(forecast.path("unknown").path(0).asText()).isEqualTo("everything: the cluster: it gave no answer");
        assertThat(forecast.has("ifRepeated")).isFalse();
    }

    @Test
    void the_schema_refuses_what_is_no_such_document() throws JsonProcessingException {
        assertThat(problems(DiagnosisJson.of(Some.diagnosis()).replace("\"verdict\"", "\"judgement\""))).isNotEmpty();
    }

    private static List<String> problems(String json) throws JsonProcessingException {
        return SCHEMA.validate(new ObjectMapper().readTree(json)).stream().map(ValidationMessage::getMessage).toList();
    }
}
