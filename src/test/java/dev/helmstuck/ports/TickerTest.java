package dev.helmstuck.ports;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TickerTest {

    @ParameterizedTest
    @ValueSource(classes = {IllegalStateException.class, StackOverflowError.class, NoClassDefFoundError.class, OutOfMemoryError.class})
    void nothing_that_the_work_throws_ends_it(Class<? extends Throwable> planted) throws InterruptedException {
        CountDownLatch runs = new CountDownLatch(3);
        Ticker ticker = new Ticker("a test's timer", Duration.ofMillis(1));
        try {
            ticker.start(() -> {
                runs.countDown();
                TickerTest.<RuntimeException>fail(planted);
            });
            assertThat(runs.await(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            ticker.stop();
        }
    }

    @SuppressWarnings("unchecked") // the compiler shall not care which kind it is
    private static <T extends Throwable> void fail(Class<? extends Throwable> planted) throws T {
        try {
            throw (T) planted.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException notOurs) {
            throw new LinkageError("not made", notOurs);
        }
    }
}
