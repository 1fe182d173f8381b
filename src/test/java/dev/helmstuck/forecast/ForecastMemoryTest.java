package dev.helmstuck.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

/** A pair of manifests with a thousand objects is foretold within a small heap, the live objects and both records counted. */
class ForecastMemoryTest {
    private static final Duration BOUND = Duration.ofMinutes(5);
    private static final String HEAP = "-Xmx96m";

    @Test
    void a_thousand_objects_are_foretold_in_ninety_six_megabytes() throws IOException, InterruptedException {
        Process child = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), HEAP, "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), ManyObjects.class.getName())
                .redirectErrorStream(true).start();
        String said = new String(child.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(child.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS)).isTrue();
        System.out.print(said);
        assertThat(child.exitValue()).as(said).isZero();
        assertThat(said).contains("1000 objects change");
    }
}
