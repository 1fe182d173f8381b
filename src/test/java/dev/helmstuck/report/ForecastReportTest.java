package dev.helmstuck.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.helmstuck.cli.TerminalText;
import dev.helmstuck.forecast.Forecast;
import dev.helmstuck.forecast.SomeForecasts;
import dev.helmstuck.testing.Golden;
import dev.helmstuck.testing.Some;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a person reads of a forecast. */
class ForecastReportTest {

    static Stream<Arguments> forecasts() {
        return Stream.of(Arguments.of("nothing-applied", SomeForecasts.nothingApplied()),
                Arguments.of("all-applied", SomeForecasts.allApplied()),
                Arguments.of("rolled-back", SomeForecasts.rolledBack()), Arguments.of("partly-unknown", SomeForecasts.partlyUnknown()),
                Arguments.of("failing", SomeForecasts.failing()), Arguments.of("first-install", SomeForecasts.firstInstall()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forecasts")
    void each_forecast_is_told_in_eight_lines_and_as_a_whole_without_a_secret(String name, Forecast forecast) {
        List<String> summary = ForecastReport.summary(forecast);
        String text = summary.stream().collect(Collectors.joining("\n")) + "\n\n"
                + TerminalText.of(ForecastReport.of(Some.target(), forecast));
        assertThat(summary).hasSizeLessThanOrEqualTo(8);
        assertThat(text).doesNotContain("hunter", "s3cr3t", "czNjcj");
        Golden.check("forecast/" + name + ".txt", text);
    }
}
