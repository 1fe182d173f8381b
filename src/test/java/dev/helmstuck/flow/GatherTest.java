package dev.helmstuck.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;

import dev.helmstuck.ports.Cluster;
import dev.helmstuck.ports.Pipelines;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.testing.Some;
import org.junit.jupiter.api.Test;

class GatherTest {
    @Test
    void a_look_that_is_told_to_stop_ends_without_a_diagnosis() {
        Gather gather = new Gather(silent(Cluster.class), silent(Pipelines.class), Clock.systemUTC(), duration -> {});
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> gather.look(Some.target(), Duration.ZERO, finding -> {})).isInstanceOf(UnavailableException.class)
                    .hasMessage("it was told to stop during the look");
        } finally {
            assertThat(Thread.interrupted()).as("whoever called it still knows").isTrue();
        }
    }

    private static <T> T silent(Class<T> port) {
        return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[]{port}, (proxy, method, arguments) -> {
            throw new UnavailableException("it", "says nothing");
        }));
    }
}
