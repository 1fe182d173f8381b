package dev.helmstuck.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DurationsTest {

    @ParameterizedTest
    @CsvSource({"45s, PT45S, 45s", "15m, PT15M, 15m", "1h30m, PT1H30M, 1h30m", "1h, PT1H, 1h", "1h0m0s, PT1H, 1h", "90m, PT1H30M, 1h30m",
            "1h1s, PT1H1S, 1h1s", "24h, PT24H, 24h", "0s, PT0S, 0s", "007s, PT7S, 7s"})
    void hours_minutes_and_seconds_in_this_order(String text, Duration expected, String again) {
        assertThat(Durations.parse(text)).contains(expected);
        assertThat(Durations.text(expected)).isEqualTo(again);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "15", "15 m", "15M", "PT15M", "1.5h", "-1m", "30m1h", "1d", "m", "15mins", "1m1m", "9999999s", "١s"})
    void everything_else_is_no_duration(String text) {
        assertThat(Durations.parse(text)).isEmpty();
    }
}
