package dev.helmstuck.slack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.Test;

class PostPaceTest {
    private final WaitingClock clock = new WaitingClock();
    private final PostPace pace = new PostPace(clock);

    @Test
    void threeMessagesGoAtOnceAndTheNextOnesOneASecond() {
        post("C1", 5);

        assertThat(clock.pauses()).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(1));
    }

    @Test
    void channelsDoNotWaitForEachOther() {
        post("C1", 3);
        post("C2", 3);

        assertThat(clock.pauses()).isEmpty();
    }

    @Test
    void timeGivesTheBurstBack() {
        post("C1", 3);
        clock.advance(Duration.ofSeconds(10));
        post("C1", 3);

        assertThat(clock.pauses()).isEmpty();
    }

    private void post(String channel, int times) {
        for (int i = 0; i < times; i++) {
            pace.turn(channel);
        }
    }
}
