package dev.helmstuck.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatsTest {

    @ParameterizedTest
    @CsvSource({"PT-5S, 0s", "PT0S, 0s", "PT59.9S, 59s", "PT60S, 1m", "PT61S, 1m 1s", "PT59M59S, 59m 59s", "PT1H, 1h", "PT1H59S, 1h",
            "PT1H5M, 1h 5m", "PT24H, 1d", "PT74H, 3d 2h", "PT8760H, 365d"})
    void durations_have_two_units_at_most(Duration duration, String words) {
        assertThat(Formats.duration(duration)).isEqualTo(words);
    }

    @Test
    void moments_are_utc_to_the_second() {
        assertThat(Formats.moment(Instant.parse("2026-11-21T09:00:00.999Z"))).isEqualTo("2026-11-21 09:00:00 UTC");
    }

    @Test
    void counts_know_the_plural() {
        assertThat(List.of(Formats.count(0, "job"), Formats.count(1, "job"), Formats.count(2, "job"))).containsExactly("0 jobs", "1 job",
                "2 jobs");
    }

    @Test
    void what_is_cut_is_counted() {
        assertThat(Formats.most(List.of("a", "b", "c"), 3)).containsExactly("a", "b", "c");
        assertThat(Formats.most(List.of("a", "b", "c", "d"), 3)).containsExactly("a", "b", "… and 2 more");
    }
}
