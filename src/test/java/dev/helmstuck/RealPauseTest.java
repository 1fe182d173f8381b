package dev.helmstuck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;

import dev.helmstuck.flow.Unavailable;
import org.junit.jupiter.api.Test;

class RealPauseTest {

    @Test
    void a_pause_ends_when_the_thread_is_told_to_stop() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> new RealPause().pause(Duration.ofMinutes(5))).isInstanceOf(Unavailable.class)
                .hasMessageContaining("told to stop");
        assertThat(Thread.interrupted()).isTrue();
    }
}
