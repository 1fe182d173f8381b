package dev.helmstuck.ports;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;

import org.junit.jupiter.api.Test;

class RetryTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private final Retry retry = new Retry(new Retry.Limits(new Backoff(Duration.ofSeconds(1), 2, Duration.ofSeconds(4)), 4, 3), MINUTE);

    private static Optional<Duration> seconds(long seconds) {
        return Optional.of(Duration.ofSeconds(seconds));
    }

    @Test
    void waits_grow_until_there_were_tries_enough() {
        assertThat(retry.after(Optional.empty())).isEqualTo(seconds(1));
        assertThat(retry.after(Optional.empty())).isEqualTo(seconds(2));
        assertThat(retry.after(Optional.empty())).isEqualTo(seconds(4));
        assertThat(retry.after(Optional.empty())).isEmpty();
        assertThat(retry.left()).isEqualTo(MINUTE.minusSeconds(7));
    }

    @Test
    void a_wait_that_is_asked_for_is_kept_and_counted_by_itself() {
        assertThat(retry.after(seconds(9))).isEqualTo(seconds(9));
        assertThat(retry.after(Optional.empty())).isEqualTo(seconds(1));
        assertThat(retry.after(seconds(9))).isEqualTo(seconds(9));
        assertThat(retry.after(seconds(9))).isEmpty();
    }

    @Test
    void a_wait_that_does_not_end_in_time_is_not_begun() {
        assertThat(retry.after(seconds(61))).isEmpty();
        assertThat(retry.left()).isEqualTo(MINUTE);
    }

    @Test
    void what_the_tries_take_counts_too() {
        retry.took(Duration.ofSeconds(59));
        assertThat(retry.after(Optional.empty())).isEqualTo(seconds(1));
        assertThat(retry.after(Optional.empty())).isEmpty();
        assertThat(retry.left()).isZero();
    }
}
