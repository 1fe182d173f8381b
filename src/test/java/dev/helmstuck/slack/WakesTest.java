package dev.helmstuck.slack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WakesTest {
    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1);

    @AfterEach
    void close() {
        executor.shutdownNow();
    }

    @Test
    void anOutageThatAsksAgainAndAgainHasOneRunPending() {
        Wakes wakes = new Wakes(executor, () -> {});

        for (int asked = 0; asked < 1_000; asked++) {
            wakes.in(Duration.ofSeconds(3600 + asked));
        }

        assertThat(executor.getQueue()).hasSize(1);
    }

    @Test
    void anEarlierRunTakesThePlaceOfALaterOne() throws InterruptedException {
        CountDownLatch ran = new CountDownLatch(1);
        Wakes wakes = new Wakes(executor, ran::countDown);

        wakes.in(Duration.ofHours(1));
        wakes.in(Duration.ZERO);

        assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(executor.getQueue()).allMatch(run -> ((java.util.concurrent.Future<?>) run).isCancelled());
    }

    @Test
    void aRunThatIsAskedForWhileOneRunsComesAfterIt() throws InterruptedException {
        CountDownLatch ran = new CountDownLatch(2);
        Wakes[] wakes = new Wakes[1];
        wakes[0] = new Wakes(executor, () -> {
            ran.countDown();
            if (ran.getCount() > 0) wakes[0].in(Duration.ZERO);
        });

        wakes[0].in(Duration.ZERO);

        assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
    }
}
