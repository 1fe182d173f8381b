package dev.helmstuck.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;

import dev.helmstuck.ports.StoppedException;
import org.junit.jupiter.api.Test;

class ThreadSleeperTest {

    @Test
    void a_pause_ends_when_the_thread_is_told_to_stop() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> new ThreadSleeper().pause(Duration.ofMinutes(5))).isInstanceOf(StoppedException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
