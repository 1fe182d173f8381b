package dev.helmstuck.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.helmstuck.cli.TerminalText;
import dev.helmstuck.forecast.Deploy;
import dev.helmstuck.forecast.Died;
import dev.helmstuck.forecast.Forecast;
import dev.helmstuck.forecast.Moment;
import dev.helmstuck.forecast.PartlyKnown;
import dev.helmstuck.forecast.SomeForecasts;
import dev.helmstuck.forecast.Untold;
import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.runbook.Baseline;
import dev.helmstuck.runbook.Prospect;
import dev.helmstuck.runbook.Table;
import dev.helmstuck.testing.Golden;
import dev.helmstuck.testing.Some;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a person reads of a forecast. */
class ForecastReportTest {

    static Stream<Arguments> forecasts() {
        return Stream.of(Arguments.of("nothing-applied", SomeForecasts.nothingApplied()),
                Arguments.of("all-applied", SomeForecasts.allApplied()),
                Arguments.of("rolled-back", SomeForecasts.rolledBack()), Arguments.of("partly-unknown", SomeForecasts.partlyUnknown()),
                Arguments.of("failing", SomeForecasts.failing()), Arguments.of("first-install", SomeForecasts.firstInstall()),
                Arguments.of("custom-resource", SomeForecasts.customResource()), Arguments.of("odd-history", SomeForecasts.oddHistory()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forecasts")
    void each_forecast_is_told_in_eight_lines_and_as_a_whole_without_a_secret(String name, Forecast forecast) {
        Prospect prospect = ForecastLines.of(Some.target(), forecast);
        List<String> summary = Stream.concat(Stream.of(prospect.died()), prospect.next().stream()).toList();
        String text = summary.stream().collect(Collectors.joining("\n")) + "\n\n"
                + String.join("\n", AlignedTable.lines(ForecastLines.table(Some.target(), forecast))) + "\n\n"
                + TerminalText.of(ForecastReport.of(Some.target(), forecast));
        assertThat(prospect.next()).hasSizeLessThanOrEqualTo(7);
        assertThat(summary).hasSizeLessThanOrEqualTo(8);
        assertThat(text).doesNotContain("hunter", "s3cr3t", "czNjcj");
        Golden.check("forecast/" + name + ".txt", text);
    }

    @Test
    void more_than_a_message_holds_is_cut_and_it_is_said_where_the_rest_is() {
        List<String> many = IntStream.range(0, 300).mapToObj(number -> "ConfigMap/" + "long-".repeat(40) + number).toList();
        PartlyKnown<List<String>> all = new PartlyKnown<>(many, true);
        PartlyKnown<Map<String, List<String>>> fields = new PartlyKnown<>(
                Map.of(many.getFirst(), Collections.nCopies(50, "data." + "x".repeat(300))), true);
        Deploy deploy = new Deploy(Optional.of(2), all, all, all, all, List.of(), false, Map.of(),
                Map.of(many.getFirst(), "no ".repeat(500)), all, fields, fields.known(), List.of());
        Forecast forecast = new Forecast(Optional.of(ReleaseStatus.DEPLOYED), Optional.of(2),
                new Died(false, List.of(Moment.IN_HOOK), Optional.of("Job/" + "x".repeat(900)), many), deploy, deploy, many,
                many.stream().map(why -> new Untold(List.of("ifRepeated"), why)).toList(), new Baseline(List.of(), 0));

        Prospect prospect = ForecastLines.of(Some.target(), forecast);
        assertThat(prospect.next()).hasSizeLessThanOrEqualTo(7).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(320))
                .anyMatch(line -> line.contains("whole: java -jar helm-stuck.jar forecast gitlab-cny"));
        assertThat(prospect.next().getLast()).startsWith("Not foretold: ")
                .endsWith("And 299 more: java -jar helm-stuck.jar forecast gitlab-cny");
        assertThat(ForecastLines.seen(forecast)).hasSizeLessThanOrEqualTo(8)
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(320));
        Table table = ForecastLines.table(Some.target(), forecast);
        List<String> lines = AlignedTable.lines(table);
        assertThat(String.join("\n", lines)).hasSizeLessThan(2_800);
        assertThat(AlignedTable.isCut(table)).isTrue();
        assertThat(lines.getLast()).startsWith("… and ")
                .endsWith(" more rows, see the file in this thread, or java -jar helm-stuck.jar forecast gitlab-cny");
        assertThat(AlignedTable.whole(table).lines()).hasSize(301).allSatisfy(row -> assertThat(row).hasSizeLessThan(260));
        assertThat(AlignedTable.isCut(ForecastLines.table(Some.target(), SomeForecasts.allApplied()))).isFalse();
    }
}
