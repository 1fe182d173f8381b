package dev.helmstuck.slack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

class PaceTest {
    private final SettableClock clock = new SettableClock();
    private final Pace pace = new Pace(clock);

    @Test
    void threeMessagesGoAtOnceAndTheNextOnesOneASecond() {
        assertThat(IntStream.range(0, 5).mapToObj(i -> pace.next("C1"))).containsExactly(Duration.ZERO, Duration.ZERO, Duration.ZERO,
                Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    @Test
    void channelsDoNotWaitForEachOther() {
        IntStream.range(0, 5).forEach(i -> pace.next("C1"));

        assertThat(pace.next("C2")).isZero();
    }

    @Test
    void timeGivesTheBurstBack() {
        IntStream.range(0, 5).forEach(i -> pace.next("C1"));
        clock.forward(Duration.ofSeconds(10));

        assertThat(pace.next("C1")).isZero();
    }

    @Test
    void aClockThatIsSetBackDoesNotHoldMessages() {
        pace.next("C1");
        clock.forward(Duration.ofHours(-1));

        assertThat(pace.next("C1")).isZero();
    }
}
