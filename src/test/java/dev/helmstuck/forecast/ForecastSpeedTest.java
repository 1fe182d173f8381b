package dev.helmstuck.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

/** Prints what a pair of manifests with a thousand objects takes; how long that is on whatever machine is no test. */
class ForecastSpeedTest {
    @Test
    void a_thousand_objects_are_foretold() {
        SomeRelease release = ManyObjects.release();
        Forecast forecast = release.foretell();
        // the best of some: whoever else uses the machine only adds to it
        Duration took = IntStream.range(0, 4).mapToObj(i -> once(release)).min(Duration::compareTo).orElseThrow();
        System.out.println("forecast of " + ManyObjects.OBJECTS + " objects: " + took.toMillis() + " ms of CPU");
        assertThat(forecast.ifRepeated().reallyChanges().known()).hasSize(ManyObjects.OBJECTS);
    }

    private static Duration once(SomeRelease release) {
        long before = cpu();
        release.foretell();
        return Duration.ofNanos(cpu() - before);
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
